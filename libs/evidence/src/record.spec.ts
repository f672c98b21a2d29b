import fc from 'fast-check';
import { leafHash, parseRecord, readRecord, writeRecord } from '#evidence';
import type { RecordFields } from '#evidence';
import { codeOf } from '../test/code-of.js';

const HASH = 'ab'.repeat(32);
const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const minimal: RecordFields = {
  v: 1,
  id: ID,
  stream: 'matter-1',
  rev: 0,
  type: 'VoteCast',
  sv: 1,
  at: '2027-01-11T09:12:00.123Z',
  by: { org: 'BMF', role: 'REP', sub: 'p-7f3a' },
  cmd: { id: ID, sha256: HASH },
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
  after: [HASH],
  data: { value: 'CONSENT', points: 3, text: 'Einverständnis 😂' },
};

const writing = (change: object): string => codeOf(() => writeRecord({ ...full, ...change }));
const reading = (text: string): string => codeOf(() => readRecord(text));

describe('a record', () => {
  it('has exactly these bytes for ever', () => {
    expect(writeRecord(minimal)).toBe(
      `{"after":[],"at":"2027-01-11T09:12:00.123Z","by":{"org":"BMF","role":"REP","sub":"p-7f3a"},"cmd":{"id":"${ID}",` +
        `"sha256":"${HASH}"},"data":{},"id":"${ID}","rev":0,"stream":"matter-1","sv":1,"type":"VoteCast","v":1}`,
    );
    expect(leafHash(writeRecord(full))).toBe('3cae1120e765f9b54568e4619d8ecf3f3f742bcfaab225eb4b7a5f92a12da7e2');
  });

  it('comes back as it was written, with and without the optional members', () => {
    for (const fields of [minimal, full]) {
      expect(readRecord(writeRecord(fields))).toEqual(fields);
      expect(parseRecord(writeRecord(fields))).toEqual(fields);
    }
  });

  it('survives the round trip with any data of integers and texts', () => {
    const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
    const { data } = fc.letrec<{ data: object; item: unknown }>((tie) => ({
      data: fc.dictionary(fc.string(), tie('item'), { maxKeys: 5 }),
      item: fc.oneof({ maxDepth: 3 }, leaf, tie('data'), fc.array(tie('item'), { maxLength: 4 })),
    }));
    fc.assert(
      fc.property(data, (content) => {
        const text = writeRecord({ ...minimal, data: content });
        expect(writeRecord(readRecord(text))).toBe(text);
      }),
    );
  });

  it('may have 65,535 bytes and not one more, counted in UTF-8', () => {
    const room = 65_535 - Buffer.byteLength(writeRecord({ ...minimal, data: { t: '' } }));
    const text = 'ü'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2);
    const longest = writeRecord({ ...minimal, data: { t: text } });
    expect(Buffer.byteLength(longest)).toBe(65_535);
    expect(readRecord(longest).stream).toBe('matter-1');
    expect(codeOf(() => writeRecord({ ...minimal, data: { t: `${text}x` } }))).toBe('TOO_LONG');
    expect(reading(`${longest} `)).toBe('TOO_LONG');
  });

  const longest = `${'ü'.repeat(127)}xy`;
  const names: [string, (name: string) => object][] = [
    ['record.stream', (name) => ({ stream: name })],
    ['record.type', (name) => ({ type: name })],
    ['record.ch', (name) => ({ ch: name })],
    ['record.cls', (name) => ({ cls: name })],
    ...(['org', 'role', 'sub', 'mandate', 'for'] as const).map((member): [string, (name: string) => object] => [
      `by.${member}`,
      (name) => ({ by: { ...full.by, [member]: name } }),
    ]),
    ['rb.id', (name) => ({ rb: { ...full.rb, id: name } })],
    ['rb.version', (name) => ({ rb: { ...full.rb, version: name } })],
  ];

  it.each(names)('may have 256 bytes in %s and not one more, counted in UTF-8', (place, named) => {
    const text = writeRecord({ ...full, ...named(longest) });
    expect(readRecord(text)).toEqual({ ...full, ...named(longest) });
    for (const longer of [`${longest}x`, `${'x'.repeat(256)}y`]) {
      expect(() => writeRecord({ ...full, ...named(longer) })).toThrow(`(${place})`);
      expect(writing(named(longer))).toBe('TOO_LONG');
      expect(reading(text.replace(longest, longer))).toBe('TOO_LONG');
    }
  });

  it('may name a file at any length', () => {
    const ev = { name: 'x'.repeat(1_200), sha256: HASH };
    expect(readRecord(writeRecord({ ...full, ev })).ev).toEqual(ev);
  });

  it.each([0.5, 2 ** 53, -(2 ** 53), 1e21, NaN, Infinity])('holds no number like %d', (number) => {
    expect(writing({ data: { deep: [{ number }] } })).toBe('NOT_AN_INTEGER');
  });

  it('holds the largest integers and takes minus zero for zero', () => {
    const data = { most: 2 ** 53 - 1, least: -(2 ** 53 - 1), zero: -0 };
    expect(readRecord(writeRecord({ ...minimal, data })).data).toEqual({ ...data, zero: 0 });
  });

  it('holds neither lone surrogates nor what JSON lacks', () => {
    expect(writing({ data: { text: '\ud800' } })).toBe('ILL_FORMED_UNICODE');
    expect(writing({ data: { date: new Date(0) } })).toBe('NOT_JSON');
    expect(writing({ data: { reason: undefined } })).toBe('NOT_JSON');
  });
});

