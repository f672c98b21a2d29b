import fc from 'fast-check';
import { readRecord, type RecordFields, skim, writeRecord } from '#evidence';

const HASH = 'ab'.repeat(32);
const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const COMMAND = '7d1f0d2c-0b0e-4f5e-9a52-0c9f3b7d1e11';

const minimal: RecordFields = {
  v: 1,
  id: ID,
  stream: 'matter-1',
  rev: 17,
  type: 'VoteCast',
  sv: 1,
  at: '2028-02-29T09:12:00.123Z',
  by: { org: 'BMF', role: 'REP', sub: 'p-7f3a' },
  cmd: { id: COMMAND, sha256: HASH },
  after: [],
  data: {},
};
const full: RecordFields = {
  ...minimal,
  occurred: '2027-01-10T00:00:00.000Z',
  received: '2027-01-10T08:00:00.000Z',
  by: { ...minimal.by, mandate: 'm-1', for: 'BMF' },
  ch: 'EMAIL',
  ev: { name: 'Schreiben.pdf', sha256: HASH },
  cls: 'INTERN',
  rb: { id: 'RB-GGO', version: '1.0.0' },
  after: [HASH, HASH],
  data: { a: [1, -2, true, false, null, [], {}], b: { text: 'Zeile\n"Einverständnis" \\ 😂' }, c: '' },
};

const skimmed = (text: string | Uint8Array) => skim(Buffer.from(text as string));

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** The slow way: whether the bytes are text, and what would be written of what it says is the text itself. */
const isRecord = (bytes: Uint8Array): boolean => {
  try {
    const text = decoder.decode(bytes);
    return writeRecord(JSON.parse(text) as RecordFields) === text;
  } catch {
    return false;
  }
};

const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const { data } = fc.letrec<{ data: object; item: unknown }>((tie) => ({
  data: fc.dictionary(fc.string(), tie('item'), { maxKeys: 5 }),
  item: fc.oneof({ maxDepth: 3 }, leaf, tie('data'), fc.array(tie('item'), { maxLength: 4 })),
}));

/** A record with one place changed: so that the nearly right ones are tried. */
const nearly = fc
  .tuple(fc.constantFrom(minimal, full), data, fc.nat(), fc.nat(4), fc.uint8Array({ maxLength: 3 }), fc.boolean())
  .map(([fields, content, place, removed, put, telling]) => {
    const bytes = Buffer.from(writeRecord({ ...fields, data: content }));
    const at = place % (bytes.length + 1);
    const tricks = ['', ' ', '0', '-', '1', '"', ',', '}', '{', '\\', '\\u00e4', '.5', 'e', ':', '9', '€', '\u0000'];
    const inserted = telling ? Buffer.from(tricks[place % tricks.length]!) : put;
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
  });

