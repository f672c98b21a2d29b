import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppendTooLarge, Conflict, type EventStore, MAX_APPEND_BYTES, NO_STREAM, StreamNotFound } from '#event-store';
import fc from 'fast-check';
import { faultContract, type FaultyLog } from './event-store.faults.js';
import { historyContract } from './event-store.histories.js';
import { collect, collectStream, newEvents, newStream, tail } from './event-store.support.js';

/** A log of one engine, empty at first, as the suite sees it. */
export interface Log {
  /** Each call opens the log once more, as another process would. The log closes them. */
  open(): EventStore;
  /** Appends as a writer does whose commit takes `ms` milliseconds. */
  appendSlowly(stream: string, expected: number, ids: readonly string[], ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * What every engine promises; numbers are the points of the contract: EventStoreDB's rules, so that a log can move from
 * one engine to the other. `startFaulty` is left out by an engine that has neither connections nor processes.
 */
export const contract = (name: string, start: () => Promise<Log>, startFaulty?: () => Promise<FaultyLog>): void => {
  describe(`${name} keeps the contract`, () => {
    let log: Log;
    let store: EventStore;
    beforeAll(async () => {
      log = await start();
      store = log.open();
    });
    afterAll(() => log.close());

    expectedRevisions(() => store);
    reads(() => store);
    others(() => log);
    order(() => store);
    sizes(() => store);
    followers(() => store, start);
    writers(() => log);
    historyContract(() => store);
  });
  if (startFaulty) faultContract(name, startFaulty);
};

const expectedRevisions = (store: () => EventStore) =>
  describe('1, 2, 3: expected revisions', () => {
    it('appends after the current revision and answers with the new one', async () => {
      const stream = newStream();
      expect(await store().append(stream, NO_STREAM, newEvents(2))).toBe(1);
      expect(await store().append(stream, 1, newEvents(1))).toBe(2);
    });

    it('refuses a revision that the stream has not reached, and tells where it stands', async () => {
      const stream = newStream();
      await expect(store().append(stream, 3, newEvents(1))).rejects.toEqual(new Conflict(stream, 3, NO_STREAM));
      await store().append(stream, NO_STREAM, newEvents(1));
      await expect(store().append(stream, 1, newEvents(1))).rejects.toMatchObject({ expected: 1, current: 0 });
      expect(await collectStream(store(), stream)).toHaveLength(1);
    });

    it.each([NO_STREAM, 0])('recognises a repeated append after revision %i and writes nothing', async (expected) => {
      const stream = newStream();
      if (expected === 0) await store().append(stream, NO_STREAM, newEvents(1));
      const events = newEvents(3);
      const revision = await store().append(stream, expected, events);
      expect(await store().append(stream, expected, events)).toBe(revision);
      await store().append(stream, revision, newEvents(2));
      expect(await store().append(stream, expected, events)).toBe(revision);
      expect(await store().append(stream, expected, events.slice(0, 2))).toBe(revision - 1);
      expect(await collectStream(store(), stream)).toHaveLength(revision + 3);
    });

    it('refuses what only resembles a repetition', async () => {
      const stream = newStream();
      const [first, second] = newEvents(2);
      const [other] = newEvents(1);
      if (!first || !second || !other) throw new Error('unreachable');
      await store().append(stream, NO_STREAM, [first, second]);
      for (const events of [[other], [first, other], [second, first], [first, second, other]]) {
        await expect(store().append(stream, NO_STREAM, events)).rejects.toMatchObject({ name: 'Conflict', current: 1 });
      }
      await expect(store().append(stream, 0, [first])).rejects.toMatchObject({ name: 'Conflict', current: 1 });
      expect(await collectStream(store(), stream)).toHaveLength(2);
    });

    it('lets one of many writers win the same revision', async () => {
      const stream = newStream();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => store().append(stream, NO_STREAM, newEvents(1))),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await collectStream(store(), stream)).toHaveLength(1);
    });

    it('knows the ids of events within their stream only', async () => {
      const events = newEvents(1);
      const [one, other] = [newStream(), newStream()];
      expect(await store().append(one, NO_STREAM, events)).toBe(0);
      expect(await store().append(other, NO_STREAM, events)).toBe(0);
      expect(await collectStream(store(), other)).toHaveLength(1);
    });
  });

