import type { Erased } from '#domain';
import { digestsIn, openData } from '#evidence';
import type { Sources } from '../sources.js';

/** Of streams in which nothing can be erased. */
export const NOTHING_ERASED: Erased = { digests: new Map(), persons: new Map() };

/**
 * The same data with the words in place of their digests, as far as the vault still has them and keeps them for the
 * stream that the data is from. What the log says is erased is not shown from that moment on, whether it is deleted yet
 * or not: `{"#": digest, "erased": legal ground}`.
 */
export async function opened<T extends object>(
  { vault }: Sources,
  stream: string,
  data: T,
  erased: Erased,
): Promise<T> {
  const digests = digestsIn(data);
  if (digests.length === 0) return data;
  const values = await vault.open(
    digests.filter((digest) => !erased.digests.has(digest)),
    stream,
  );
  return openData(data, (digest) => {
    const ground = erased.digests.get(digest);
    return ground ? { '#': digest, erased: { ...ground } } : values.get(digest);
  }) as T;
}
