import fc from 'fast-check';
import {
  checkpointText,
  cosign,
  encodeVkey,
  generateSkey,
  inclusionProof,
  keyId,
  leafHash,
  noteParts,
  openNote,
  parseCheckpoint,
  parseSkey,
  parseTlogProof,
  parseVkey,
  rootOf,
  signNote,
  tlogProof,
  treeBuilder,
  verifyTlogProof,
} from '#evidence';
import type { Signer, VerifierKey, VerificationFailure } from '#evidence';
import { codeOf } from '../test/code-of.js';

/** Example of golang.org/x/mod/sumdb/note, whose format signed-note describes. */
const PETER = {
  skey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
/** Keys of others, of both types. */
const VKEYS = [
  PETER.vkey,
  'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop',
  'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  'TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
];

const codeLater = async (action: () => Promise<unknown>): Promise<string> =>
  action().then(
    () => 'none',
    (error: unknown) => (error as VerificationFailure).code,
  );

const logKey = ({ name, publicKey }: Signer): VerifierKey => ({ name, publicKey, role: 'log' });
const witnessKey = ({ name, publicKey }: Signer): VerifierKey => ({ name, publicKey, role: 'witness' });
const log = parseSkey(generateSkey('beschlussbuch.example/log'));
const witness = parseSkey(generateSkey('bmf.example/witness'));
const checkpoint = { origin: log.name, size: 7n, root: Buffer.alloc(32, 7) };

describe('keys', () => {
  it.each(VKEYS)('%s is read and written alike', (vkey) => expect(encodeVkey(parseVkey(vkey))).toBe(vkey));

  it('have the id that signed-note prescribes, another for each type', () => {
    const key = parseVkey(PETER.vkey);
    expect(keyId(key).toString('hex')).toBe('c74f20a3');
    expect(keyId({ ...key, role: 'witness' })).not.toEqual(keyId(key));
  });

  it('fit together, public and private', () => {
    expect(encodeVkey(logKey(parseSkey(PETER.skey)))).toBe(PETER.vkey);
    expect(generateSkey('a')).not.toBe(generateSkey('a'));
  });

  it('are refused with one part missing or changed', () => {
    for (let cut = 0; cut < PETER.vkey.length; cut += 1) {
      expect(codeOf(() => parseVkey(PETER.vkey.slice(0, cut)))).toBe('MALFORMED_KEY');
      expect(codeOf(() => parseVkey(PETER.vkey.slice(cut + 1)))).toBe('MALFORMED_KEY');
      expect(codeOf(() => parseSkey(PETER.skey.slice(0, cut)))).toBe('MALFORMED_KEY');
    }
    expect(codeOf(() => parseVkey(PETER.vkey.replace('c74f', 'c74e')))).toBe('MALFORMED_KEY');
    expect(codeOf(() => parseSkey(PETER.skey.replace('c74f', 'c74e')))).toBe('MALFORMED_KEY');
    expect(codeOf(() => parseVkey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'))).toBe(
      'MALFORMED_KEY',
    );
    expect(codeOf(() => generateSkey('two words'))).toBe('MALFORMED_KEY');
    expect(codeOf(() => generateSkey('a+b'))).toBe('MALFORMED_KEY');
  });

  it('never appear in a failure', () => {
    const spoiled = PETER.skey.replace('c74f', 'c74e');
    expect(() => parseSkey(spoiled)).toThrow(expect.not.stringContaining('AYEK') as Error);
  });
});

describe('a note', () => {
  const note = `${PETER.text}\n${PETER.line}`;

  it('is signed as the published example is', async () => {
    expect(await signNote(PETER.text, [parseSkey(PETER.skey)])).toBe(note);
  });

  it('opens with the key that signed it, and says which', () => {
    const key = parseVkey(PETER.vkey);
    expect(openNote(note, [key])).toEqual({ text: PETER.text, signatures: [{ key }] });
  });

  it('keeps empty lines in its text', async () => {
    const text = 'first\n\nsecond\n\n';
    expect(openNote(await signNote(text, [log]), [logKey(log)]).text).toBe(text);
  });

  it('does not open for keys that did not sign, and ignores lines of keys that nobody knows', async () => {
    expect(codeOf(() => openNote(note, [logKey(log)]))).toBe('UNSIGNED');
    expect(codeOf(() => openNote(note, []))).toBe('UNSIGNED');
    const both = await signNote(PETER.text, [log, parseSkey(PETER.skey)]);
    expect(openNote(both, [parseVkey(PETER.vkey)]).signatures).toHaveLength(1);
    expect(openNote(both, [parseVkey(PETER.vkey), logKey(log)]).signatures).toHaveLength(2);
  });

  it('does not open when one letter of text or signature differs', () => {
    const keys = [parseVkey(PETER.vkey)];
    expect(codeOf(() => openNote(note.replace('answer', 'Answer'), keys))).toBe('BAD_SIGNATURE');
    expect(codeOf(() => openNote(note.replace('ZJku', 'ZJkv'), keys))).toBe('BAD_SIGNATURE');
  });

  it('does not open when one signature of a known key is wrong beside a right one', async () => {
    const other = await signNote('another text\n', [log]);
    const mixed =
      note +
      noteParts(other)
        .lines.map((line) => `${line}\n`)
        .join('');
    expect(codeOf(() => openNote(mixed, [parseVkey(PETER.vkey), logKey(log)]))).toBe('BAD_SIGNATURE');
  });

  it.each([
    ['no blank line', PETER.text + PETER.line],
    ['no signature', `${PETER.text}\n`],
    ['no newline at the end', note.trimEnd()],
    ['a control character', note.replace('you', 'y\rou')],
    ['a NUL', note.replace('you', 'y\0ou')],
    ['a C1 control character', note.replace('you', 'y\u0085ou')],
    ['a lone surrogate', note.replace('you', 'y\ud800ou')],
    ['a hyphen for the dash', note.replace('—', '-')],
    ['no base64', note.replace('x08go', 'x0!go')],
    ['other spelling of base64', note.replace('JnAM=', 'JnAN=')],
    ['a short signature', `${PETER.text}\n— PeterNeumann x08g\n`],
    ['a plus in a key name', note.replace('PeterN', 'Peter+N')],
    ['more signatures than anybody gives', `${PETER.text}\n${PETER.line.repeat(101)}`],
    ['more than a megabyte', `${'a'.repeat(1_000_000)}\n\n${PETER.line}`],
  ])('is refused with %s', (_what, text) =>
    expect(codeOf(() => openNote(text, [parseVkey(PETER.vkey)]))).toBe('MALFORMED_NOTE'),
  );

  it('is not signed without a newline at the end, or with control characters', async () => {
    expect(await codeLater(() => signNote('text', [log]))).toBe('MALFORMED_NOTE');
    expect(await codeLater(() => signNote('te\txt\n', [log]))).toBe('MALFORMED_NOTE');
  });

  it('counts a key once, however often it signed', () => {
    expect(openNote(note + PETER.line, [parseVkey(PETER.vkey)]).signatures).toHaveLength(1);
  });
});

describe('a checkpoint', () => {
  it('is three lines, read back alike', () => {
    const text = checkpointText(checkpoint);
    expect(text).toBe(`beschlussbuch.example/log\n7\n${checkpoint.root.toString('base64')}\n`);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
  });

  it('is read as the published example', () => {
    const example = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(parseCheckpoint(example)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163n });
    expect(parseCheckpoint(`${example}an extension\n`).size).toBe(20852163n);
  });

  it('may have 64 bits of leaves', () => {
    const largest = { ...checkpoint, size: 18446744073709551615n };
    expect(parseCheckpoint(checkpointText(largest))).toEqual(largest);
    expect(codeOf(() => checkpointText({ ...checkpoint, size: 18446744073709551616n }))).toBe('MALFORMED_NOTE');
  });

  it.each([
    ['no origin', '\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['a leading zero', 'o\n07\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['a sign', 'o\n+7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['a short root', 'o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n'],
    ['no newline at the end', 'o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='],
    ['an empty line', 'o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n'],
    ['two lines', 'o\n7\n'],
  ])('is refused with %s', (_what, text) => expect(codeOf(() => parseCheckpoint(text))).toBe('MALFORMED_NOTE'));
});

describe('a cosignature', () => {
  const keys = [logKey(log), witnessKey(witness)];

  it('stands under the note and tells the time of the witness', async () => {
    const text = checkpointText(checkpoint);
    const note = (await signNote(text, [log])) + (await cosign(text, witness, 1_900_000_000n));
    const { signatures } = openNote(note, keys);
    expect(signatures).toEqual([{ key: keys[0] }, { key: keys[1], time: 1_900_000_000n }]);
  });

  it('holds for its checkpoint and its time only', async () => {
    const text = checkpointText(checkpoint);
    const line = await cosign(text, witness, 1_900_000_000n);
    const other = await signNote(checkpointText({ ...checkpoint, size: 8n }), [log]);
    expect(codeOf(() => openNote(other + line, keys))).toBe('BAD_SIGNATURE');
    const bytes = Buffer.from(line.split(' ')[2]!, 'base64');
    bytes.writeUInt8(bytes.readUInt8(11) ^ 1, 11);
    const later = `— ${witness.name} ${bytes.toString('base64')}\n`;
    expect(codeOf(() => openNote(`${text}\n${later}`, keys))).toBe('BAD_SIGNATURE');
    const short = `— ${witness.name} ${bytes.subarray(0, 68).toString('base64')}\n`;
    expect(codeOf(() => openNote(`${text}\n${short}`, keys))).toBe('BAD_SIGNATURE');
  });

  it('is no signature of a log, though the key is the same', async () => {
    const text = checkpointText(checkpoint);
    const note = `${text}\n${await cosign(text, log, 1n)}`;
    expect(codeOf(() => openNote(note, [logKey(log)]))).toBe('UNSIGNED');
  });
});

describe('a receipt', () => {
  const nodes = new Map<string, Buffer>();
  const builder = treeBuilder(undefined, (level, index, hash) => void nodes.set(`${level}/${index}`, hash));
  const leaves = Array.from({ length: 11 }, (_, index) => Buffer.from(leafHash(`record ${index}`), 'hex'));
  leaves.forEach((leaf) => builder.push(leaf));
  const receipt = async (index: bigint): Promise<string> =>
    tlogProof({
      index,
      proof: inclusionProof(index, 11n, (level, at) => nodes.get(`${level}/${at}`)!),
      checkpoint: await signNote(checkpointText({ ...checkpoint, size: 11n, root: rootOf(builder.frontier()) }), [log]),
    });

  it('has the published form', async () => {
    const lines = (await receipt(10n)).split('\n');
    expect(lines.slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 10']);
    expect(lines.slice(4, 7)).toEqual(['', log.name, '11']);
  });

  it('proves its record and no other', async () => {
    for (const [index, leaf] of leaves.entries()) {
      const text = await receipt(BigInt(index));
      expect(verifyTlogProof(text, leaf, [logKey(log)])).toMatchObject({
        index: BigInt(index),
        checkpoint: { size: 11n },
      });
      expect(codeOf(() => verifyTlogProof(text, leaves[(index + 1) % 11]!, [logKey(log)]))).toBe(
        'INCLUSION_NOT_PROVEN',
      );
      expect(tlogProof(parseTlogProof(text))).toBe(text);
    }
  });

  it('proves nothing without the signature of the log that it names', async () => {
    const text = await receipt(3n);
    expect(codeOf(() => verifyTlogProof(text, leaves[3]!, [logKey(witness)]))).toBe('UNSIGNED');
    const { checkpoint: note } = parseTlogProof(text);
    const line = await cosign(noteParts(note).text, witness, 5n);
    const onlyWitness = text.replace(noteParts(note).lines[0]! + '\n', line);
    expect(codeOf(() => verifyTlogProof(onlyWitness, leaves[3]!, [logKey(log), witnessKey(witness)]))).toBe('UNSIGNED');
    const foreign = parseSkey(generateSkey('another.example/log'));
    const body = noteParts(note).text;
    const signedByOther = text.replace(note, await signNote(body, [foreign]));
    expect(codeOf(() => verifyTlogProof(signedByOther, leaves[3]!, [logKey(foreign)]))).toBe('UNSIGNED');
  });

  it('may carry extra data, which nobody believes', async () => {
    const text = await receipt(3n);
    const extra = text.replace('index', 'extra AAAA\nindex');
    expect(parseTlogProof(extra)).toEqual(parseTlogProof(text));
    expect(codeOf(() => parseTlogProof(text.replace('index', 'extra A\nindex')))).toBe('MALFORMED_PROOF');
  });

  it('is refused in any other form', async () => {
    const text = await receipt(3n);
    for (const spoiled of [
      '',
      text.replace('@v1', '@v2'),
      text.replace('index 3', 'index 03'),
      text.replace('index 3', 'Index 3'),
      text.replace('index 3\n', ''),
      text.replace('index 3\n', `index 3\n${'A'.repeat(43)}=\n`.repeat(70)),
      text.replace('\n\n', '\nAAAA\n\n'),
    ])
      expect(['MALFORMED_PROOF', 'MALFORMED_NOTE']).toContain(codeOf(() => parseTlogProof(spoiled)));
  });

  it('neither crashes nor proves when any of its text is changed', async () => {
    const text = await receipt(3n);
    const edit = fc.tuple(fc.nat(text.length - 1), fc.nat(3), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(edit, ([at, removed, put]) => {
        const changed = text.slice(0, at) + put + text.slice(at + removed);
        const result = codeOf(() => verifyTlogProof(changed, leaves[3]!, [logKey(log)]));
        if (changed !== text) expect(result).not.toBe('none');
      }),
    );
  });
});