const reads = (store: () => EventStore) =>
  describe('4: reading a stream', () => {
    it('includes the revision it starts from and yields nothing beyond the end', async () => {
      const stream = newStream();
      await store().append(stream, NO_STREAM, newEvents(3));
      expect((await collectStream(store(), stream, 1)).map(({ revision }) => revision)).toEqual([1, 2]);
      expect(await collectStream(store(), stream, 3)).toEqual([]);
    });

    it('tells a stream that was never written to', async () => {
      const stream = newStream();
      await expect(store().append(stream, 0, newEvents(1))).rejects.toThrow(Conflict);
      await expect(collectStream(store(), stream)).rejects.toThrow(StreamNotFound);
    });

    it('names the streams that begin alike, sorted, and no others', async () => {
      const prefix = `${newStream()}%_`;
      for (const end of ['b', 'ä', '', 'a', 'B']) await store().append(prefix + end, NO_STREAM, newEvents(1));
      await store().append(`x${prefix}`, NO_STREAM, newEvents(1));
      await expect(store().append(`${prefix}refused`, 5, newEvents(1))).rejects.toThrow(Conflict);
      expect(await store().streams(prefix)).toEqual(['', 'B', 'a', 'b', 'ä'].map((end) => prefix + end));
    });

    it('returns every record as it was given, for streams longer than a page too', async () => {
      const stream = newStream();
      const texts = fc
        .sample(fc.string({ unit: 'binary' }), { numRuns: 300, seed: 7 })
        .map((text) => text.replaceAll('\0', ''));
      const records = [...texts, '', 'NULL', '{"a":"\\"\\\\"}', '{,}', ' \u{1F5F3}\u0308'];
      const events = records.map((record) => ({ id: randomUUID(), type: 'Said', record }));
      await store().append(stream, NO_STREAM, events);
      await store().append(stream, events.length - 1, newEvents(2_500));
      const found = await collectStream(store(), stream);
      expect(found.slice(0, events.length)).toMatchObject(events);
      expect(found).toHaveLength(events.length + 2_500);
    });
  });

const others = (log: () => Log) =>
  describe('what one has acknowledged', () => {
    it('is there for everybody at once: stream, end of the log, names', async () => {
      const [one, other] = [log().open(), log().open()];
      const prefix = `${newStream()}-`;
      expect(await other.streams(prefix)).toEqual([]);
      for (let turn = 0; turn < 10; turn += 1) {
        const stream = `${prefix}${turn % 3}`;
        await one.append(stream, Math.floor(turn / 3) - 1, newEvents(1));
        expect(await collectStream(other, stream)).toHaveLength(Math.floor(turn / 3) + 1);
        expect(await other.head()).toBe(await one.head());
        expect(await other.streams(prefix)).toEqual([0, 1, 2].slice(0, turn + 1).map((number) => `${prefix}${number}`));
      }
    });

    it('is found by whoever reads all to the present while others go on', async () => {
      const [one, other] = [log().open(), log().open()];
      const after = await one.head();
      const stream = newStream();
      for (let turn = 0; turn < 30; turn += 1) {
        await one.append(stream, turn - 1, newEvents(1));
        const going = turn % 5 === 0 ? one.append(newStream(), NO_STREAM, newEvents(3)) : undefined;
        const found = (await collect(other.readAll(after))).filter((event) => event.stream === stream);
        expect(found.map(({ revision }) => revision)).toEqual(Array.from({ length: turn + 1 }, (_, index) => index));
        await going;
      }
    });
  });

const order = (store: () => EventStore) =>
  describe('5: positions', () => {
    it('grow strictly, and reading all starts after the one that is given', async () => {
      const after = await store().head();
      const [one, other] = [newStream(), newStream()];
      await store().append(one, NO_STREAM, newEvents(2));
      await store().append(other, NO_STREAM, newEvents(2));
      await store().append(one, 1, newEvents(3));
      const found = await collect(store().readAll(after));
      expect(found.map(({ stream, revision }) => [stream, revision])).toEqual([
        ...[0, 1].map((revision) => [one, revision]),
        ...[0, 1].map((revision) => [other, revision]),
        ...[2, 3, 4].map((revision) => [one, revision]),
      ]);
      found.slice(1).forEach(({ position }, index) => {
        expect(store().compare(found[index]?.position ?? '', position)).toBeLessThan(0);
      });
      expect(await store().head()).toBe(found.at(-1)?.position);
      expect(await collect(store().readAll(found[4]?.position))).toEqual(found.slice(5));
    });

    it('come in batches of the size asked for', async () => {
      const after = await store().head();
      await store().append(newStream(), NO_STREAM, newEvents(10));
      const sizes: number[] = [];
      for await (const batch of store().readAll(after, 4)) sizes.push(batch.length);
      expect(sizes).toEqual([4, 4, 2]);
    });

    it('beyond the end of the log are refused: such a log is not the one that was read before', async () => {
      const beyond = (await store().head())?.replaceAll(/\d+/g, (digits) => String(BigInt(digits) + 1_000_000_000n));
      await expect(collect(store().readAll(beyond))).rejects.toThrow('Position');
    });
  });

