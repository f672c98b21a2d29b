import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { kurrentStore } from '#event-store';
import { appendFor, closedLoop, type Load, RECORD } from './append-load.js';
import { cells, median, quantile } from './figures.js';

interface Contender {
  readonly name: string;
  readonly inFlight: number;
  readonly run: (round: number, seconds: number) => Promise<Load>;
}

interface Round extends Load {
  /** Processor time of this process, in microseconds for one append. */
  readonly cpu: number;
}

const startServer = async (): Promise<{ url: string; stop: () => void }> => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const child = fork(fileURLToPath(new URL(`./double-server.${extension}`, import.meta.url)));
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: string) => resolve(message));
    child.on('exit', (code) => reject(new Error(`The double ended with ${code}`)));
  });
  return { url, stop: () => child.disconnect() };
};

/** The client as it comes: all appends through one call, in batches. */
const batchFor = (client: EventStoreDBClient, name: string, inFlight: number, seconds: number): Promise<Load> =>
  closedLoop(inFlight, seconds, (number, turn) =>
    client.appendToStream(
      `${name}-${number}`,
      binaryEvent({ id: randomUUID(), type: 'VoteCast', data: Buffer.from(RECORD) }),
      { expectedRevision: turn === 0 ? 'no_stream' : BigInt(turn - 1) },
    ),
  );

const measured = async (load: Promise<Load>): Promise<Round> => {
  const before = process.cpuUsage();
  const done = await load;
  const { user, system } = process.cpuUsage(before);
  return { ...done, cpu: (user + system) / done.latencies.length };
};

const printTable = (rows: readonly { readonly contender: Contender; readonly rounds: readonly Round[] }[]) => {
  console.log(cells(['', 'in flight', 'per second', 'p50 ms', 'p99 ms', 'CPU us']));
  for (const { contender, rounds } of rows) {
    const of = (figure: (round: Round) => number, digits: number) => median(rounds.map(figure)).toFixed(digits);
    const latency = (share: number) => of(({ latencies }) => quantile(latencies, share), 2);
    const figures = [of(({ perSecond }) => perSecond, 0), latency(0.5), latency(0.99), of(({ cpu }) => cpu, 0)];
    console.log(cells([contender.name, String(contender.inFlight), ...figures]));
  }
};

/**
 * What an append through the engine costs the client, in time and processor time, beside the client's own batches. At
 * `double` the server costs next to nothing; at an address the same figures tell what a real one adds.
 */
export const benchKurrent = async (engine: string, rounds: number, seconds: number): Promise<void> => {
  const server = engine === 'double' ? await startServer() : { url: engine, stop: () => undefined };
  const store = kurrentStore({ connectionString: server.url });
  const client = EventStoreDBClient.connectionString(server.url);
  const run = randomUUID();
  try {
    const contenders = [1, 8, 32, 128].flatMap((inFlight): Contender[] => [
      {
        ...{ name: 'append', inFlight },
        run: (round, time) => appendFor(store, `bench-${run}-${inFlight}-${round}`, inFlight, time),
      },
      {
        ...{ name: 'batch', inFlight },
        run: (round, time) => batchFor(client, `batch-${run}-${inFlight}-${round}`, inFlight, time),
      },
    ]);
    const rows = contenders.map((contender) => ({ contender, rounds: [] as Round[] }));
    for (const { contender } of rows) await contender.run(-1, 0.3);
    for (let round = 0; round < rounds; round += 1) {
      for (const row of rows) row.rounds.push(await measured(row.contender.run(round, seconds)));
    }
    printTable(rows);
  } finally {
    await store.close();
    await client.dispose();
    server.stop();
  }
};
