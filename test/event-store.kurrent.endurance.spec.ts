import { fork } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type EventStore, kurrentStore, type Position } from '#event-store';
import { idOfTurn, recordTurn } from './event-store-recorder.js';
import { type Double, startDouble } from './kurrent-double/double.js';
import type { Fault } from './kurrent-double/faults.js';

const STREAMS = Array.from({ length: 40 }, (_, number) => `endurance-${number}`);
const TURNS = 250;
const MINUTES = 60_000;

/** Mulberry32: the same seed, the same accidents. */
const randomFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`Appends through the double with random faults: SEED=${seed}\n`);

/** In a thousand appends: 4 answers lost, 4 connections cut, 2 answers swallowed, 30 late. */
const accidents = (random: () => number) => (): Fault | undefined => {
  const dice = random() * 1_000;
  if (dice < 4) return 'lost';
  if (dice < 8) return 'cut';
  if (dice < 10) return 'swallowed';
  return dice < 40 ? { delayedMs: Math.ceil(random() * 40) } : undefined;
};

const wanted = STREAMS.flatMap((stream) => Array.from({ length: TURNS }, (_, turn) => idOfTurn(stream, turn)));

/** Each event once, each stream in order, as the server has it and as the projection has seen it. */
const expectEachOnce = (double: Double, seen: readonly string[]) => {
  const stored = double.model.all.filter(({ stream }) => stream.startsWith('endurance-'));
  expect(stored).toHaveLength(wanted.length);
  expect(seen).toEqual(stored.map(({ id }) => id));
  for (const stream of STREAMS) {
    const own = stored.filter((event) => event.stream === stream);
    expect(own.map(({ id }) => id)).toEqual(own.map((_, turn) => idOfTurn(stream, turn)));
  }
  expect(new Set(seen)).toEqual(new Set(wanted));
};

describe('ten thousand appends', () => {
  let double: Double;
  let random: () => number;
  let over: AbortController;
  beforeEach(async () => {
    over = new AbortController();
    double = await startDouble();
    random = randomFrom(seed);
    double.faults.choose = accidents(random);
  });
  afterEach(async () => {
    over.abort();
    await double.close();
  });

  /** Begins again after the last event that it handled, as the caller of `follow` has to. */
  const project = async (store: EventStore, count: number): Promise<string[]> => {
    const seen: string[] = [];
    let after: Position | undefined;
    while (seen.length < count) {
      try {
        for await (const batch of store.follow(after, AbortSignal.timeout(10 * MINUTES))) {
          seen.push(...batch.map(({ id }) => id));
          after = batch.at(-1)?.position ?? after;
          if (seen.length >= count) break;
        }
      } catch {
        await sleep(20);
      }
    }
    return seen;
  };

  it(
    'are there once each, and seen once each, with answers lost, swallowed and late and connections cut',
    async () => {
      const store = kurrentStore({ connectionString: double.url, answerMs: 400 });
      const projected = project(store, wanted.length);
      const repeat = randomFrom(seed + 1);
      await Promise.all(
        STREAMS.map(async (stream) => {
          for (let turn = 0; turn < TURNS; turn += 1) {
            await recordTurn(store, stream, turn);
            if (repeat() < 0.05) await recordTurn(store, stream, Math.floor(repeat() * (turn + 1)));
          }
        }),
      );
      expectEachOnce(double, await projected);
      for (const fault of ['lost', 'cut', 'swallowed', 'delayed']) {
        expect(double.faults.happened.get(fault)).toBeGreaterThan(5);
      }
      await store.close();
    },
    15 * MINUTES,
  );

  const startRecorder = (...args: readonly string[]) => {
    const script = fileURLToPath(new URL('./event-store-recorder.ts', import.meta.url));
    const loader = new URL('./typescript.js', import.meta.url).href;
    return fork(script, args, { execArgv: ['--conditions=source', '--import', loader] });
  };

  it(
    'are there once each, and seen once each, with writer and projection killed and begun again at random',
    async () => {
      const file = join(await mkdtemp(join(tmpdir(), 'projection-')), 'seen');
      const acknowledged = new Set<string>();
      const isGoingOn = () => !over.signal.aborted;
      let kills = 0;

      /** Kills after 300 to 1,800 more acknowledgements, as long as it is not over. */
      const survive = async (...args: readonly string[]) => {
        while (isGoingOn()) {
          const enough = acknowledged.size + 300 + random() * 1_500;
          const child = startRecorder(...args);
          const ended = new Promise((resolve) => child.on('close', resolve));
          child.on('message', (message: string) => {
            if (message === 'done') over.abort();
            else acknowledged.add(message);
          });
          while (acknowledged.size < enough && child.exitCode === null && isGoingOn()) await sleep(10);
          child.kill('SIGKILL');
          await ended;
          kills += 1;
        }
      };
      await Promise.all([
        survive('commands', double.url, String(TURNS), ...STREAMS),
        survive('projection', double.url, file),
      ]);
      expect(kills).toBeGreaterThan(3);
      expect([...acknowledged].filter((id) => !wanted.includes(id))).toEqual([]);
      const last = startRecorder('projection', double.url, file);
      const seen = async () =>
        (await readFile(file, 'utf8'))
          .trimEnd()
          .split('\n')
          .flatMap((line) => line.split(' ').slice(1));
      while ((await seen()).length < wanted.length) await sleep(200);
      last.kill('SIGKILL');
      expectEachOnce(double, await seen());
    },
    15 * MINUTES,
  );
});
