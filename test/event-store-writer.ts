import { randomUUID } from 'node:crypto';
import { Conflict, NO_STREAM, openStore } from '#event-store';

/** A process of its own that appends to streams it shares with others; reports the id of each acknowledged event. */
const [address = '', appends = '0', ...streams] = process.argv.slice(2);
const store = openStore(address);
const seen = new Map<string, number>();

const append = async (stream: string) => {
  const event = { id: randomUUID(), type: 'Noted', record: '{}' };
  for (;;) {
    const expected = seen.get(stream) ?? NO_STREAM;
    try {
      seen.set(stream, await store.append(stream, expected, [event]));
      process.send?.(event.id);
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      seen.set(stream, error.current);
    }
  }
};

await Promise.all(
  streams.map(async (stream, number) => {
    const own = Math.ceil((Number(appends) - number) / streams.length);
    for (let turn = 0; turn < own; turn += 1) await append(stream);
  }),
);
await store.close();
process.disconnect();
