import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const RETRY_MS = 50;
const MAX_RETRY_MS = 1_000;

/** A wrong password stays wrong; a server that starts, stops or is full becomes better. */
const isLasting = (error: unknown) => error instanceof pg.DatabaseError && !/^(08|53|57P)/.test(error.code ?? '08');

/** A connection that is made when asked for and made anew after it broke. */
export interface Connection {
  /** The open connection. Tries for `patienceMs` to make one, then throws the error of the last attempt. */
  current(): Promise<pg.Client>;
  drop(): Promise<void>;
}

export interface ConnectionOptions {
  readonly config: pg.ClientConfig;
  /** How long a server that restarts is waited for, in milliseconds. */
  readonly patienceMs: number;
  readonly onOpen?: (client: pg.Client) => Promise<unknown>;
  readonly onLost?: () => void;
}

const openClient = async ({ config, onOpen }: ConnectionOptions): Promise<pg.Client> => {
  const client = new pg.Client({ keepAlive: true, connectionTimeoutMillis: 5_000, ...config });
  // Without a listener a broken idle connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await onOpen?.(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
};

export const connectionTo = (options: ConnectionOptions): Connection => {
  let open: Promise<pg.Client> | undefined;
  let dropped = 0;

  const connect = async () => {
    const generation = dropped;
    const deadline = Date.now() + options.patienceMs;
    for (let wait = RETRY_MS; ; wait = Math.min(wait * 2, MAX_RETRY_MS)) {
      try {
        return await openClient(options);
      } catch (error) {
        if (isLasting(error) || Date.now() + wait > deadline || generation !== dropped) throw error;
        await sleep(wait);
      }
    }
  };

  const reopen = () => {
    const opening = connect();
    const forget = () => {
      if (open === opening) open = undefined;
    };
    opening.then(
      (client) =>
        client.on('end', () => {
          forget();
          options.onLost?.();
        }),
      forget,
    );
    return opening;
  };

  return {
    current: () => {
      open ??= reopen();
      return open;
    },
    drop: async () => {
      dropped += 1;
      const last = open;
      open = undefined;
      const client = await last?.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
};
