import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** The window holds several values, or those of another course in between would hide what resembles them. */
const MANNER = { level: 3, windowBits: 15, memLevel: 8 } as const;

/** A copy of its own: what deflate answers keeps all of its working space, and small buffers share theirs. */
function alone(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

/** Values without functions, in about a twentieth of their room: many of a kind compress well together. For Node. */
export function squeezed<T>(values: readonly T[]): (at: number) => T {
  const parts = values.map((value) => serialize(value));
  const block = alone(deflateRawSync(Buffer.concat(parts), MANNER));
  const ends: number[] = [];
  for (const { length } of parts) ends.push((ends.at(-1) ?? 0) + length);
  return (at) => deserialize(inflateRawSync(block, MANNER).subarray(ends[at - 1] ?? 0, ends[at])) as T;
}
