import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import {
  Conflict,
  type EventStore,
  kurrentStore,
  type KurrentStoreOptions,
  NO_STREAM,
  OutcomeUnknown,
  StreamNotFound,
} from '#event-store';
import { canonical, type Json } from '#evidence';
import fc from 'fast-check';
import { collect, collectStream, newEvents, newStream, tail } from './event-store.support.js';
import { createCertificate } from './kurrent-double/certificate.js';
import { type Double, type DoubleOptions, startDouble } from './kurrent-double/double.js';

/** What was found in @eventstore/db-client 6.2.1 and in the server, and that the engine stands it. */

const noted = () => jsonEvent({ type: 'Noted', data: { text: 'noted' } });

const proposed = () => ({
  ...{ id: randomUUID(), type: 'Noted', contentType: 'application/octet-stream' },
  ...{ data: Buffer.from('{}'), metadata: Buffer.from('') },
});

const running: { close(): Promise<unknown> }[] = [];

const startedDouble = async (options?: DoubleOptions): Promise<Double> => {
  const double = await startDouble(options);
  running.push(double);
  return double;
};

const opened = (connectionString: string, options: Omit<KurrentStoreOptions, 'connectionString'> = {}): EventStore => {
  const store = kurrentStore({ connectionString, ...options });
  running.push(store);
  return store;
};

/** The client alone, as it comes, which batches appends. */
const rawClient = (url: string): EventStoreDBClient => {
  const client = EventStoreDBClient.connectionString(url);
  running.push({ close: () => client.dispose() });
  return client;
};

const isPending = async (promise: Promise<unknown>, ms: number): Promise<boolean> => {
  const settled = promise.then(
    () => false,
    () => false,
  );
  return Promise.race([settled, sleep(ms, true)]);
};

const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);

let double: Double;
let store: EventStore;

beforeEach(async () => {
  double = await startedDouble();
  store = opened(double.url, { answerMs: 300, patienceMs: 3_000 });
});

afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.close();
});

describe('a conflict', () => {
  it('tells the true current revision, also where the address asks for results instead of exceptions', async () => {
    const url = `${double.url}&throwOnAppendFailure=false`;
    const stream = newStream();
    const asked = opened(url);
    await asked.append(stream, NO_STREAM, newEvents(5));
    await expect(asked.append(stream, 7, newEvents(1))).rejects.toEqual(new Conflict(stream, 7, 4));
    const { nextExpectedRevision } = await rawClient(url).appendToStream(stream, noted(), { expectedRevision: 7n });
    expect(nextExpectedRevision).not.toBe(4n);
  });

  it('on a stream that is not there is one with no stream', async () => {
    const stream = newStream();
    await expect(store.append(stream, 3, newEvents(1))).rejects.toEqual(new Conflict(stream, 3, NO_STREAM));
  });
});

describe('an answer that never comes', () => {
  it('leaves the client alone waiting for ever, and the engine repeats: the append is there once', async () => {
    double.faults.queue.push('swallowed');
    const waiting = rawClient(`${double.url}&defaultDeadline=200`).appendToStream(newStream(), noted());
    waiting.catch(() => undefined);
    expect(await isPending(waiting, 1_000)).toBe(true);
    double.faults.queue.push('swallowed');
    const [stream, events] = [newStream(), newEvents(2)];
    expect(await store.append(stream, NO_STREAM, events)).toBe(1);
    expect(ids(await collectStream(store, stream))).toEqual(ids(events));
    expect(double.faults.happened.get('swallowed')).toBe(2);
  });

  it.each(['lost', 'cut', { delayedMs: 500 }] as const)('because it is %j is asked for again', async (fault) => {
    double.faults.queue.push(fault);
    const [stream, events] = [newStream(), newEvents(2)];
    expect(await store.append(stream, NO_STREAM, events)).toBe(1);
    expect(await store.append(stream, 1, newEvents(1))).toBe(2);
    expect(await collectStream(store, stream)).toHaveLength(3);
  });

  it('makes the outcome unknown in the end, and repeating the call is safe', async () => {
    const [stream, events] = [newStream(), newEvents(2)];
    double.faults.choose = () => 'swallowed';
    await expect(store.append(stream, NO_STREAM, events)).rejects.toThrow(OutcomeUnknown);
    double.faults.choose = () => undefined;
    expect(await store.append(stream, NO_STREAM, events)).toBe(1);
    expect(await collectStream(store, stream)).toHaveLength(2);
  });

  it('to an append that somebody else overtook is a conflict', async () => {
    const stream = newStream();
    double.faults.queue.push('cut');
    const append = store.append(stream, NO_STREAM, newEvents(1));
    double.model.append(stream, 'no_stream', [1, 2, 3].map(proposed));
    await expect(append).rejects.toEqual(new Conflict(stream, NO_STREAM, 2));
  });
});

