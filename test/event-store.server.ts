import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Conflict, type EventStore, kurrentStore, type StoredEvent } from '#event-store';
import type { Log } from './event-store.contract.js';
import type { FaultyLog } from './event-store.faults.js';
import { newEvents } from './event-store.support.js';
import { openGate } from './kurrent-double/gate.js';

/** The contract on a server that runs already, of which nothing is known but its address: it may hold other streams. */

/** Opens stores and closes them all. */
export const opener = (create: () => EventStore) => {
  const stores: EventStore[] = [];
  return {
    open: () => {
      const store = create();
      stores.push(store);
      return store;
    },
    closeAll: () => Promise.all(stores.map((store) => store.close())),
  };
};

/** A log of its own on a server that is shared: all streams begin with `space`, and nobody sees it. */
const within = (space: string, store: EventStore): EventStore => {
  const bare = (event: StoredEvent) => ({ ...event, stream: event.stream.slice(space.length) });
  async function* batches(found: AsyncIterable<readonly StoredEvent[]>) {
    for await (const batch of found) yield batch.map(bare);
  }
  async function* events(found: AsyncIterable<StoredEvent>) {
    for await (const event of found) yield bare(event);
  }
  return {
    ...store,
    append: async (stream, expected, appended) => {
      try {
        return await store.append(space + stream, expected, appended);
      } catch (error) {
        throw error instanceof Conflict ? new Conflict(stream, expected, error.current) : error;
      }
    },
    readStream: (stream, from) => events(store.readStream(space + stream, from)),
    readAll: (after, batch) => batches(store.readAll(after, batch)),
    follow: (after, signal) => batches(store.follow(after, signal)),
    streams: async (prefix) => (await store.streams(space + prefix)).map((name) => name.slice(space.length)),
  };
};

export const startOnServer = (connectionString: string) => async (): Promise<Log> => {
  const space = `contract-${randomUUID()}-`;
  const { open, closeAll } = opener(() => within(space, kurrentStore({ connectionString, prefixes: [space] })));
  const slow = open();
  return {
    open,
    appendSlowly: async (stream, expected, ids, ms) => {
      await sleep(ms);
      await slow.append(stream, expected, newEvents(ids.length, ids));
    },
    close: async () => {
      await closeAll();
    },
  };
};

/** A single node without TLS can be put behind a door; a cluster tells its own addresses, and TLS ties them to names. */
export const faultyOnServer = (url: string): (() => Promise<FaultyLog>) | undefined => {
  const [, host = '', port = '2113'] =
    /^esdb:\/\/(?:[^@/]+@)?([^:,/?]+)(?::(\d+))?\/?\?(?:.*&)?tls=false/.exec(url) ?? [];
  if (host === '') return undefined;
  return async () => {
    const gate = await openGate();
    gate.leadTo(Number(port), host);
    const address = `esdb://127.0.0.1:${String(gate.port)}?tls=false`;
    // Whoever is no part of the suite begins streams otherwise.
    const { open, closeAll } = opener(() => kurrentStore({ connectionString: address, prefixes: ['test-'] }));
    return {
      ...{ open, address },
      loseNextAnswer: () => gate.loseNextAnswer(),
      holdAppends: async () => {
        const release = gate.hold();
        return async () => release();
      },
      cutAppends: async () => gate.cut(),
      cutEveryMs: 60,
      // Not the server, but the way to it is down for a moment: the server belongs to somebody else.
      restart: async () => {
        gate.leadTo(undefined);
        gate.cut();
        await sleep(200);
        gate.leadTo(Number(port), host);
      },
      close: async () => {
        await closeAll();
        await gate.close();
      },
    };
  };
};
