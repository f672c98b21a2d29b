import { evolve, fromRecord, type Instant, matter as decider, type Matter, type MatterEvent } from '#domain';
import { type EventStore, NO_STREAM, type StoredEvent } from '#event-store';
import { parseRecord } from '#evidence';
import { Inapplicable, reasonOf } from './inapplicable.js';
import { type HistoryColumns, noHistory } from './views/history.js';
import type { FoldedMatter } from './views/view.js';

/** A folded matter and the length of its records, which stands for the memory that it takes. */
export interface Known extends FoldedMatter {
  readonly weight: number;
  /** False as long as it has been folded here from its first event on. */
  readonly readBack: boolean;
}

/** What a batch of events leads to. */
export interface Folding {
  readonly matters: ReadonlyMap<string, Known>;
  /** First revision of each matter that the batch contains. */
  readonly firsts: ReadonlyMap<string, number>;
  readonly history: HistoryColumns;
}

const STREAM = 'matter-';

export const isMatter = ({ stream }: StoredEvent): boolean => stream.startsWith(STREAM);

const matterOf = ({ stream }: StoredEvent): string => stream.slice(STREAM.length);

interface Growing {
  state: Matter;
  revision: number;
  at: Instant;
  weight: number;
  readBack: boolean;
}

const unborn = (): Growing => ({
  ...{ state: decider.initial, revision: NO_STREAM, at: '', weight: 0 },
  readBack: false,
});

/** Applies one event and returns its entry. Throws Inapplicable. */
const apply = (growing: Growing, { stream, revision, type, record }: StoredEvent) => {
  if (revision !== growing.revision + 1)
    throw new Inapplicable(`${stream} goes on at revision ${revision} after ${growing.revision}`);
  try {
    const fields = parseRecord(record);
    if (fields.rev !== revision || fields.stream !== stream || fields.type !== type)
      throw new Error(`The record is that of ${fields.type}, revision ${fields.rev} of ${fields.stream}`);
    growing.state = evolve(decider, growing.state, fromRecord<MatterEvent>(fields));
    growing.revision = revision;
    growing.at = fields.at;
    growing.weight += record.length;
    return fields;
  } catch (error) {
    throw new Inapplicable(`${type} at revision ${revision} of ${stream} does not fit: ${reasonOf(error)}`, error);
  }
};

/** The matter as it stood after `revision`, read from the log. */
const read = async (store: EventStore, stream: string, revision: number): Promise<Growing> => {
  const growing = { ...unborn(), readBack: true };
  for await (const event of store.readStream(stream)) {
    if (event.revision > revision) break;
    apply(growing, event);
  }
  if (growing.revision !== revision) throw new Inapplicable(`${stream} ends before revision ${revision}`);
  return growing;
};

/** What stands before the first of `events` for each of their streams, from the cache or else from the log. */
const standing = async (store: EventStore, cache: FoldCache, events: readonly StoredEvent[]) => {
  const before = new Map<string, Growing>();
  const firsts = new Map<string, number>();
  const missing: Promise<unknown>[] = [];
  for (const event of events) {
    const matter = matterOf(event);
    if (firsts.has(matter)) continue;
    firsts.set(matter, event.revision);
    const known = cache.get(matter);
    if (event.revision === 0) before.set(matter, unborn());
    else if (known?.revision === event.revision - 1) before.set(matter, { ...known });
    else missing.push(read(store, event.stream, event.revision - 1).then((growing) => before.set(matter, growing)));
  }
  await Promise.all(missing);
  return { before, firsts };
};

/** Folds events of matters, in order, onto what came before them. Changes nothing in the cache. */
export const foldBatch = async (
  store: EventStore,
  cache: FoldCache,
  events: readonly StoredEvent[],
): Promise<Folding> => {
  const { before, firsts } = await standing(store, cache, events);
  const history = noHistory();
  for (const event of events) {
    const matter = matterOf(event);
    const { at, by } = apply(before.get(matter) ?? unborn(), event);
    history.matter.push(matter);
    history.revision.push(event.revision);
    history.type.push(event.type);
    history.at.push(at);
    history.org.push(by.org);
    history.role.push(by.role);
    history.position.push(event.position);
  }
  const matters = new Map<string, Known>();
  for (const [matter, growing] of before) matters.set(matter, { matter, ...growing });
  return { matters, firsts, history };
};

/** Folded matters, the longest unused first; `limit` is the length of all their records together. */
export interface FoldCache {
  get(matter: string): Known | undefined;
  /** Takes over what was folded and returns what had to leave for it. */
  put(folded: Iterable<Known>): Known[];
  all(): Iterable<Known>;
}

export const foldCache = (limit: number): FoldCache => {
  const known = new Map<string, Known>();
  let weight = 0;
  const remove = (one: Known) => {
    known.delete(one.matter);
    weight -= one.weight;
  };
  return {
    get: (matter) => known.get(matter),
    put: (folded) => {
      for (const one of folded) {
        const past = known.get(one.matter);
        if (past) remove(past);
        known.set(one.matter, one);
        weight += one.weight;
      }
      if (weight <= limit) return [];
      // A quarter at a time: what leaves is then written in large batches.
      const leaving: Known[] = [];
      for (const one of known.values()) {
        if (weight <= limit * 0.75) break;
        remove(one);
        leaving.push(one);
      }
      return leaving;
    },
    all: () => known.values(),
  };
};
