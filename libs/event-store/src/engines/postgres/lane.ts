import pg from 'pg';
import { Conflict, type NewEvent, OutcomeUnknown } from '../../event-store.js';
import { admit } from '../admission.js';

const MAX_COMMANDS = 128;
/** Keeps a batch of large appends from growing into a message of 128 MiB. */
const MAX_BATCH_BYTES = 4_194_304;

interface Command {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly NewEvent[];
  readonly bytes: number;
  readonly resolve: (revision: number) => void;
  readonly reject: (error: unknown) => void;
}

/** A row of ledger.append: a command that was not written now. */
type Loser = [command: number, revision: number, repeated: boolean];

const APPEND = {
  name: 'append',
  text: 'SELECT command, revision, repeated FROM ledger.append($1, $2, $3, $4, $5, $6, $7)',
  rowMode: 'array',
} as const;

const parameters = (batch: readonly Command[]) => {
  const events = batch.flatMap(({ expected, events }, command) =>
    events.map((event, index) => ({ ...event, owner: command + 1, revision: expected + 1 + index })),
  );
  return [
    batch.map(({ stream }) => stream),
    batch.map(({ expected }) => expected),
    events.map(({ owner }) => owner),
    events.map(({ revision }) => revision),
    events.map(({ id }) => id),
    events.map(({ type }) => type),
    events.map(({ record }) => record),
  ];
};

/** Only an error that the server reports about the statement tells that nothing was written; a shutdown does not. */
const isRolledBack = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '08');

const settle = (batch: readonly Command[], losers: readonly Loser[]) => {
  const lost = new Map(losers.map(([command, revision, repeated]) => [command, { revision, repeated }]));
  batch.forEach(({ stream, expected, events, resolve, reject }, index) => {
    const loser = lost.get(index + 1);
    if (loser && !loser.repeated) reject(new Conflict(stream, expected, loser.revision));
    else resolve(expected + events.length);
  });
};

/** Takes what fits into one batch: the order of each stream's commands stays, one of them per batch. */
const take = (queue: Command[]): Command[] => {
  const streams = new Set<string>();
  const batch: Command[] = [];
  const rest: Command[] = [];
  let bytes = 0;
  for (const command of queue) {
    const fits = batch.length < MAX_COMMANDS && (batch.length === 0 || bytes + command.bytes <= MAX_BATCH_BYTES);
    if (!fits || streams.has(command.stream)) rest.push(command);
    else {
      batch.push(command);
      bytes += command.bytes;
    }
    streams.add(command.stream);
  }
  queue.splice(0, queue.length, ...rest);
  return batch;
};

export interface Lane {
  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<number>;
  /** Resolves when nothing waits or runs; later appends are refused. */
  close(): Promise<void>;
}

/** What the lane needs of a connection: the present one, or a new one after `drop`. */
export interface LaneConnection {
  current(): Promise<pg.Client>;
  drop(): Promise<void>;
}

/** Sends a batch and settles each of its commands; never throws. */
const sender = (connection: LaneConnection) => {
  const send = async (batch: readonly Command[]): Promise<void> => {
    let client: pg.Client;
    try {
      client = await connection.current();
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    try {
      const { rows } = await client.query<Loser>({ ...APPEND, values: parameters(batch) });
      settle(batch, rows);
    } catch (error) {
      await recover(batch, error);
    }
  };

  const recover = async (batch: readonly Command[], error: unknown) => {
    if (!isRolledBack(error)) {
      for (const { stream, reject } of batch) reject(new OutcomeUnknown(stream, error));
      await connection.drop();
    } else if (batch.length === 1) batch[0]?.reject(error);
    // One by one, so that only the culprit fails.
    else for (const command of batch) await send([command]);
  };

  return send;
};

/** One writer per process: while one batch commits, the next one gathers. */
export const openLane = (connection: LaneConnection): Lane => {
  const send = sender(connection);
  const queue: Command[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  const run = async () => {
    while (queue.length > 0) {
      // Callers that were just answered get to speak before the next batch leaves: fewer and fuller batches.
      await new Promise(setImmediate);
      await send(take(queue));
    }
    running = undefined;
  };

  return {
    append: (stream, expected, events) =>
      new Promise((resolve, reject) => {
        if (closed) throw new Error('The store is closed');
        queue.push({ stream, expected, events, bytes: admit(stream, expected, events), resolve, reject });
        running ??= run();
      }),
    close: async () => {
      closed = true;
      await running;
      await connection.drop();
    },
  };
};
