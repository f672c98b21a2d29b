type Reading = 'utf8' | 'hex' | 'base64' | 'base64url';
type Encoding = Reading | 'latin1';

const DIGITS = {
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;
/** Either alphabet may be read in either encoding, as Node does. */
const VALUES = new Map(Object.values(DIGITS).flatMap((digits) => Array.from(digits, (digit, value) => [digit, value])));
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Arguments of one call: more could exceed the stack. */
const CHUNK = 8192;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function base64Text(bytes: Uint8Array, digits: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let digit = 0; digit < Math.min(4, bytes.length - at + 1); digit += 1)
      text += digits.charAt((group >> (18 - 6 * digit)) & 63);
  }
  return text;
}

function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}

const writers: { readonly [E in Encoding]: (bytes: Uint8Array) => string } = {
  utf8: (bytes) => decoder.decode(bytes),
  latin1: latin1Text,
  hex: (bytes) => Array.from(bytes, (byte) => HEX[byte]).join(''),
  base64: (bytes) => {
    const text = base64Text(bytes, DIGITS.base64);
    return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  },
  base64url: (bytes) => base64Text(bytes, DIGITS.base64url),
};

/** Lenient as Node (as to texts of Latin-1): what is no digit is passed over, what follows a padding is not read. */
function base64Values(text: string): number[] {
  const end = text.indexOf('=');
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const character of end === -1 ? text : text.slice(0, end)) {
    const value = VALUES.get(character);
    if (value === undefined) continue;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return bytes;
}

const hexValues = (text: string): number[] =>
  (/^(?:[0-9a-f]{2})*/i.exec(text)?.[0].match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

const readers: { readonly [E in Reading]: (text: string) => ArrayLike<number> } = {
  utf8: (text) => encoder.encode(text),
  hex: hexValues,
  base64: base64Values,
  base64url: base64Values,
};

class Bytes extends Uint8Array {
  override toString(encoding: Encoding = 'utf8', start = 0, end = this.length): string {
    return writers[encoding](this.subarray(start, end));
  }

  /** Of the same class: a typed array asks the constructor of its species. */
  override subarray(start?: number, end?: number): Bytes {
    return super.subarray(start, end) as Bytes;
  }

  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, at) => byte === other[at]);
  }

  readUInt8(at: number): number {
    return this.view().getUint8(at);
  }

  writeUInt8(value: number, at: number): void {
    this.view().setUint8(at, value);
  }

  readBigUInt64BE(at = 0): bigint {
    return this.view().getBigUint64(at);
  }

  writeBigUInt64BE(value: bigint, at = 0): void {
    this.view().setBigUint64(at, value);
  }

  private view(): DataView {
    return new DataView(this.buffer, this.byteOffset, this.byteLength);
  }
}

/** Copies what has elements; of a buffer it is a view, which may come from another frame and is no instance of ours. */
function from(source: string, encoding?: Reading): Bytes;
function from(source: ArrayLike<number>): Bytes;
function from(source: ArrayBufferLike, offset?: number, length?: number): Bytes;
function from(source: string | ArrayLike<number> | ArrayBufferLike, how: Reading | number = 0, length?: number): Bytes {
  if (typeof source === 'string') return new Bytes(readers[typeof how === 'number' ? 'utf8' : how](source));
  return 'length' in source ? new Bytes(source) : new Bytes(source as ArrayBuffer, Number(how), length);
}

function concat(parts: readonly Uint8Array[]): Bytes {
  const whole = new Bytes(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * What the evidence uses of Node's Buffer, for browsers: the bundler puts it in the place of the global one. Each method
 * answers as Node's does; whoever uses another one is told by the compiler (`libs/evidence/browser`).
 */
export const Buffer = {
  from,
  concat,
  alloc: (length: number, fill = 0): Bytes => new Bytes(length).fill(fill),
  allocUnsafe: (length: number): Bytes => new Bytes(length),
  of: (...bytes: number[]): Bytes => new Bytes(bytes),
  byteLength: (text: string): number => encoder.encode(text).length,
};
export type Buffer = Bytes;
