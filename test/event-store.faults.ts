import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, NO_STREAM, OutcomeUnknown } from '#event-store';
import { collect, collectStream, newEvents, newStream, tail } from './event-store.support.js';

/** A log on a server of its own, with the accidents that can happen to it. */
export interface FaultyLog {
  open(): EventStore;
  /** Where a process of its own finds the log. */
  readonly address: string;
  /** The next answer to an append is lost after the server has done its work, and the connection with it. */
  loseNextAnswer(): void;
  /** Lets no append commit until the function that it resolves with is called. */
  holdAppends(): Promise<() => Promise<void>>;
  /** Ends the server's side of every connection that appends. */
  cutAppends(): Promise<void>;
  /** How often it can be cut and something still gets through, in milliseconds. */
  readonly cutEveryMs: number;
  restart(how: 'fast' | 'crash'): Promise<void>;
  close(): Promise<void>;
}

/** What a caller does who does not know: the same again. */
const appendUntilKnown = async (store: EventStore, stream: string, expected: number, ids: readonly string[]) => {
  for (;;) {
    try {
      return await store.append(stream, expected, newEvents(ids.length, ids));
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
    }
  }
};

/** An engine may say that it does not know, or repeat the append itself. */
const outcomeOf = async (append: Promise<number>): Promise<number | 'unknown'> => {
  try {
    return await append;
  } catch (error) {
    if (error instanceof OutcomeUnknown) return 'unknown';
    throw error;
  }
};

const startWriter = (address: string, streams: readonly string[], appends: number) => {
  const script = fileURLToPath(new URL('./event-store-writer.ts', import.meta.url));
  const loader = new URL('./typescript.js', import.meta.url).href;
  const child = fork(script, [address, String(appends), ...streams], {
    execArgv: ['--conditions=source', '--import', loader],
  });
  const acknowledged: string[] = [];
  child.on('message', (id: string) => acknowledged.push(id));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { child, acknowledged, ended };
};

/** Point 9: nothing acknowledged is lost, nothing is written twice. */
export const faultContract = (name: string, start: () => Promise<FaultyLog>): void =>
  describe(`9: ${name} loses nothing acknowledged and writes nothing twice`, () => {
    let log: FaultyLog;
    let store: EventStore;
    beforeAll(async () => {
      log = await start();
      store = log.open();
    });
    afterAll(() => log.close());

    it('when the answer is lost and the command repeated', async () => {
      const stream = newStream();
      const events = newEvents(3);
      await store.append(newStream(), NO_STREAM, newEvents(1));
      log.loseNextAnswer();
      expect([2, 'unknown']).toContain(await outcomeOf(store.append(stream, NO_STREAM, events)));
      expect(await store.append(stream, NO_STREAM, events)).toBe(2);
      expect((await collectStream(store, stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    });

    it('when the connection is cut in mid-batch: each append is written or unknown, and can be repeated', async () => {
      const release = await log.holdAppends();
      const commands = Array.from({ length: 200 }, () => ({ stream: newStream(), events: newEvents(2) }));
      const outcomes = commands.map(({ stream, events }) => outcomeOf(store.append(stream, NO_STREAM, events)));
      await sleep(50);
      await log.cutAppends();
      await release();
      const known = (await Promise.all(outcomes)).filter((outcome) => outcome !== 'unknown');
      expect(known.length).toBeGreaterThan(0);
      expect(new Set(known)).toEqual(new Set([1]));
      for (const { stream, events } of commands) expect(await store.append(stream, NO_STREAM, events)).toBe(1);
      for (const { stream } of commands) expect(await collectStream(store, stream)).toHaveLength(2);
    });

    it('when connections are cut at random while commands are repeated until known', async () => {
      const streams = Array.from({ length: 10 }, () => ({
        stream: newStream(),
        ids: Array.from({ length: 60 }, () => randomUUID()),
      }));
      const after = await store.head();
      const written = new AbortController();
      const cutting = (async () => {
        while (!written.signal.aborted) {
          await log.cutAppends();
          await sleep(log.cutEveryMs);
        }
      })();
      await Promise.all(
        streams.map(async ({ stream, ids }) => {
          for (const [turn, id] of ids.entries()) await appendUntilKnown(store, stream, turn - 1, [id]);
        }),
      );
      written.abort();
      await cutting;
      for (const { stream, ids } of streams) {
        expect((await collectStream(store, stream)).map(({ id }) => id)).toEqual(ids);
      }
      expect(await collect(store.readAll(after))).toHaveLength(600);
    });

    it('when two processes write the same streams', async () => {
      const after = await store.head();
      const streams = [newStream(), newStream(), newStream()];
      const two = [startWriter(log.address, streams, 150), startWriter(log.address, streams, 150)];
      await Promise.all(two.map(({ ended }) => ended));
      const acknowledged = two.flatMap((writer) => writer.acknowledged);
      expect(acknowledged).toHaveLength(300);
      const ids = (await collect(store.readAll(after))).map(({ id }) => id);
      expect(ids).toHaveLength(300);
      expect(new Set(ids)).toEqual(new Set(acknowledged));
    });

    it('when the process is killed', async () => {
      const after = await store.head();
      const { child, acknowledged, ended } = startWriter(log.address, [newStream(), newStream()], 100_000);
      while (acknowledged.length < 100) await sleep(10);
      child.kill('SIGKILL');
      await ended;
      const found = (await collect(store.readAll(after))).map(({ id }) => id);
      expect(new Set(found).size).toBe(found.length);
      expect(acknowledged.filter((id) => !found.includes(id))).toEqual([]);
    });

    it.each(['fast', 'crash'] as const)('when the server restarts (%s), and readers and writers go on', async (how) => {
      const stream = newStream();
      const ids = Array.from({ length: 200 }, () => randomUUID());
      const after = await store.head();
      const writing = (async () => {
        for (const [turn, id] of ids.entries()) {
          await appendUntilKnown(store, stream, turn - 1, [id]);
          await sleep(2);
        }
      })();
      await sleep(100);
      await log.restart(how);
      await writing;
      expect((await collectStream(store, stream)).map(({ id }) => id)).toEqual(ids);
      expect((await tail(store, after, 200)).map(({ id }) => id)).toEqual(ids);
      const live = tail(store, await store.head(), 1);
      await sleep(50);
      await store.append(stream, 199, newEvents(1));
      expect(await live).toHaveLength(1);
    });
  });
