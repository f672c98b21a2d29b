import fc from 'fast-check';
import { isJsonObject, mergePatch, stableText } from './json.js';
import type { Json } from './json.js';

describe('a merge patch', () => {
  // RFC 7396, appendix A: [original, patch, result].
  const examples: readonly (readonly [Json, Json, Json])[] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];

  it.each(examples)('of %j with %j is %j', (original, patch, result) => {
    expect(mergePatch(original, patch)).toEqual(result);
  });

  it('cannot reach the prototype', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":1}}') as Json;
    expect(Object.getPrototypeOf(mergePatch({}, patch))).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('leaves the original as it was', () => {
    const original = { a: { b: 1 } };
    mergePatch(original, { a: { b: 2 } });
    expect(original).toEqual({ a: { b: 1 } });
  });

  it('applied twice gives what it gives once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (original, patch) => {
        const once = mergePatch(original as Json, patch as Json);
        expect(mergePatch(once, patch as Json)).toEqual(once);
      }),
    );
  });
});

describe('the stable text', () => {
  it('does not depend on the order of members', () => {
    expect(stableText({ b: [1, { d: null, c: 'ü' }], a: true })).toBe('{"a":true,"b":[1,{"c":"ü","d":null}]}');
    expect(stableText({ a: true, b: [1, { c: 'ü', d: null }] })).toBe('{"a":true,"b":[1,{"c":"ü","d":null}]}');
  });

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(stableText(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('an object of JSON', () => {
  it('has no fractions and no numbers beyond the safe integers', () => {
    expect(isJsonObject({ a: [1, 'x', null, true, { b: -1 }] })).toBe(true);
    expect(isJsonObject({ a: 0.5 })).toBe(false);
    expect(isJsonObject({ a: 2 ** 53 })).toBe(false);
  });

  it('is an object', () => {
    for (const value of [null, [], 'x', 1, undefined]) expect(isJsonObject(value)).toBe(false);
    expect(isJsonObject({ a: undefined })).toBe(false);
  });

  it('is not nested beyond reason', () => {
    const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as unknown;
    expect(isJsonObject(nested(32))).toBe(true);
    expect(isJsonObject(nested(33))).toBe(false);
    expect(isJsonObject(nested(100_000))).toBe(false);
  });
});
