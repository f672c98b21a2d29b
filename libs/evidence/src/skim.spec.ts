import fc from 'fast-check';
import { canonicalIntegers } from './canonical.js';
import { isPlainlyCanonical } from './canonical-scan.js';

const json = fc.json();
/** Canonical texts with a small change somewhere, so that the nearly right ones are tried as well. */
const nearly = fc
  .tuple(
    fc.jsonValue({ noUnicodeString: false }),
    fc.nat(),
    fc.constantFrom('', ' ', '0', '-', '1', '"', ',', 'a', '\\', '.5'),
  )
  .map(([value, place, put]) => {
    const text = JSON.stringify(value);
    const at = place % (text.length + 1);
    return text.slice(0, at) + put + text.slice(at);
  });

const rewritten = (text: string): string => {
  try {
    return canonicalIntegers(JSON.parse(text));
  } catch {
    return 'none';
  }
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the quick look at a text', () => {
  it('never takes for canonical what would be written otherwise', () =>
    fc.assert(
      fc.property(fc.oneof(json, nearly), (text) => {
        if (isJson(text) && isPlainlyCanonical(text)) expect(rewritten(text)).toBe(text);
      }),
      { numRuns: 3_000 },
    ));

  it.each(['{"a":1,"b":[true,null,{"c":"ä €"}],"c":-12}', '[]', '{"a":{"z":1},"b":{"a":0}}'])('knows %s', (text) =>
    expect(isPlainlyCanonical(text)).toBe(true),
  );

  it.each([
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '{"a":1.5}',
    '{"a":1e3}',
    '{"a":-0}',
    '{"a":9007199254740993}',
  ])('leaves %s to the slow way', (text) => expect(isPlainlyCanonical(text)).toBe(false));
});