const sizes = (store: () => EventStore) =>
  describe('6: all or nothing', () => {
    it('appends a hundred events or none', async () => {
      const stream = newStream();
      const hundred = newEvents(100);
      expect(await store().append(stream, NO_STREAM, hundred)).toBe(99);
      await expect(store().append(stream, NO_STREAM, [...hundred, ...newEvents(1)])).rejects.toThrow(Conflict);
      await expect(store().append(stream, 98, newEvents(100))).rejects.toThrow(Conflict);
      expect((await collectStream(store(), stream)).map(({ id }) => id)).toEqual(hundred.map(({ id }) => id));
    });

    it('refuses more than a mebibyte by an error of its own and takes exactly that much', async () => {
      const stream = newStream();
      const event = (bytes: number) => ({ id: randomUUID(), type: 'Big', record: 'ä'.repeat((bytes - 6) / 2) });
      const tooLarge = store().append(stream, NO_STREAM, [event(MAX_APPEND_BYTES + 2)]);
      await expect(tooLarge).rejects.toThrow(AppendTooLarge);
      await expect(collectStream(store(), stream)).rejects.toThrow(StreamNotFound);
      expect(await store().append(stream, NO_STREAM, [event(MAX_APPEND_BYTES)])).toBe(0);
    });

    it.each([
      ['no events', NO_STREAM, []],
      ['a revision below that of no stream', -2, newEvents(1)],
      ['half a surrogate pair', NO_STREAM, [{ id: randomUUID(), type: 'Said', record: '\ud83d' }]],
      ['a NUL', NO_STREAM, [{ id: randomUUID(), type: 'Said', record: 'a\0' }]],
    ])('refuses %s as a mistake of the caller', async (_what, expected, events) => {
      await expect(store().append(newStream(), expected, events)).rejects.toThrow(TypeError);
    });
  });

const followers = (store: () => EventStore, start: () => Promise<Log>) =>
  describe('4, 7: following', () => {
    it('waits on an empty log, gives signs of life and then the first event', async () => {
      const empty = await start();
      const following = empty.open();
      expect(await following.head()).toBeUndefined();
      expect(await collect(following.readAll())).toEqual([]);
      const stop = new AbortController();
      let signs = 0;
      for await (const batch of following.follow(undefined, stop.signal)) {
        if (batch.length > 0) stop.abort();
        else if ((signs += 1) === 3) await empty.open().append('first', NO_STREAM, newEvents(1));
      }
      expect(signs).toBeGreaterThanOrEqual(3);
      await empty.close();
    });

    it('resumes after the last event that was handled, first the past, then live', async () => {
      const after = await store().head();
      const stream = newStream();
      const events = newEvents(5);
      await store().append(stream, NO_STREAM, events.slice(0, 3));
      const past = await tail(store(), after, 2);
      const resumed = tail(store(), past[1]?.position, 3);
      await sleep(20);
      await store().append(stream, 2, events.slice(3));
      expect([...past.slice(0, 2), ...(await resumed)].map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    });

    it('ends at once when told to stop, also while waiting', async () => {
      const following = store().follow(await store().head(), AbortSignal.timeout(50));
      const start = performance.now();
      expect(await collect(following)).toEqual([]);
      expect(performance.now() - start).toBeLessThan(900);
    });
  });

const writers = (log: () => Log) =>
  it('8: shows a tailing reader every event of sixteen writers with delayed commits once and in order', async () => {
    const reading = log().open();
    const after = await reading.head();
    const ids: string[][][] = Array.from({ length: 16 }, () =>
      Array.from({ length: 12 }, () => [randomUUID(), randomUUID()]),
    );
    const found = tail(reading, after, 16 * 12 * 2);
    await Promise.all(
      ids.map(async (appends, number) => {
        const stream = newStream();
        const writing = log().open();
        for (const [turn, pair] of appends.entries()) {
          if ((turn + number) % 4 === 0) await log().appendSlowly(stream, turn * 2 - 1, pair, 5 + number);
          else await writing.append(stream, turn * 2 - 1, newEvents(2, pair));
        }
      }),
    );
    const seen = await found;
    expect(seen).toEqual(await collect(reading.readAll(after)));
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(ids.flat(2)));
    for (const appends of ids) {
      const own = new Set(appends.flat());
      expect(seen.filter(({ id }) => own.has(id)).map(({ id }) => id)).toEqual(appends.flat());
    }
  });
