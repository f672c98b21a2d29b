import type { Position } from '../../event-store.js';
import type { Client } from './client.js';
import type { Head } from './head.js';
import { readUntil, type Reading } from './reader.js';

interface Known {
  readonly streams: Set<string>;
  upTo: Position | undefined;
}

/**
 * Names of streams by prefix, found through the server's filter. Looks only at what is new since it was asked last; the
 * stream of the last event is asked for as well, because its coming tells that nothing is missing.
 */
export const nameFinder = (client: Client, isOurs: (stream: string) => boolean, reading: Reading) => {
  const byPrefix = new Map<string, Known>();

  return async (prefix: string, head: Head | undefined): Promise<readonly string[]> => {
    const known = byPrefix.get(prefix) ?? { streams: new Set<string>(), upTo: undefined };
    byPrefix.set(prefix, known);
    if (head && head.position !== known.upTo) {
      const range = { after: known.upTo, prefixes: prefix === '' ? [] : [prefix, head.stream] };
      for await (const batch of readUntil(client, head.position, range, reading)) {
        const names = batch.map(({ stream }) => stream);
        for (const name of names) if (name.startsWith(prefix) && isOurs(name)) known.streams.add(name);
      }
      known.upTo = head.position;
    }
    return [...known.streams].sort();
  };
};
