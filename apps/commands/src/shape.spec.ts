import {
  code,
  day,
  flag,
  freeText,
  instant,
  integer,
  json,
  label,
  list,
  nested,
  oneOf,
  period,
  person,
  sha256,
  title,
  uuid,
} from './shape.js';

const UUID = '7d8a3c52-1f0e-4b8a-9c55-2f6f0e6a1b77';
const deep = (levels: number): unknown => (levels === 0 ? {} : { in: deep(levels - 1) });

describe('a value of a command', () => {
  it.each([
    [uuid, UUID],
    [uuid, UUID.toUpperCase()],
    [code, 'BMVg'],
    [code, 'RB-POLOPS'],
    [code, '2.0.0'],
    [person, 'BMI/REP'],
    [person, 'CHAIR'],
    [day, '2028-02-29'],
    [instant, '2027-01-25T23:00:00Z'],
    [instant, '2027-01-26T00:00:00+01:00'],
    [period, 'P14D'],
    [period, 'P10WD'],
    [period, 'PT48H'],
    [sha256, 'a'.repeat(64)],
    [integer, 0],
    [flag, false],
    [title, 'ü'.repeat(300)],
    [freeText, ''],
    [freeText, '😀'.repeat(20_000)],
    [freeText, 'erste Zeile\n\tzweite Zeile'],
    [json, {}],
    [json, { tracks: { STAGE: null }, list: [1, 'zwei', true] }],
    [json, deep(19)],
    [oneOf(['A', 'B']), 'B'],
    [list(code), []],
    [list(code), ['BMF', 'BMI']],
    [list(freeText), ['gleich', 'gleich']],
    [nested(() => Object), {}],
  ])('may be %o', ({ test }, value) => {
    expect(test(value)).toBe(true);
  });

  it.each([
    [uuid, 'm1'],
    [uuid, `{${UUID}}`],
    [code, ''],
    [code, 'BMI/REP'],
    [code, 'B M I'],
    [code, 'B'.repeat(41)],
    [code, '../BMI'],
    [person, '/REP'],
    [day, '2027-02-29'],
    [day, '25.01.2027'],
    [day, '2027-01-25T00:00:00Z'],
    [instant, '2027-01-25'],
    [instant, '2027-01-25T23:00:00'],
    [instant, '2027-01-25T25:00:00Z'],
    [period, '14 Tage'],
    [period, 'P1Y'],
    [sha256, 'a'.repeat(63)],
    [integer, 1.5],
    [integer, '1'],
    [integer, 2 ** 53],
    [flag, 'true'],
    [flag, 0],
    [title, ''],
    [title, 'a'.repeat(301)],
    [label, 7],
    [freeText, 'a'.repeat(20_001)],
    [freeText, 'halbes Zeichen \uD800'],
    [freeText, 'Null \u0000'],
    [freeText, 'Escape \u001B[2J'],
    [json, []],
    [json, 'text'],
    [json, { share: 0.5 }],
    [json, { name: '\uDC00' }],
    [json, JSON.parse('{"__proto__": {"a": 1}}')],
    [json, { constructor: 'x' }],
    [json, { reason: { '#': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' } }],
    [json, { lists: [[{ a: 1, '#': 'x' }]] }],
    [json, { '#': null }],
    [json, deep(20)],
    [json, { text: 'a'.repeat(200_000) }],
    [oneOf(['A', 'B']), 'a'],
    [list(code), 'BMF'],
    [list(code), ['BMF', 'BMF']],
    [list(code), ['BMF', null]],
    [list(code), Array.from({ length: 201 }, (_, index) => `C${index}`)],
    [nested(() => Object), []],
    [list(nested(() => Object)), [[]]],
    [list(nested(() => Object)), [null]],
  ])('is refused: %o %j', ({ test }, value) => {
    expect(test(value)).toBe(false);
  });

  it('is short enough for the head of a record where it is a code, which 256 bytes are for', () => {
    const longest = '𐐀'.repeat(40);
    expect([code.test(longest), code.test(`${longest}𐐀`)]).toEqual([true, false]);
    expect(Buffer.byteLength(`rulebook-${longest}`)).toBeLessThanOrEqual(256);
  });

  it('has one spelling: UUIDs in lower case, instants in UTC', () => {
    expect(uuid.normal?.(UUID.toUpperCase())).toBe(UUID);
    expect(instant.normal?.('2027-01-26T00:00:00+01:00')).toBe('2027-01-25T23:00:00.000Z');
    expect(list(uuid).normal?.([UUID.toUpperCase()])).toEqual([UUID]);
  });
});