describe('the shape of a record', () => {
  const faults: [string, object][] = [
    ['another version', { v: 2 }],
    ['an id that is no UUID', { id: 'x' }],
    ['an id in upper case', { id: ID.toUpperCase() }],
    ['an empty stream', { stream: '' }],
    ['a stream that is no text', { stream: 1 }],
    ['a negative revision', { rev: -1 }],
    ['a broken revision', { rev: 0.5 }],
    ['a revision as text', { rev: '0' }],
    ['an empty type', { type: '' }],
    ['shape version zero', { sv: 0 }],
    ['an instant without milliseconds', { at: '2027-01-11T09:12:00Z' }],
    ['an instant with an offset', { at: '2027-01-11T09:12:00.123+01:00' }],
    ['a day that does not exist', { at: '2027-02-30T09:12:00.123Z' }],
    ['an hour that does not exist', { at: '2027-02-28T25:12:00.123Z' }],
    ['an instant as number', { occurred: 0 }],
    ['a date for an instant', { received: '2027-01-11' }],
    ['no actor', { by: null }],
    ['an actor without function', { by: { org: 'BMF', sub: 'p' } }],
    ['an actor with an unknown member', { by: { ...full.by, name: 'Erika Mustermann' } }],
    ['an empty mandate', { by: { ...full.by, mandate: '' } }],
    ['an empty represented house', { by: { ...full.by, for: '' } }],
    ['an empty channel', { ch: '' }],
    ['evidence without hash', { ev: { name: 'a' } }],
    ['an empty classification', { cls: '' }],
    ['a rule book without version', { rb: { id: 'RB-GGO' } }],
    ['a command without hash', { cmd: { id: ID } }],
    ['a command hash in upper case', { cmd: { id: ID, sha256: HASH.toUpperCase() } }],
    ['a command id that is no UUID', { cmd: { id: 'k1', sha256: HASH } }],
    ['a command as array', { cmd: [] }],
    ['references as text', { after: HASH }],
    ['a reference that is no hash', { after: [HASH, 'x'] }],
    ['data as array', { data: [] }],
    ['data as text', { data: 'x' }],
    ['an unknown member', { traceId: 'x' }],
    ['a member named like an inherited one', { constructor: 'x' }],
    ['an optional member without value', { ch: undefined }],
  ];

  it.each(faults)('refuses %s in writing', (_what, change) => expect(writing(change)).toBe('MALFORMED'));

  it.each(Object.keys(minimal))('demands %s', (name) => {
    const { [name as 'v']: _gone, ...rest } = JSON.parse(writeRecord(minimal)) as RecordFields;
    expect(codeOf(() => writeRecord(rest as RecordFields))).toBe('MALFORMED');
    expect(reading(JSON.stringify(rest))).toBe('MALFORMED');
  });

  it('does not accept members from a prototype', () => {
    const text = `{"__proto__":${writeRecord(minimal)}}`;
    expect(reading(text)).toBe('MALFORMED');
    expect(codeOf(() => writeRecord(Object.create(full) as RecordFields))).toBe('MALFORMED');
  });

  it('names the member at fault', () => {
    expect(() => writeRecord({ ...full, by: { ...full.by, sub: '' } })).toThrow('(by.sub)');
    expect(() => writeRecord({ ...full, rev: -1 })).toThrow('(record.rev)');
  });
});

describe('reading a record from a stranger', () => {
  const text = writeRecord(full);

  it.each([
    ['a space', text.replace(':', ': ')],
    ['a line end', `${text}\n`],
    ['another order', JSON.stringify(full)],
    ['a member twice', text.replace('"rev":0', '"rev":1,"rev":0')],
    ['an escape that need not be', text.replace('VoteCast', '\\u0056oteCast')],
    ['minus zero', text.replace('"points":3', '"points":-0')],
    ['an exponent', text.replace('"points":3', '"points":3e0')],
    ['a fraction of nothing', text.replace('"points":3', '"points":3.0')],
  ])('refuses %s although it means the same', (_what, other) => expect(reading(other)).toBe('NOT_CANONICAL'));

  it.each(['9007199254740993', '1e400', '0.1'])('refuses the number %s', (number) => {
    expect(reading(text.replace('"points":3', `"points":${number}`))).toBe('NOT_AN_INTEGER');
  });

  it('refuses escaped lone surrogates, deep nesting and what is not JSON', () => {
    expect(reading(text.replace('CONSENT', '\\ud800'))).toBe('ILL_FORMED_UNICODE');
    const nested = '['.repeat(20_000) + ']'.repeat(20_000);
    expect(reading(text.replace('"CONSENT"', nested))).toBe('TOO_DEEP');
    for (const other of ['', '{', 'undefined', text.slice(0, -1)]) expect(reading(other)).toBe('NOT_JSON');
    for (const other of ['null', '1', '[]', '"x"', '{}']) expect(reading(other)).toBe('MALFORMED');
  });

  it('accepts no text that differs in one character', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), (at, unit) => {
        const other = text.slice(0, at) + unit + text.slice(at + 1);
        if (reading(other) === 'none') expect(writeRecord(readRecord(other))).toBe(other);
      }),
    );
  });

  it('is fast, not strict, for the own store: only JSON and version are looked at', () => {
    expect(parseRecord(JSON.stringify(full))).toEqual(full);
    expect(codeOf(() => parseRecord('{"v":2}'))).toBe('MALFORMED');
    expect(codeOf(() => parseRecord('null'))).toBe('MALFORMED');
    expect(codeOf(() => parseRecord('{'))).toBe('NOT_JSON');
  });
});
