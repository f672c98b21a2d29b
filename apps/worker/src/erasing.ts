import { dayOf, erasedIn, matter } from '#domain';
import type { Clock } from '#edge';
import { digestsIn, parseRecord } from '#evidence';
import type { StoredEvent } from '#event-store';
import type { Office } from '#facts';
import type { Eraser } from '#vault';
import { forgettable } from './forgetting.js';

/** What erasing works on: the log says what is to go, the eraser lets it go. */
export interface Erasing {
  readonly office: Office;
  readonly eraser: Eraser;
  readonly clock: Clock;
}

/** Longer than any append takes: a value that is not in the log by then was left behind. */
const GRACE_SECONDS = 86_400;
const BATCH = 1_000;

async function forget({ office, eraser, clock }: Erasing, persons: readonly string[]): Promise<number> {
  const { ledger, registry } = office;
  const known = await eraser.known(persons);
  const { persons: gone, commands } = await forgettable(ledger.store, registry, known, dayOf(clock.now()));
  return eraser.forget(gone, commands);
}

/** Deletes what the event says is erased. The event is the fact, the deletion follows from it, however often. */
export async function erase(desk: Erasing, { stream, record }: StoredEvent): Promise<void> {
  const { digests } = parseRecord(record).data as { readonly digests: readonly string[] };
  await desk.eraser.erase(digests, stream);
  const { state } = await desk.office.folds.current(matter, stream);
  await forget(desk, [...erasedIn(state).persons.keys()]);
}

/** What a sweep found. */
export interface Swept {
  /** Values that no record names, or that had come back after their erasure. */
  readonly values: number;
  readonly persons: number;
}

/** What the log says about erasures. */
interface Erasures {
  /** By stream. */
  readonly digests: Map<string, Set<string>>;
  readonly persons: Set<string>;
}

/** Reads the whole log once, noting what was erased: the values that it names. */
async function* named({ office }: Erasing, erased: Erasures): AsyncGenerator<readonly string[]> {
  for await (const batch of office.ledger.store.readAll(undefined, BATCH)) {
    const digests: string[] = [];
    for (const { stream, type, record } of batch) {
      const { data } = parseRecord(record);
      digests.push(...digestsIn(data));
      if (type === 'ErasureRequested') erased.persons.add((data as { readonly person: string }).person);
      if (type !== 'ValuesErased') continue;
      const gone = erased.digests.get(stream) ?? new Set<string>();
      for (const digest of (data as { readonly digests: readonly string[] }).digests) gone.add(digest);
      erased.digests.set(stream, gone);
    }
    yield digests;
  }
}

/**
 * Deletes what erasures missed: orphans of commands that never got into the log, values that came back with a restored
 * backup, persons who held an office when their last values were erased.
 */
export async function sweep(desk: Erasing, graceSeconds = GRACE_SECONDS): Promise<Swept> {
  const erased: Erasures = { digests: new Map(), persons: new Set() };
  const orphans = await desk.eraser.sweep(named(desk, erased), graceSeconds);
  let returned = 0;
  for (const [stream, digests] of erased.digests) returned += await desk.eraser.erase([...digests], stream);
  return { values: orphans + returned, persons: await forget(desk, [...erased.persons]) };
}
