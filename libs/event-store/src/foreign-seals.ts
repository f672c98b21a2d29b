import { type Event, refuse } from '#domain';
import { digestsIn, parseRecord } from '#evidence';
import { type EventStore, NO_STREAM } from './event-store.js';

/**
 * A seal in a new event is a value that the rules carried over from the state: an earlier record of the same stream
 * holds it. Any other came in with the request, to have somebody else's words opened or erased. INVALID_PAYLOAD. Reads
 * the stream only for the few events that carry one.
 */
export async function refuseForeignSeals(
  store: EventStore,
  stream: string,
  revision: number,
  events: readonly Event[],
): Promise<void> {
  const foreign = new Set(events.flatMap(({ data }) => digestsIn(data as object)));
  if (foreign.size === 0) return;
  for await (const { record } of revision === NO_STREAM ? [] : store.readStream(stream)) {
    for (const digest of digestsIn(parseRecord(record).data)) foreign.delete(digest);
    if (foreign.size === 0) return;
  }
  refuse('INVALID_PAYLOAD', { problem: `FOREIGN_SEAL ${[...foreign].join(' ')}` });
}
