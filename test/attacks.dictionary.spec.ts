import { createHash } from 'node:crypto';
import { canonical, commit, digestsIn, openDisclosure, parseRecord, sealData, VerificationFailure } from '#evidence';
import { history } from './attacks.support.js';

/** An attacker has the record, knows the member, and knows that its value is one of these. The salt is in the vault. */
const DICTIONARY = ['CONSENT', 'OBJECTION', 'ja', 'nein', 'Die Kosten sind nicht gedeckt', '', true, false, null, 0, 1];
const SECRET = 'Die Kosten sind nicht gedeckt';

const digestOf = (content: string | Uint8Array, encoding: 'base64url' | 'hex' | 'base64') =>
  createHash('sha256').update(content).digest(encoding);
const disclosureOf = (salt: Uint8Array, name: string, value: (typeof DICTIONARY)[number]): string =>
  Buffer.from(canonical([Buffer.from(salt).toString('base64url'), name, value])).toString('base64url');

/** Salts that a careless program would use: none, zeros, counters, what stands in the record anyway. */
function guessedSalts(digest: string): readonly Uint8Array[] {
  const counted = Array.from({ length: 2_000 }, (_, index) => {
    const salt = Buffer.alloc(16);
    salt.writeUInt32BE(index, 12);
    return salt;
  });
  const known = ['', 'reason', SECRET, digest].flatMap((text) => [
    Buffer.from(text),
    createHash('sha256').update(text).digest().subarray(0, 16),
  ]);
  return [...counted, ...known];
}

function guesses(digest: string): ReadonlySet<string> {
  const plain = DICTIONARY.flatMap((value) =>
    [String(value), canonical(value), canonical(['reason', value]), canonical({ reason: value })].flatMap((content) =>
      (['base64url', 'hex', 'base64'] as const).map((encoding) => digestOf(content, encoding)),
    ),
  );
  const salted = DICTIONARY.flatMap((value) =>
    guessedSalts(digest).map((salt) => digestOf(disclosureOf(salt, 'reason', value), 'base64url')),
  );
  return new Set([...plain, ...salted]);
}

const saltOf = (disclosure: string): Buffer =>
  Buffer.from((JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as [string])[0], 'base64url');

describe('erased values guessed by dictionary', () => {
  it('are not found in a recorded vote, though its reason is in the dictionary', async () => {
    const { log } = await history();
    const reasons = log.map(parseRecord).flatMap(({ type, data }) => (type === 'VoteCast' ? digestsIn(data) : []));
    expect(reasons.length).toBeGreaterThan(1);
    for (const digest of reasons) expect(guesses(digest).has(digest)).toBe(false);
  });

  it('are not found without the salt', () => {
    const { digest } = commit('reason', SECRET);
    expect(guesses(digest).has(digest)).toBe(false);
  });

  it('would be found with the salt: that is why the salt goes with the value', () => {
    const { digest, disclosure } = commit('reason', SECRET);
    const found = DICTIONARY.filter(
      (value) => digestOf(disclosureOf(saltOf(disclosure), 'reason', value), 'base64url') === digest,
    );
    expect(found).toEqual([SECRET]);
    expect(openDisclosure(digest, disclosure)).toEqual({ name: 'reason', value: SECRET });
  });

  it('are not found by another record: equal values have 128 fresh bits each and different digests', () => {
    const many = Array.from({ length: 2_000 }, () => commit('reason', SECRET));
    expect(new Set(many.map(({ digest }) => digest)).size).toBe(many.length);
    expect(new Set(many.map(({ disclosure }) => saltOf(disclosure).toString('hex'))).size).toBe(many.length);
    expect(many.every(({ disclosure }) => saltOf(disclosure).length === 16)).toBe(true);
    expect(() => commit('reason', SECRET, Buffer.alloc(15))).toThrow(VerificationFailure);
  });

  it('are not found within a record either: two seats that say the same show different digests', () => {
    const answers = ['BMF', 'BMI'].map((seat) => ({ seat, text: SECRET }));
    const [first, second] = sealData({ answers }, ['answers[].text']).disclosures;
    expect(first?.digest).not.toBe(second?.digest);
  });
});
