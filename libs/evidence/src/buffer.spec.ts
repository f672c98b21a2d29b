import fc from 'fast-check';
import { Buffer as Shim } from './buffer.browser.js';

const anyBytes = fc.uint8Array({ maxLength: 200 });
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('\ud800', '\udc00a', '\ufeffa'));
const decodings = ['utf8', 'hex', 'base64', 'base64url'] as const;
const encodings = [...decodings, 'latin1'] as const;
/** Letters of the encodings, and what disturbs them. */
const nearly = fc.string({ unit: fc.constantFrom(...Array.from('abcdefAF0159+/-_= \n!äg')) });

const sameBytes = (shim: Uint8Array, node: Uint8Array): void => expect([...shim]).toEqual([...node]);

describe('the Buffer of browsers answers as that of Node', () => {
  it('when it reads a text, however wrong', () => {
    fc.assert(
      fc.property(anyText, nearly, fc.constantFrom(...decodings), (text, digits, encoding) => {
        sameBytes(Shim.from(text), Buffer.from(text));
        expect(Shim.byteLength(text)).toBe(Buffer.byteLength(text));
        sameBytes(Shim.from(digits, encoding), Buffer.from(digits, encoding));
      }),
      { numRuns: 1000 },
    );
  });

  it('when it is asked whether a text is base64 in its one spelling', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, nearly, fc.base64String()),
        fc.constantFrom('base64', 'base64url'),
        (text, form) => {
          expect(Shim.from(text, form).toString(form) === text).toBe(Buffer.from(text, form).toString(form) === text);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('when it writes a text, also of bytes that are none, and of a part', () => {
    fc.assert(
      fc.property(anyBytes, fc.constantFrom(...encodings), fc.nat(200), fc.nat(200), (bytes, encoding, start, end) => {
        const [shim, node] = [Shim.from(bytes), Buffer.from(bytes)];
        expect(shim.toString(encoding)).toBe(node.toString(encoding));
        if (start <= end) expect(shim.toString(encoding, start, end)).toBe(node.toString(encoding, start, end));
        expect(shim.toString()).toBe(node.toString());
      }),
      { numRuns: 1000 },
    );
  });

  it('when a text is longer than a call has arguments', () => {
    const long = new Uint8Array(300_000).map((_, at) => at % 251);
    expect(Shim.from(long).toString('latin1')).toBe(Buffer.from(long).toString('latin1'));
  });

  it('when it copies, joins, compares and searches', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, fc.nat(255), (left, right, byte) => {
        const [shim, node] = [Shim.concat([left, Shim.from(right)]), Buffer.concat([left, Buffer.from(right)])];
        sameBytes(shim, node);
        expect(Shim.from(left).equals(right)).toBe(Buffer.from(left).equals(right));
        expect(Shim.from(left).equals(Shim.from(left))).toBe(true);
        expect(shim.indexOf(byte)).toBe(node.indexOf(byte));
        expect(shim.subarray(1, 9).toString('hex')).toBe(node.subarray(1, 9).toString('hex'));
      }),
    );
  });

  it('when it makes, and when it shares the bytes of another', () => {
    sameBytes(Shim.alloc(3), Buffer.alloc(3));
    sameBytes(Shim.alloc(3, 7), Buffer.alloc(3, 7));
    sameBytes(Shim.of(1, 255), Buffer.of(1, 255));
    expect(Shim.allocUnsafe(5)).toHaveLength(5);
    const bytes = Uint8Array.of(1, 2, 3, 4);
    const view = Shim.from(bytes.buffer, 1, 2);
    const copy = Shim.from(bytes);
    bytes[1] = 9;
    sameBytes(view, [9, 3] as unknown as Uint8Array);
    sameBytes(copy, [1, 2, 3, 4] as unknown as Uint8Array);
    sameBytes(Shim.from(bytes.buffer), bytes);
  });

  it('when numbers are read and written', () => {
    const [shim, node] = [Shim.alloc(12), Buffer.alloc(12)];
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.nat(4), fc.nat(255), (big, at, small) => {
        for (const buffer of [shim, node]) {
          buffer.writeBigUInt64BE(big, at);
          buffer.writeUInt8(small, at + 3);
        }
        sameBytes(shim, node);
        expect(shim.readBigUInt64BE(at)).toBe(node.readBigUInt64BE(at));
        expect(shim.readUInt8(at)).toBe(node.readUInt8(at));
        expect(shim.readBigUInt64BE()).toBe(node.readBigUInt64BE());
      }),
    );
    expect(() => shim.readUInt8(12)).toThrow(RangeError);
    expect(() => shim.readBigUInt64BE(5)).toThrow(RangeError);
  });
});
