import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent, Position, StoredEvent } from '#event-store';

export const newStream = (): string => `test-${randomUUID()}`;

export const newEvents = (
  count: number,
  ids: readonly string[] = Array.from<unknown, string>({ length: count }, () => randomUUID()),
): NewEvent[] => ids.map((id, index) => ({ id, type: 'Noted', record: JSON.stringify({ id, index }) }));

export const collect = async (batches: AsyncIterable<readonly StoredEvent[]>): Promise<StoredEvent[]> => {
  const found: StoredEvent[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
};

export const collectStream = async (store: EventStore, stream: string, from?: number): Promise<StoredEvent[]> => {
  const found: StoredEvent[] = [];
  for await (const event of store.readStream(stream, from)) found.push(event);
  return found;
};

/** Follows until at least `count` events have come, for ten seconds at most. */
export const tail = async (store: EventStore, after: Position | undefined, count: number): Promise<StoredEvent[]> => {
  const found: StoredEvent[] = [];
  for await (const batch of store.follow(after, AbortSignal.timeout(10_000))) {
    found.push(...batch);
    if (found.length >= count) break;
  }
  return found;
};