describe('the batches of the client', () => {
  it('share the fate of all batches in the process; appends of the engine are no part of them', async () => {
    const other = await startedDouble();
    const [batching, broken] = [rawClient(double.url), rawClient(other.url)];
    for (const client of [batching, broken]) await client.appendToStream(newStream(), noted());
    double.faults.queue.push('swallowed');
    other.faults.queue.push('lost');
    const innocent = batching.appendToStream(newStream(), noted());
    await sleep(50);
    const own = store.append(newStream(), NO_STREAM, newEvents(1));
    await expect(broken.appendToStream(newStream(), noted())).rejects.toThrow();
    await expect(innocent).rejects.toThrow();
    expect(await own).toBe(0);
    expect(double.faults.happened.get('none')).toBe(2);
  });
});

describe('a cluster', () => {
  let cluster: Double;
  beforeEach(async () => {
    cluster = await startedDouble({ nodes: 3 });
  });

  it('is asked again at its leader when another node is asked', async () => {
    const following = opened(cluster.urlOf(2), { answerMs: 300 });
    const stream = newStream();
    expect(await following.append(stream, NO_STREAM, newEvents(1))).toBe(0);
    expect(await collectStream(following, stream)).toHaveLength(1);
    expect(await following.head()).toBeDefined();
    await expect(rawClient(cluster.urlOf(2)).appendToStream(stream, noted(), { requiresLeader: true })).rejects.toThrow(
      'Leader info available',
    );
  });

  it('changes its leader while appends and a follower go on', async () => {
    const clustered = opened(cluster.url, { answerMs: 300 });
    const [stream, events] = [newStream(), newEvents(30)];
    const found = tail(clustered, undefined, 30);
    for (const [turn, event] of events.entries()) {
      if (turn % 10 === 5) cluster.lead(((turn / 5) % 3) | 0);
      if (turn % 10 === 7) cluster.cut();
      expect(await clustered.append(stream, turn - 1, [event])).toBe(turn);
    }
    expect(ids(await found)).toEqual(ids(events));
  });

  it('that has no leader for a while is asked until it has one', async () => {
    cluster.faults.queue.push('not-leader', 'not-leader', 'not-leader');
    expect(await opened(cluster.url).append(newStream(), NO_STREAM, newEvents(1))).toBe(0);
    expect(cluster.faults.happened.get('not-leader')).toBe(3);
  });
});

describe('a subscription', () => {
  it.each(['end', 'error'] as const)(
    'that is dropped (%s) goes on after the last event that was handled',
    async (how) => {
      const [stream, events] = [newStream(), newEvents(40)];
      await store.append(stream, NO_STREAM, events.slice(0, 20));
      const seen: string[] = [];
      let turn = 20;
      for await (const batch of store.follow(undefined, AbortSignal.timeout(10_000))) {
        seen.push(...ids(batch));
        if (seen.length === 40) break;
        if (seen.length < turn) continue;
        double.dropReads(how);
        await store.append(stream, turn - 1, events.slice(turn, turn + 5));
        turn += 5;
      }
      expect(seen).toEqual(ids(events));
    },
  );

  it('whose checkpoints run ahead of its events does not resume from them', async () => {
    const own = opened(double.url, { prefixes: ['own-'], answerMs: 300 });
    for (let turn = 0; turn < 3; turn += 1) {
      await own.append('own-stream', turn * 2 - 1, newEvents(2));
      await store.append(newStream(), NO_STREAM, newEvents(200));
    }
    const all = ids(await collect(own.readAll()));
    expect(all).toHaveLength(6);
    const seen: string[] = [];
    for await (const batch of own.follow(undefined, AbortSignal.timeout(10_000))) {
      seen.push(...ids(batch));
      if (seen.length >= 8) break;
      double.dropReads('error');
      if (seen.length === 6) await own.append('own-stream', 5, newEvents(2));
    }
    expect(seen.slice(0, 6)).toEqual(all);
    expect(new Set(seen).size).toBe(8);
  });

  it('gives up where the server stays away, and can be begun again', async () => {
    await store.append(newStream(), NO_STREAM, newEvents(1));
    const impatient = opened(double.url, { answerMs: 200, patienceMs: 300 });
    const after = await impatient.head();
    const following = collect(impatient.follow(after, AbortSignal.timeout(10_000)));
    following.catch(() => undefined);
    await sleep(100);
    await double.restart(2_000);
    await expect(following).rejects.toThrow();
    const live = tail(impatient, after, 1);
    await store.append(newStream(), NO_STREAM, newEvents(1));
    expect(await live).toHaveLength(1);
  });
});

describe('events of the server', () => {
  it('are neither read nor followed, in its own streams or in others, and leave holes between positions', async () => {
    const stream = newStream();
    await store.append(stream, NO_STREAM, newEvents(3));
    await rawClient(double.url).tombstoneStream('gone');
    const own = await collect(store.readAll());
    expect(double.model.all.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['$statsCollected', '$streamDeleted']),
    );
    expect(own.map((event) => event.stream)).toEqual([stream, stream, stream]);
    expect(await tail(store, undefined, 3)).toEqual(own);
    expect(await store.head()).toBe(own[2]?.position);
    expect(await store.streams('')).toEqual([stream]);
  });

  it.each([
    ['$stream', 'Noted'],
    ['', 'Noted'],
    ['stream', '$noted'],
    ['stream', ''],
  ])('and their names are its own: stream "%s", type "%s" is refused', async (stream, type) => {
    const event = { id: randomUUID(), type, record: '{}' };
    await expect(store.append(stream, NO_STREAM, [event])).rejects.toThrow(TypeError);
  });
});

