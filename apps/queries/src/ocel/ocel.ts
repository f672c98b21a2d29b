import { leafHash, type RecordFields } from '#evidence';
import type { EventStore } from '#event-store';
import { type Secrecy, veiled } from '../ballot-secrecy.js';
import { secretIn } from '../secret-ballots.js';
import { type Entry, entriesUntil, OBJECT_TYPES, type Told, toldStreams } from './objects.js';
import { relationsOf } from './relations.js';

/** Attributes of every event. `index` and `leaf` say where in the log the record is and that it is this one. */
const EVENT_ATTRIBUTES = [
  { name: 'index', type: 'integer' },
  { name: 'leaf', type: 'string' },
  { name: 'revision', type: 'integer' },
  { name: 'role', type: 'string' },
  { name: 'channel', type: 'string' },
  { name: 'occurred', type: 'time' },
  { name: 'received', type: 'time' },
];

/** Further members of data: codes and numbers without words, persons, or votes that may still be secret. */
const CODES = ['round', 'mode', 'rule', 'outcome', 'origin', 'level', 'result', 'cause'];
const NUMBERS = ['no', 'version'];
const TOLD = [
  ...CODES.map((name) => ({ name, type: 'string' })),
  ...NUMBERS.map((name) => ({ name, type: 'integer' })),
];

/** Attributes of objects, as the first event of each says. */
const OBJECT_ATTRIBUTES: Readonly<Record<(typeof OBJECT_TYPES)[number], readonly string[]>> = {
  matter: ['title', 'track', 'category', 'bindingness'],
  agreement: ['title'],
  meeting: ['mode', 'start'],
  ministry: ['name'],
  body: ['name'],
};

interface Attribute {
  readonly name: string;
  readonly value: string | number;
}

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || Number.isSafeInteger(value);

function picked(data: object, names: readonly string[]): readonly Attribute[] {
  return names.flatMap((name) => {
    const value: unknown = Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined;
    return isPlain(value) ? [{ name, value }] : [];
  });
}

const toldOf = ({ data }: RecordFields): readonly Attribute[] =>
  picked(data, [...CODES, ...NUMBERS]).filter(
    ({ name, value }) => (typeof value === 'number') === NUMBERS.includes(name),
  );

function eventOf({ index, text, record }: Entry, isTold: (stream: string) => boolean): object {
  const { id, type, at, rev, by, ch, occurred, received } = record;
  const attributes = { index, leaf: leafHash(text), revision: rev, role: by.role, channel: ch, occurred, received };
  return {
    ...{ id, type, time: at },
    attributes: [...picked(attributes, Object.keys(attributes)), ...toldOf(record)],
    relationships: relationsOf(record, isTold),
  };
}

const QUALIFIED: readonly string[] = ['lead', 'body', 'parties', 'splitFrom'];

function objectOf({ type, record }: Entry, isTold: (stream: string) => boolean): object {
  const { stream, at, data } = record;
  return {
    ...{ id: stream, type },
    attributes: picked(data, OBJECT_ATTRIBUTES[type]).map((attribute) => ({ ...attribute, time: at })),
    relationships: relationsOf(record, isTold).filter(({ qualifier }) => QUALIFIED.includes(qualifier)),
  };
}

const declared = (attributes: readonly { readonly name: string; readonly type: string }[], name: string) => ({
  name,
  attributes,
});

const NOTHING: Told = { streams: new Set(), running: new Set() };

/** The items of a list, one per line. */
async function* listed(items: AsyncIterable<object>): AsyncGenerator<string> {
  let separator = '';
  for await (const item of items) {
    yield `${separator}${JSON.stringify(item)}`;
    separator = ',\n';
  }
}

type Log = Pick<EventStore, 'readAll' | 'readStream' | 'head' | 'compare'>;

/** The entry without what would tell a vote that is still secret; undefined if it tells one by being there. */
function unveiled(entry: Entry, secrecy: Secrecy | undefined): Entry | undefined {
  const data = veiled(entry.record, secrecy);
  return data && { ...entry, record: { ...entry.record, data } };
}

/**
 * The log as OCEL 2.0 in JSON, for process mining: matters, agreements, meetings, ministries and bodies as objects, with
 * what happened to them. Without VS_NFD, words that can be erased, persons and votes: no event says how a house voted. That
 * it did something which follows from a vote (reserved something, vetoed, is bound) is told, of a sealed ballot not before its end. Every relationship leads to an object of the file. In memory are the names of the streams. Source: ocel-standard.org, specification 2.0, JSON format.
 */
export async function* ocel(store: Log): AsyncGenerator<string> {
  const head = await store.head();
  const { streams, running } = head === undefined ? NOTHING : await toldStreams(store, head);
  const secret = await secretIn(store, running);
  const isTold = (stream: string): boolean => streams.has(stream);
  const types = new Set<string>();
  async function* entries(): AsyncGenerator<Entry> {
    if (head === undefined) return;
    for await (const entry of entriesUntil(store, head)) if (isTold(entry.record.stream)) yield entry;
  }
  async function* events(): AsyncGenerator<object> {
    for await (const all of entries()) {
      const entry = unveiled(all, secret.get(all.record.stream)?.secrecy);
      if (!entry) continue;
      types.add(entry.record.type);
      yield eventOf(entry, isTold);
    }
  }
  async function* objects(): AsyncGenerator<object> {
    for await (const entry of entries()) if (entry.record.rev === 0) yield objectOf(entry, isTold);
  }
  const objectTypes = OBJECT_TYPES.map((type) =>
    declared(
      OBJECT_ATTRIBUTES[type].map((name) => ({ name, type: 'string' })),
      type,
    ),
  );
  const attributes = [...EVENT_ATTRIBUTES, ...TOLD];
  yield `{"objectTypes":${JSON.stringify(objectTypes)},\n"events":[\n`;
  yield* listed(events());
  yield '\n],\n"objects":[\n';
  yield* listed(objects());
  yield `\n],\n"eventTypes":${JSON.stringify([...types].sort().map((type) => declared(attributes, type)))}}\n`;
}
