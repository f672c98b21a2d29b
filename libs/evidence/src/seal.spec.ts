import fc from 'fast-check';
import { commit, digestsIn, isSealed, openData, openDisclosure, sealData, sha256Hex } from '#evidence';
import type { Json } from '#evidence';
import { codeOf } from '../test/code-of.js';

const SALT = new Uint8Array(16);
const encoded = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url');
/** Digest of any disclosure, computed apart from the code under test. */
const digestOf = (disclosure: string): string => Buffer.from(sha256Hex(disclosure), 'hex').toString('base64url');

describe('a commitment', () => {
  it('is opened as the example of RFC 9901 section 4.2 says', () => {
    const disclosure = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
    expect(openDisclosure('X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0', disclosure)).toEqual({
      name: 'family_name',
      value: 'Möbius',
    });
  });

  it('has exactly these bytes for ever', () => {
    const { digest, disclosure } = commit('reason', 'Kein Dissens', SALT);
    expect(Buffer.from(disclosure, 'base64url').toString()).toBe('["AAAAAAAAAAAAAAAAAAAAAA","reason","Kein Dissens"]');
    expect(digest).toBe(digestOf(disclosure));
  });

  it('gives name and value back, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        const { digest, disclosure } = commit(name, value as Json);
        expect(isSealed({ '#': digest })).toBe(true);
        expect(openDisclosure(digest, disclosure)).toEqual({ name, value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  it('differs each time, so that equal values cannot be matched', () => {
    const digests = new Set(Array.from({ length: 200 }, () => commit('value', 'CONSENT').digest));
    expect(digests.size).toBe(200);
  });

  it('is not found by trying every word of a small dictionary without the salt', () => {
    const words = ['CONSENT', 'OBJECTION', 'ABSTENTION', 'NOT_CONCERNED'];
    const { digest } = commit('value', 'CONSENT');
    const guesses = words.flatMap((word) => [
      digestOf(word),
      digestOf(encoded(word)),
      digestOf(encoded(['value', word])),
      digestOf(encoded(['', 'value', word])),
      commit('value', word, SALT).digest,
      commit('value', word).digest,
    ]);
    expect(guesses).not.toContain(digest);
  });

  it('needs 128 bits of salt', () => expect(codeOf(() => commit('a', 1, new Uint8Array(15)))).toBe('SALT_TOO_SHORT'));

  it('is not opened by another disclosure', () => {
    const mine = commit('reason', 'a');
    expect(codeOf(() => openDisclosure(mine.digest, commit('reason', 'a').disclosure))).toBe('DIGEST_MISMATCH');
    expect(codeOf(() => openDisclosure(mine.digest, `${mine.disclosure}=`))).toBe('DIGEST_MISMATCH');
  });

  it.each([
    ['no JSON', 'AAAA'],
    ['no array', encoded({ length: 3 })],
    ['two elements', encoded(['salt', 'value'])],
    ['four elements', encoded(['salt', 'name', 'value', 1])],
    ['a salt that is no text', encoded([1, 'name', 'value'])],
    ['a name that is no text', encoded(['salt', null, 'value'])],
  ])('is not opened to a disclosure with %s', (_what, disclosure) => {
    expect(codeOf(() => openDisclosure(digestOf(disclosure), disclosure))).toBe('MALFORMED');
  });
});

describe('a sealed value', () => {
  const digest = commit('a', 1).digest;

  it.each([
    ['another member beside it', { '#': digest, erased: true }],
    ['a short digest', { '#': digest.slice(1) }],
    ['a long digest', { '#': `${digest}A` }],
    ['spare bits set', { '#': `${'A'.repeat(42)}B` }],
    ['a padded digest', { '#': `${digest}=` }],
    ['a digest that is no text', { '#': 1 }],
    ['no digest', {}],
    ['a digest alone', digest],
    ['an array', [digest]],
    ['null', null],
  ])('is not recognised with %s', (_what, value) => expect(isSealed(value)).toBe(false));
});

describe('sealing data', () => {
  const data = {
    round: 'r1',
    reason: 'Kosten fehlen',
    effects: { BMF: ['Mehrbedarf'] },
    answers: [{ text: 'erste', seat: 'BMF' }, { seat: 'BMI' }, { text: 'dritte' }],
    labels: ['eins', 'zwei'],
    deep: { items: [{ more: [{ note: 'tief' }] }] },
  };
  const paths = ['reason', 'effects', 'answers[].text', 'labels[]', 'deep.items[].more[].note'];

  it('takes out exactly the values at the paths and keeps the input as it was', () => {
    const before = structuredClone(data);
    const sealed = sealData(data, paths);
    const hole = { '#': expect.stringMatching(/^[\w-]{43}$/) as string };
    expect(sealed.data).toEqual({
      round: 'r1',
      reason: hole,
      effects: hole,
      answers: [{ text: hole, seat: 'BMF' }, { seat: 'BMI' }, { text: hole }],
      labels: [hole, hole],
      deep: { items: [{ more: [{ note: hole }] }] },
    });
    expect(data).toEqual(before);
    expect(sealed.disclosures.map(({ path }) => path)).toEqual([
      'reason',
      'effects',
      'answers[].text',
      'answers[].text',
      'labels[]',
      'labels[]',
      'deep.items[].more[].note',
    ]);
  });

  it('names in the disclosure the member that held the value', () => {
    const { disclosures } = sealData(data, paths, () => SALT);
    const opened = disclosures.map((entry) => openDisclosure(entry.digest, entry.disclosure));
    expect(opened.map(({ name }) => name)).toEqual(['reason', 'effects', 'text', 'text', 'labels', 'labels', 'note']);
    expect(opened[1]?.value).toEqual({ BMF: ['Mehrbedarf'] });
  });

  it('leaves what is missing, of another form, inherited or sealed already', () => {
    const carried = { '#': commit('reason', 'früher').digest };
    const odd = { reason: carried, answers: 'keine', deep: null, labels: [carried] };
    expect(sealData(odd, [...paths, 'constructor', 'toString.name', ''])).toEqual({ data: odd, disclosures: [] });
    expect(sealData({ answers: [1, 'x', null] }, paths).disclosures).toEqual([]);
  });

  it('seals null and empty texts like other values', () => {
    expect(sealData({ reason: null }, paths).disclosures).toHaveLength(1);
    expect(sealData({ reason: '' }, paths).disclosures).toHaveLength(1);
  });

  it('never leaves the plain text behind, and opening gives it back', () => {
    const secret = fc.uuid().map((id) => `geheim-${id}`);
    const shape = fc.record({ reason: secret, answers: fc.array(fc.record({ text: secret, seat: fc.string() })) });
    fc.assert(
      fc.property(shape, (content) => {
        const { data: sealed, disclosures } = sealData(content, ['reason', 'answers[].text']);
        expect(JSON.stringify(sealed)).not.toContain('geheim-');
        const vault = new Map(disclosures.map((entry) => [entry.digest, entry.disclosure]));
        const open = (key: string) => openDisclosure(key, vault.get(key) ?? '').value;
        expect(openData(sealed, open)).toEqual(content);
      }),
    );
  });
});

describe('opening data', () => {
  it('leaves what nobody can open, and opens the rest, null included', () => {
    const [known, empty, erased] = [commit('a', 1).digest, commit('b', null).digest, commit('c', 3).digest];
    const values = new Map<string, Json>([
      [known, { '#': erased }],
      [empty, null],
    ]);
    const data = { list: [{ '#': known }, { '#': empty }, { '#': erased }, 5], text: '#', plain: { '#': 'x' } };
    expect(openData(data, (digest) => values.get(digest))).toEqual({
      list: [{ '#': erased }, null, { '#': erased }, 5],
      text: '#',
      plain: { '#': 'x' },
    });
  });

  it('is prepared by naming all digests that occur, in order', () => {
    const { data, disclosures } = sealData({ a: { reason: 'x' }, list: ['y', 'z'], n: 1 }, ['a.reason', 'list[]']);
    expect(digestsIn(data)).toEqual(disclosures.map(({ digest }) => digest));
    expect(digestsIn({ text: '#', plain: { '#': 'x' } })).toEqual([]);
  });

  it('sets no prototype from a hostile record', () => {
    const hostile = JSON.parse('{"__proto__":{"admin":true}}') as object;
    const result = openData(hostile, () => undefined);
    expect(Object.hasOwn(result, '__proto__')).toBe(true);
    expect((result as { admin?: boolean }).admin).toBeUndefined();
    expect(sealData(hostile, ['__proto__']).disclosures).toHaveLength(1);
  });
});
