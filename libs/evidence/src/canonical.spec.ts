import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonical } from '#evidence';
import type { Json } from '#evidence';
import { codeOf } from '../test/code-of.js';

const VECTORS = fileURLToPath(new URL('../../../../shared/vectors/jcs', import.meta.url));

const refusal = (value: unknown): string => codeOf(() => canonical(value as Json));

describe('published vectors of RFC 8785', () => {
  if (!existsSync(VECTORS)) {
    it('were left out: the folder ../shared/vectors/jcs is missing', () => expect(process.env['CI']).toBeUndefined());
    return;
  }
  const read = (folder: string, name: string): string => readFileSync(join(VECTORS, folder, name), 'utf8');

  it.each(readdirSync(join(VECTORS, 'input')))('%s has its canonical text and bytes', (name) => {
    const result = canonical(JSON.parse(read('input', name)) as Json);
    expect(result).toBe(read('output', name));
    const hex = read('outhex', name.replace('.json', '.txt')).replaceAll(/\s/g, '');
    expect(Buffer.from(result).toString('hex')).toBe(hex);
  });
});

describe('canonical JSON', () => {
  const anyJson = fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }) as fc.Arbitrary<Json>;

  it('is the same again after parsing', () => {
    fc.assert(fc.property(anyJson, (value) => canonical(JSON.parse(canonical(value)) as Json) === canonical(value)));
  });

  it('says what an independent implementation says', () => {
    fc.assert(fc.property(anyJson, (value) => canonical(value) === canonicalize(value)));
  });

  it('does not depend on the order in which members were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (object) => {
        expect(canonical(Object.fromEntries(Object.entries(object).reverse()))).toBe(canonical(object));
      }),
    );
  });

  it('sorts names by UTF-16 units, not by code points', () => {
    expect(canonical({ '\ufb33': 1, '\u{1f602}': 2 })).toBe('{"\u{1f602}":2,"\ufb33":1}');
  });

  it('treats __proto__, constructor and toJSON as names like any other', () => {
    const hostile = '{"__proto__":{"admin":true},"constructor":1,"toJSON":"x"}';
    expect(canonical(JSON.parse(hostile) as Json)).toBe(hostile);
    expect(canonical(Object.assign(Object.create(null), { a: 1 }) as Json)).toBe('{"a":1}');
  });

  it('leaves out what is inherited', () => {
    const base: object = Object.create(null) as object;
    Object.assign(base, { inherited: 1 });
    expect(canonical(Object.assign(Object.create(base) as object, { own: 2 }) as Json)).toBe('{"own":2}');
  });

  it('writes minus zero as zero and the largest safe integers exactly', () => {
    expect(canonical([-0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])).toBe(
      '[0,9007199254740991,-9007199254740991]',
    );
  });

  it.each([
    ['undefined', undefined],
    ['a member that is undefined', { reason: undefined }],
    ['a hole in an array', Array(1)],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['not a number', NaN],
    ['infinity, which 1e400 parses to', JSON.parse('1e400')],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['an instance of a class', new (class Vote {})()],
  ])('refuses %s', (_what, value) => expect(refusal(value)).toBe('NOT_JSON'));

  it.each([
    ['a high surrogate alone', '\ud83d'],
    ['a low surrogate alone', 'x\ude02'],
    ['a pair in the wrong order', '\ude02\ud83d'],
    ['one in a name', { '\ud800': 1 }],
  ])('refuses %s', (_what, value) => expect(refusal(value)).toBe('ILL_FORMED_UNICODE'));

  it('accepts 100 levels and refuses one more, however deep', () => {
    const nested = (levels: number): Json => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as Json;
    expect(canonical(nested(100))).toHaveLength(200);
    expect(refusal(nested(101))).toBe('TOO_DEEP');
    expect(refusal(nested(30_000))).toBe('TOO_DEEP');
  });

  it('refuses a circle instead of following it', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(refusal(circle)).toBe('TOO_DEEP');
  });

  it('names the fault and where it was found', () => {
    expect(() => canonical(NaN)).toThrow('A value that JSON cannot express. (NaN)');
    expect(() => canonical('\ud800')).toThrow(/^A text with a lone surrogate\.$/);
  });
});
