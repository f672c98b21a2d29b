import { digestsIn, openData } from '#evidence';
import type { Sources } from '../sources.js';

/** The same data with the words in place of their digests, as far as the vault still has them. */
export async function opened<T extends object>({ vault }: Sources, data: T): Promise<T> {
  const digests = digestsIn(data);
  if (digests.length === 0) return data;
  const values = await vault.open(digests);
  return openData(data, (digest) => values.get(digest)) as T;
}
