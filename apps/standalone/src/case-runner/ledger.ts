import { type EventStore, openStore, StreamNotFound } from '#event-store';
import type { Operation } from '../http/api.js';

/** What the runner looks up in the log itself: that a refused command recorded nothing, and where a stream stands. */
export interface Ledger {
  /** Position of the last event. */
  head(): Promise<string | undefined>;
  /** Stream that a command is addressed to. */
  streamOf(operation: Operation, payload: Readonly<Record<string, unknown>>): string;
  /** Revision of the stream now, or before the last accepted command. */
  revision(stream: string, which: 'current' | 'stale'): Promise<number>;
  /** Remembers an accepted command. */
  accept(answer: { readonly stream: string; readonly revision: number; readonly events: readonly unknown[] }): void;
  close(): Promise<void>;
}

/** First segment of the path, prefix of the stream, field that holds its key. */
const STREAMS: readonly (readonly [segment: string, prefix: string, key: string])[] = [
  ['matters', 'matter', 'matter'],
  ['agreements', 'agreement', 'agreement'],
  ['ministries', 'ministry', 'ministry'],
  ['bodies', 'body', 'body'],
  ['rulebooks', 'rulebook', 'ruleBook'],
  ['calendars', 'calendar', 'place'],
];

const lastRevision = async (store: EventStore, stream: string): Promise<number> => {
  let revision = -1;
  try {
    for await (const event of store.readStream(stream)) revision = event.revision;
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
  }
  return revision;
};

export const openLedger = (eventStoreUrl: string): Ledger => {
  const store = openStore(eventStoreUrl);
  const before = new Map<string, number>();
  return {
    head: () => store.head(),
    streamOf: ({ path }, payload) => {
      const [, prefix = '', key = ''] = STREAMS.find(([segment]) => path.startsWith(`/${segment}`)) ?? [];
      return `${prefix}-${String(payload[key])}`;
    },
    revision: async (stream, which) => {
      const current = await lastRevision(store, stream);
      return which === 'current' ? current : (before.get(stream) ?? current - 1);
    },
    accept: ({ stream, revision, events }) => void before.set(stream, revision - events.length),
    close: () => store.close(),
  };
};