describe('a skimmed record', () => {
  it('tells place, time and ids', () => {
    for (const fields of [minimal, full])
      expect(skimmed(writeRecord(fields))).toEqual({
        stream: 'matter-1',
        rev: 17,
        type: 'VoteCast',
        at: '2028-02-29T09:12:00.123Z',
        id: ID,
        command: COMMAND,
      });
  });

  it('has names as long as they may be, and a file of any name', () => {
    const longest = 'x'.repeat(256);
    const by = { org: longest, role: longest, sub: longest, mandate: longest, for: longest };
    const rb = { id: longest, version: longest };
    const ev = { name: 'x'.repeat(1_200), sha256: HASH };
    const text = writeRecord({ ...full, stream: longest, type: longest, ch: longest, cls: longest, by, rb, ev });
    expect(skimmed(text)).toMatchObject({ stream: longest, type: longest });
  });

  it('is one that the slow way takes as well, whatever was changed in it', () =>
    fc.assert(
      fc.property(nearly, (bytes) => {
        if (skim(bytes)) expect(isRecord(bytes)).toBe(true);
      }),
      { numRuns: 6_000 },
    ));

  it('says the same as a record that was read', () =>
    fc.assert(
      fc.property(data, (content) => {
        const text = writeRecord({ ...full, data: content });
        const fields = readRecord(text);
        const seen = skimmed(text);
        if (seen) expect(seen).toMatchObject({ id: fields.id, rev: fields.rev, command: fields.cmd.id });
      }),
    ));

  it.each([
    ['a name out of order', writeRecord(minimal).replace('"data":{}', '"data":{"b":1,"a":2}')],
    ['a name twice', writeRecord(minimal).replace('"data":{}', '"data":{"a":1,"a":1}')],
    ['a space', writeRecord(minimal).replace('"data":{}', '"data":{"a": 1}')],
    ['a fraction', writeRecord(minimal).replace('"data":{}', '"data":{"a":1.5}')],
    ['an exponent', writeRecord(minimal).replace('"data":{}', '"data":{"a":1e3}')],
    ['minus zero', writeRecord(minimal).replace('"data":{}', '"data":{"a":-0}')],
    ['a number beyond 2^53', writeRecord(minimal).replace('"data":{}', '"data":{"a":9007199254740993}')],
    ['a needless escape', writeRecord(minimal).replace('"data":{}', '"data":{"a":"\\/"}')],
    ['a day that does not exist', writeRecord(minimal).replace('2028-02-29', '2027-02-29')],
    ['an hour that does not exist', writeRecord(minimal).replace('T09', 'T24')],
    ['an id in upper case', writeRecord(minimal).replace(ID, ID.toUpperCase())],
    ['an empty text', writeRecord(minimal).replace('"matter-1"', '""')],
    ['an unknown member', writeRecord(minimal).replace('"v":1', '"v":1,"w":1')],
    ['a missing member', writeRecord(minimal).replace(',"sv":1', '')],
    ['another version', writeRecord(minimal).replace('"v":1', '"v":2')],
    ['a shape of version 0', writeRecord(minimal).replace('"sv":1', '"sv":0')],
    ['something behind it', `${writeRecord(minimal)} `],
    ['its end missing', writeRecord(minimal).slice(0, -1)],
    ...['matter-1', 'VoteCast', 'BMF', 'REP', 'p-7f3a'].map((name): [string, string] => [
      `more bytes than a name has, for ${name}`,
      writeRecord(minimal).replace(`"${name}"`, `"${'x'.repeat(257)}"`),
    ]),
    ...['m-1', 'EMAIL', 'INTERN', 'RB-GGO', '1.0.0'].map((name): [string, string] => [
      `more bytes than a name has, for ${name}`,
      writeRecord(full).replace(`"${name}"`, `"${'x'.repeat(257)}"`),
    ]),
    ['more bytes than a record has', writeRecord(minimal).replace('"data":{}', `"data":{"a":"${'x'.repeat(65_535)}"}`)],
  ])('is none with %s', (_, text) => {
    expect(skimmed(text)).toBeUndefined();
    expect(isRecord(Buffer.from(text))).toBe(false);
  });

  it.each([
    [0xc0, 0xaf],
    [0xe0, 0x80, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x80, 0x80, 0xaf],
    [0xf4, 0x90, 0x80, 0x80],
    [0xc3, 0x28],
    [0xe2, 0x82],
    [0x80],
    [0xff],
  ])('is none with bytes that are no character: %s %s %s %s', (...bytes) => {
    const [before = '', after = ''] = writeRecord({ ...minimal, data: { a: '#' } }).split('#');
    expect(skimmed(Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]))).toBeUndefined();
  });

  it('passes over every character that there is', () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
    for (let from = 0x20; from < all.length; from += 10_000) {
      const text = String.fromCodePoint(...all.slice(from, from + 10_000));
      expect(skimmed(writeRecord({ ...minimal, data: { a: text } }))).toBeDefined();
    }
  });

  it('leaves to the slow way what is rare: control characters, deep nesting, names beyond ASCII', () => {
    const deep = JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown;
    for (const rare of [{ a: '\u0001' }, { a: deep }, { ä: 1 }]) {
      const text = writeRecord({ ...minimal, data: rare });
      expect(skimmed(text)).toBeUndefined();
      expect(readRecord(text).data).toEqual(rare);
    }
  });
});
