import { randomUUID } from 'node:crypto';
import type { EventStore } from '#event-store';
import pg from 'pg';

/** What one run of clients in a closed loop achieved; latencies in milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

/** About as long as the record of a vote. */
export const RECORD = JSON.stringify({ by: 'BMF', reason: 'x'.repeat(512) });

/** `clients` that each take their next step when the last one is done. */
export const closedLoop = async (
  clients: number,
  seconds: number,
  step: (client: number, turn: number) => Promise<unknown>,
): Promise<Load> => {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  const run = async (client: number) => {
    for (let turn = 0, now = performance.now(); now < end; turn += 1) {
      await step(client, turn);
      const done = performance.now();
      latencies.push(done - now);
      now = done;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => run(client)));
  return { perSecond: (latencies.length * 1_000) / (performance.now() - start), latencies };
};

/** `inFlight` clients, each appending single events to a stream of its own. */
export const appendFor = (store: EventStore, name: string, inFlight: number, seconds: number): Promise<Load> =>
  closedLoop(inFlight, seconds, (client, turn) =>
    store.append(`${name}-${client}`, turn - 1, [{ id: randomUUID(), type: 'VoteCast', record: RECORD }]),
  );

/** The yardstick: single-row INSERTs, each committed by itself, on `connections` connections. */
export const insertFor = async (url: string, connections: number, seconds: number): Promise<Load> => {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const insert = { name: 'raw', text: 'INSERT INTO raw (stream, event_id, type, record) VALUES ($1, $2, $3, $4)' };
  const load = await closedLoop(
    connections,
    seconds,
    (client) =>
      clients[client]?.query({ ...insert, values: [`raw-${client}`, randomUUID(), 'VoteCast', RECORD] }) ??
      Promise.reject(new Error(`No connection ${client}`)),
  );
  await Promise.all(clients.map((client) => client.end()));
  return load;
};
