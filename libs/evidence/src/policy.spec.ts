import { encodeVkey, generateSkey, parsePolicy, parseSkey, policyKeys, quorumMet } from '#evidence';
import type { NoteSignature, VerificationFailure, VerifierKey } from '#evidence';

const key = (name: string, role: VerifierKey['role']): VerifierKey => ({
  name,
  role,
  publicKey: parseSkey(generateSkey(name)).publicKey,
});
const log = key('beschlussbuch.example/log', 'log');
const [x1, x2, x3, y1, y2] = ['x1', 'x2', 'x3', 'y1', 'y2'].map((name) => key(name, 'witness')) as [
  VerifierKey,
  VerifierKey,
  VerifierKey,
  VerifierKey,
  VerifierKey,
];
const v = encodeVkey;
const witnesses = [x1, x2, x3, y1, y2].map((each) => `witness ${each.name} ${v(each)}`).join('\n');

/** The example of tlog-policy, with two houses in the second group. */
const EXAMPLE = `
# whom we believe
log ${v(log)} https://log.example/
 \t
${witnesses}
group X-witnesses 2 x1 x2 x3
  group Y-witnesses any y1 y2
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

const signed = (...keys: VerifierKey[]): NoteSignature[] => keys.map((each) => ({ key: each, time: 1n }));
const refusal = (text: string): string | undefined => {
  try {
    parsePolicy(text);
  } catch (error) {
    return (error as VerificationFailure).code;
  }
  return undefined;
};

describe('a policy', () => {
  it('names logs and witnesses, with their addresses', () => {
    const policy = parsePolicy(EXAMPLE);
    expect(policy.logs).toEqual([{ key: log, url: 'https://log.example/' }]);
    expect(policyKeys(policy)).toEqual([log, x1, x2, x3, y1, y2]);
  });

  it.each([
    ['nobody', [], false],
    ['two of the first group', [x1, x3], false],
    ['one of each group', [x1, y1], false],
    ['the second group alone', [y1, y2], false],
    ['two of the first and one of the second', [x1, x3, y2], true],
    ['everybody', [x1, x2, x3, y1, y2], true],
    ['the same one twice', [x1, x1, y1], false],
    ['a stranger under the name of a witness', [x1, key('x2', 'witness'), y1], false],
    ['the key of a witness as a log', [x1, { ...x2, role: 'log' as const }, y1], false],
  ])('with thresholds over groups, signed by %s', (_who, keys, met) =>
    expect(quorumMet(parsePolicy(EXAMPLE), signed(...keys))).toBe(met),
  );

  it('may ask for one witness, or for none', () => {
    const one = parsePolicy(`${witnesses}\nquorum x1`);
    expect(quorumMet(one, signed(x2))).toBe(false);
    expect(quorumMet(one, signed(x1))).toBe(true);
    const none = parsePolicy('quorum none');
    expect(none.quorum).toBeUndefined();
    expect(quorumMet(none, [])).toBe(true);
  });

  it.each([
    ['nobody', [], false],
    ['the innermost witness alone', [x1], false],
    ['the outermost witness alone', [x2], false],
    ['both', [x1, x2], true],
  ])('may nest as many groups as it has lines, signed by %s', (_who, keys, met) => {
    const DEPTH = 9_900;
    const nested = Array.from({ length: DEPTH }, (_, level) => `group g${level + 1} all g${level}`);
    const lines = [`witness g0 ${v(x1)}`, ...nested, `witness x2 ${v(x2)}`, `group top all x2 g${DEPTH}`, 'quorum top'];
    expect(quorumMet(parsePolicy(lines.join('\n')), signed(...keys))).toBe(met);
  });

  it.each([
    ['no quorum', witnesses],
    ['two quorums', 'quorum none\nquorum none'],
    ['a quorum of nobody', 'quorum'],
    ['a quorum of an unknown name', 'quorum x1'],
    ['a quorum before its witness', `quorum x1\n${witnesses}`],
    ['a group before its members', `group g any x1\n${witnesses}\nquorum none`],
    ['a group before a group that is its member', `${witnesses}\ngroup g any h\ngroup h any x1\nquorum g`],
    ['a group that is its own member', `${witnesses}\ngroup g any x1 g\nquorum g`],
    ['an empty group', `${witnesses}\ngroup g any\nquorum g`],
    ['a threshold of zero', `${witnesses}\ngroup g 0 x1\nquorum g`],
    ['a threshold beyond the members', `${witnesses}\ngroup g 2 x1\nquorum g`],
    ['a threshold that is no number', `${witnesses}\ngroup g 1e0 x1\nquorum g`],
    ['a member of two groups', `${witnesses}\ngroup g any x1\ngroup h any x1\nquorum g`],
    ['a member twice', `${witnesses}\ngroup g 2 x1 x1\nquorum g`],
    ['a member called none', `${witnesses}\ngroup g any none\nquorum g`],
    ['a witness called none', `witness none ${v(x1)}\nquorum none`],
    ['one name twice', `witness a ${v(x1)}\nwitness a ${v(x2)}\nquorum a`],
    ['one key under two names', `witness a ${v(x1)}\nwitness b ${v({ ...x1, name: 'other' })}\nquorum a`],
    ['one log twice', `log ${v(log)}\nlog ${v({ ...log, name: 'other' })}\nquorum none`],
    ['a witness key for a log', `log ${v(x1)}\nquorum none`],
    ['a log key for a witness', `witness a ${v(log)}\nquorum none`],
    ['a word too many', `log ${v(log)} https://log.example more\nquorum none`],
    ['a line of another kind', 'constructor x\nquorum none'],
    ['a carriage return', 'quorum none\r\n'],
  ])('is refused with %s', (_what, text) => expect(refusal(text)).toBe('MALFORMED_POLICY'));

  it.each([
    ['a spoiled key', `# keys\nlog ${v(log).slice(1)}\nquorum none`, 2],
    ['no key', `${witnesses}\nlog\nquorum none`, 6],
    ['a carriage return', `# keys\n\nquorum none\r\n`, 3],
    ['a line of another kind', 'quorum none\nconstructor x', 2],
  ])('names the line with %s', (_what, text, line) =>
    expect(() => parsePolicy(text)).toThrow(expect.objectContaining({ detail: `line ${line}` })),
  );

  const octets = (...parts: readonly (string | readonly number[])[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  it.each([
    ['a comment in Latin-1', ['# Schl', [0xfc], 'ssel des Hauses\n', EXAMPLE]],
    ['the octets of a control character of Latin-1 in a comment', ['# a', [0xc2, 0x85], 'b\n', EXAMPLE]],
    ['every octet that is allowed', ['#\t', Array.from({ length: 0xff - 0x1f }, (_, at) => at + 0x20), '\n', EXAMPLE]],
  ])('is read with %s', (_what, parts) => {
    const all = octets(
      ...parts.map((part) => (typeof part === 'string' ? part : part.filter((octet) => octet !== 0x7f))),
    );
    expect(parsePolicy(all)).toEqual(parsePolicy(EXAMPLE));
  });

  it('is refused with every octet that is not, be it in a comment', () => {
    const refused = Array.from({ length: 0x100 }, (_, octet) => octet).filter((octet) => {
      try {
        return !parsePolicy(octets('# ', [octet], '\nquorum none'));
      } catch (error) {
        return (error as VerificationFailure).detail === 'line 1';
      }
    });
    const below = Array.from({ length: 0x20 }, (_, octet) => octet).filter((octet) => octet !== 0x09 && octet !== 0x0a);
    expect(refused).toEqual([...below, 0x7f]);
  });

  it('tells names apart octet by octet, whatever they stand for', () => {
    const two = [`witness a`, [0xe9], ` ${v(x1)}\nwitness a`, [0xe8], ` ${v(x2)}\nquorum a`, [0xe8]] as const;
    const policy = parsePolicy(octets(...two));
    expect(quorumMet(policy, signed(x1))).toBe(false);
    expect(quorumMet(policy, signed(x2))).toBe(true);
    // The sign of Kelvin is no K.
    expect(refusal(`witness K ${v(x1)}\nquorum \u212a`)).toBe('MALFORMED_POLICY');
  });

  it('names no key whose own name is no UTF-8', () => {
    const [name = '', ...rest] = v(key('\ufffd', 'log')).split('+');
    expect(parsePolicy(`log ${name}+${rest.join('+')}\nquorum none`).logs).toHaveLength(1);
    expect(() => parsePolicy(octets('log ', [0xe9], `+${rest.join('+')}\nquorum none`))).toThrow(
      expect.objectContaining({ detail: 'line 1' }),
    );
  });

  it('is refused with a spoiled key, and separates by tab and space only', () => {
    expect(refusal(`log ${v(log).slice(1)}\nquorum none`)).toBe('MALFORMED_POLICY');
    expect(refusal('quorum\u00a0none')).toBe('MALFORMED_POLICY');
    expect(refusal('\tquorum \t none\t')).toBeUndefined();
  });
});
