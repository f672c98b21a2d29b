import { type Cursors, cursorsUnder } from './cursor.js';

const SECRET = 'x'.repeat(32);
const DUE = '2027-01-25T23:00:00.000Z';
const STREAM = 'matter-00000000-0000-4000-8000-000000000001';
const QUESTION = { name: 'waiting', ministry: 'BMF' };
const PARTS = ['instant', 'name', 'number'] as const;

const cursors = cursorsUnder(SECRET);
const at: Cursors['at'] = (question, place) => cursors.at(question, place);
/** Why the cursor is refused; undefined if it is not. */
const refusal = (cursor: string, question: object = QUESTION): unknown => {
  try {
    cursors.placeIn(cursor, question, PARTS);
    return undefined;
  } catch (error) {
    return (error as { readonly params?: { readonly errors?: readonly object[] } }).params?.errors;
  }
};
const because = (problem: string) => [{ field: 'cursor', problem }];

describe('a cursor', () => {
  it('stands for the place that it was given for, whatever words are in it', () => {
    const place = [2027, '"\\ü😀'.repeat(40), STREAM, 999_999_999];
    const parts = ['number', 'text', 'name', 'number'] as const;
    expect(cursors.placeIn(at(QUESTION, place), QUESTION, parts)).toEqual(place);
  });

  it('does not show its place, nor by its length how many rows there are', () => {
    const [first = '', ...others] = [1, 9, 10, 999_999_999].map((no) => at(QUESTION, [DUE, STREAM, no]));
    const shown = Buffer.from(first, 'base64url').toString('latin1');
    for (const hidden of [DUE, STREAM, 'matter']) expect(shown).not.toContain(hidden);
    for (const other of others) expect(other).toHaveLength(first.length);
    expect(at(QUESTION, [DUE, STREAM, 1])).not.toBe(first);
  });

  it('is refused when a byte of it was changed, cut off or added', () => {
    const bytes = Buffer.from(at(QUESTION, [DUE, STREAM, 1]), 'base64url');
    const changed = [...bytes].map((byte, index) => Buffer.from(bytes.with(index, byte ^ 1)));
    for (const wrong of [...changed, bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(32)])]) {
      expect(refusal(wrong.toString('base64url'))).toEqual(because('cursor must be one that an answer gave as next'));
    }
  });

  it('serves every instance that has the secret, and no other', () => {
    const cursor = at(QUESTION, [DUE, STREAM, 3]);
    expect(cursorsUnder(SECRET).placeIn(cursor, QUESTION, PARTS)).toEqual([DUE, STREAM, 3]);
    expect(() => cursorsUnder('y'.repeat(32)).placeIn(cursor, QUESTION, PARTS)).toThrow();
  });

  it('belongs to one question', () => {
    const cursor = at(QUESTION, [DUE, STREAM, 3]);
    expect(refusal(cursor, { ...QUESTION, ministry: 'BMI' })).toEqual(
      because('cursor belongs to a question with other filters'),
    );
  });
});
