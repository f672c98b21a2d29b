import { type EventStore, NO_STREAM, type StoredEvent } from '#event-store';
import { parseRecord } from '#evidence';
import { Inapplicable, reasonOf } from './inapplicable.js';
import { KINDS, partsOf } from './kinds.js';
import type { HistoryRow } from './views/history.js';
import type { Folded } from './views/view.js';

/** A folded stream and the length of its records, which stands for the memory that it takes. */
export type Known = Folded & { readonly weight: number };

/** What a batch of events leads to. */
export interface Folding {
  readonly folded: readonly Known[];
  /** First revision of each stream that the batch contains. */
  readonly firsts: ReadonlyMap<string, number>;
  readonly history: readonly HistoryRow[];
}

/** Whether views are about the stream of the event. */
export const isViewed = ({ stream }: StoredEvent): boolean => partsOf(stream) !== undefined;

/** While it grows, its state is whatever the table of kinds makes of it. */
type Growing = { -readonly [P in Exclude<keyof Known, 'state'>]: Known[P] } & { state: unknown };

const unborn = (stream: string): Growing => {
  const parts = partsOf(stream);
  if (!parts) throw new Inapplicable(`No view is about ${stream}`);
  const { initial: state } = KINDS[parts.kind];
  return { ...parts, ...{ stream, state, revision: NO_STREAM, begunAt: '', at: '', weight: 0, readBack: false } };
};

/** Applies one event and returns its record. Throws Inapplicable. */
const apply = (growing: Growing, { stream, revision, type, record }: StoredEvent) => {
  if (revision !== growing.revision + 1)
    throw new Inapplicable(`${stream} goes on at revision ${revision} after ${growing.revision}`);
  try {
    const fields = parseRecord(record);
    if (fields.rev !== revision || fields.stream !== stream || fields.type !== type)
      throw new Error(`The record is that of ${fields.type}, revision ${fields.rev} of ${fields.stream}`);
    growing.state = KINDS[growing.kind].evolve(growing.state, fields);
    growing.revision = revision;
    growing.at = fields.at;
    if (revision === 0) growing.begunAt = fields.at;
    growing.weight += record.length;
    return fields;
  } catch (error) {
    throw new Inapplicable(`${type} at revision ${revision} of ${stream} does not fit: ${reasonOf(error)}`, error);
  }
};

/** Applies one event and adds it to the history of its matter. */
const note = (history: HistoryRow[], event: StoredEvent, growing: Growing) => {
  const { at, by } = apply(growing, event);
  const { revision, type, position } = event;
  if (growing.kind === 'matter')
    history.push({ matter: growing.id, revision, type, at, org: by.org, role: by.role, position });
};

/** The stream as it stood after `revision`, read from the log. */
const read = async (store: Pick<EventStore, 'readStream'>, stream: string, revision: number): Promise<Growing> => {
  const growing = unborn(stream);
  for await (const event of store.readStream(stream)) {
    if (event.revision > revision) break;
    apply(growing, event);
  }
  if (growing.revision !== revision) throw new Inapplicable(`${stream} ends before revision ${revision}`);
  return growing;
};

/** By stream, what stands before the first of `events`, from the cache or else from the log. */
const standing = async (store: EventStore, cache: FoldCache, events: readonly StoredEvent[]) => {
  const firsts = new Map<string, number>();
  for (const { stream, revision } of events) if (!firsts.has(stream)) firsts.set(stream, revision);
  const before = new Map<string, Growing>();
  const missing: Promise<unknown>[] = [];
  for (const [stream, first] of firsts) {
    const known = cache.get(stream);
    if (first === 0) before.set(stream, unborn(stream));
    else if (known?.revision === first - 1) before.set(stream, { ...known });
    else missing.push(read(store, stream, first - 1).then((growing) => before.set(stream, growing)));
  }
  await Promise.all(missing);
  return { before, firsts };
};

/** Folds events of streams that views are about, in order, onto what came before them. Changes nothing in the cache. */
export const foldBatch = async (
  store: EventStore,
  cache: FoldCache,
  events: readonly StoredEvent[],
): Promise<Folding> => {
  const { before, firsts } = await standing(store, cache, events);
  const history: HistoryRow[] = [];
  for (const event of events) note(history, event, before.get(event.stream) ?? unborn(event.stream));
  return { folded: [...before.values()] as Known[], firsts, history };
};

/** Folds events of one stream, in order, onto what the log has before them; the first `known` have their history. */
export const foldStream = async (
  store: Pick<EventStore, 'readStream'>,
  events: readonly StoredEvent[],
  known: number,
): Promise<{ readonly folded: Folded; readonly history: readonly HistoryRow[] }> => {
  const { stream = '', revision = 0 } = events[0] ?? {};
  const growing = revision === 0 ? unborn(stream) : await read(store, stream, revision - 1);
  const history: HistoryRow[] = [];
  for (const event of events) note(history, event, growing);
  return { folded: growing as Folded, history: history.slice(known) };
};

/** Folded streams by name, the longest unused first; `limit` is the length of all their records together. */
export interface FoldCache {
  get(stream: string): Known | undefined;
  /** Takes over what was folded; what is too much leaves for it. */
  put(folded: Iterable<Known>): void;
}

export const foldCache = (limit: number): FoldCache => {
  const known = new Map<string, Known>();
  let weight = 0;
  const remove = (one: Known) => {
    known.delete(one.stream);
    weight -= one.weight;
  };
  return {
    get: (stream) => known.get(stream),
    put: (folded) => {
      for (const one of folded) {
        const past = known.get(one.stream);
        if (past) remove(past);
        known.set(one.stream, one);
        weight += one.weight;
      }
      for (const one of known.values()) {
        if (weight <= limit) break;
        remove(one);
      }
    },
  };
};
