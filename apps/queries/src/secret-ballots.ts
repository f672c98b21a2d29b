import { isDeepStrictEqual } from 'node:util';
import { evolve, fromRecord, matter, type MatterEvent } from '#domain';
import type { EventStore } from '#event-store';
import { parseRecord, type RecordFields } from '#evidence';
import { type Secrecy, secrecyOf, veiled } from './ballot-secrecy.js';
import type { Viewer } from './viewer.js';

/** A ballot of which a file must not tell the votes yet. */
interface SecretBallot {
  readonly secrecy: Secrecy;
  /** Revision of the first record of which something is kept back. */
  readonly from: number;
}

/** By stream, where something is kept back. */
export type SecretBallots = ReadonlyMap<string, SecretBallot>;

type Log = Pick<EventStore, 'readAll' | 'readStream'>;

/** A record may have 64 KiB: so much of the log is in memory at once, whatever the reader's speed. */
export const BATCH = 200;

/** A file is for those who know every matter by office, and for no house: a sealed ballot is secret to all of them. */
const READER: Viewer = { function: 'AUD' };

/** Keeps the names of the streams in which a round is running, event by event. */
export function noteRunning(running: Set<string>, { stream, type }: Pick<RecordFields, 'stream' | 'type'>): void {
  if (type === 'RoundOpened' || type === 'RoundExtended') running.add(stream);
  if (type === 'RoundClosed' || type === 'RoundSuperseded') running.delete(stream);
}

/** Whether the secrecy keeps back something of the record. */
export const isVeiled = (record: RecordFields, secrecy: Secrecy): boolean =>
  !isDeepStrictEqual(veiled(record, secrecy), record.data);

/**
 * Records of a stream, and the matter that the rules make of them; none where they cannot follow. No ballot of theirs runs
 * there, and whoever can break a history can read it: it is told as it is, so that `verify` finds what is wrong with it.
 */
function followed(texts: readonly string[]) {
  try {
    const records = texts.map(parseRecord);
    const events = records.map((record) => fromRecord<MatterEvent>(record));
    return { records, state: events.reduce((before, event) => evolve(matter, before, event), matter.initial) };
  } catch {
    return undefined;
  }
}

/** What is secret now in the streams that are named. One of them after the other is in memory. */
export async function secretIn(store: Pick<Log, 'readStream'>, streams: Iterable<string>): Promise<SecretBallots> {
  const found = new Map<string, SecretBallot>();
  for (const stream of streams) {
    const texts: string[] = [];
    for await (const { record } of store.readStream(stream)) texts.push(record);
    const { records = [], state } = followed(texts) ?? {};
    const secrecy = state && (await secrecyOf({ store }, READER, state));
    const first = secrecy && records.find((record) => isVeiled(record, secrecy));
    if (first) found.set(stream, { secrecy, from: first.rev });
  }
  return found;
}

/** What is secret now in the whole log, which is read to its end; in memory are the names of streams with a running round. */
export async function secretNow(store: Log): Promise<SecretBallots> {
  const running = new Set<string>();
  for await (const batch of store.readAll(undefined, BATCH)) for (const event of batch) noteRunning(running, event);
  return secretIn(store, running);
}