describe('a deleted stream', () => {
  it('is not found, and does not take up a second life in silence', async () => {
    const stream = newStream();
    await store.append(stream, NO_STREAM, newEvents(3));
    await rawClient(double.url).deleteStream(stream);
    await expect(collectStream(store, stream)).rejects.toThrow(StreamNotFound);
    await expect(store.append(stream, NO_STREAM, newEvents(1))).rejects.toThrow('goes on at revision 3 instead of 0');
    await expect(collectStream(store, stream)).rejects.toThrow('goes on at revision 3 instead of 0');
    expect(await collect(store.readAll())).toHaveLength(4);
  });

  it('with a tombstone refuses everything', async () => {
    const stream = newStream();
    await store.append(stream, NO_STREAM, newEvents(3));
    await rawClient(double.url).tombstoneStream(stream);
    await expect(store.append(stream, 2, newEvents(1))).rejects.toThrow('is deleted');
    await expect(collectStream(store, stream)).rejects.toThrow('is deleted');
  });
});

describe('the bytes of a record', () => {
  it('come back as they were, canonical JSON and any other text', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 5 }), async (values) => {
        const stream = newStream();
        const records = values.flatMap((value) => [canonical(value as Json), JSON.stringify(value, undefined, 2)]);
        const events = records.map((record) => ({ id: randomUUID(), type: 'Noted', record }));
        await store.append(stream, NO_STREAM, events);
        expect((await collectStream(store, stream)).map(({ record }) => record)).toEqual(records);
      }),
      { numRuns: 25 },
    ));

  it('are not guessed: JSON that somebody else has written stops the reader', async () => {
    const stream = newStream();
    await rawClient(double.url).appendToStream(stream, jsonEvent({ type: 'Noted', data: { b: 1, a: 2 } }));
    await expect(collectStream(store, stream)).rejects.toThrow('holds JSON');
    await expect(collect(store.readAll())).rejects.toThrow('holds JSON');
  });
});

describe('TLS and users', () => {
  const user = { name: 'ledger', password: 'a:b@c/ä' };

  const secured = async () => {
    const certificate = createCertificate();
    const file = join(await mkdtemp(join(tmpdir(), 'double-')), 'ca.pem');
    await writeFile(file, certificate.cert);
    const server = await startedDouble({ tls: certificate, users: [user] });
    return { url: `${server.url}&tlsCAFile=${encodeURIComponent(file)}`, bare: server.url };
  };

  it('are taken from the address', async () => {
    const { url } = await secured();
    const safe = opened(url);
    const stream = newStream();
    expect(await safe.append(stream, NO_STREAM, newEvents(1))).toBe(0);
    expect(await collectStream(safe, stream)).toHaveLength(1);
    expect(await tail(safe, undefined, 1)).toHaveLength(1);
  });

  it('fail at once where the password is wrong', async () => {
    const { url } = await secured();
    const wrong = opened(url.replace(/:[^:@]+@/, ':wrong@'));
    const began = performance.now();
    await expect(wrong.append(newStream(), NO_STREAM, newEvents(1))).rejects.toThrow('Access Denied');
    await expect(wrong.head()).rejects.toThrow('Access Denied');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('go together: without TLS the client sends no user, and with it the engine wants one', async () => {
    const guarded = await startedDouble({ users: [user] });
    await expect(opened(guarded.url).append(newStream(), NO_STREAM, newEvents(1))).rejects.toThrow('Access Denied');
    expect(() => kurrentStore({ connectionString: 'esdb://localhost:2113?tls=true' })).toThrow('names no user');
    expect(() => kurrentStore({ connectionString: 'esdb://localhost:2113' })).toThrow('names no user');
  });

  it('do not trust a stranger', async () => {
    const { bare } = await secured();
    const distrusting = opened(bare, { patienceMs: 200 });
    await expect(distrusting.append(newStream(), NO_STREAM, newEvents(1))).rejects.toThrow();
  });
});

describe('closing', () => {
  it('lets running appends finish, refuses later ones and ends followers', async () => {
    const closing = opened(double.url);
    const streams = Array.from({ length: 200 }, () => newStream());
    const following = collect(closing.follow(undefined, new AbortController().signal));
    const appends = streams.map((stream) => closing.append(stream, NO_STREAM, newEvents(1)));
    await closing.close();
    expect(await Promise.all(appends)).toEqual(streams.map(() => 0));
    await following;
    await expect(closing.append(newStream(), NO_STREAM, newEvents(1))).rejects.toThrow('closed');
    await expect(collectStream(closing, streams[0] ?? '')).rejects.toThrow('closed');
  });
});
