import pg from 'pg';
import type { InStream } from './tables.js';

/** Whoever waits until a record is sealed. */
interface Waiter extends InStream {
  readonly settle: (sealed: boolean) => void;
}

/** Where those wait who want a receipt: one question for all of them at each checkpoint. */
export interface WaitingRoom {
  /** True when the record is sealed, false after `ms`. */
  wait(waited: InStream, ms: number): Promise<boolean>;
  close(): Promise<void>;
}

/** A notification can get lost; then this is how long a waiter waits in vain, in milliseconds. */
const POLL_MS = 500;
/** A server that does not answer is asked anew by the next who waits. */
const PATIENCE_MS = 5_000;
/** What was just recorded is hardly sealed yet: who comes within so many milliseconds asks together. */
const GATHER_MS = 100;

/** Does it after so many milliseconds, once for all who begin meanwhile. */
const later = (ms: number, action: () => void) => {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        action();
      }, ms);
    },
    stop: (): void => clearTimeout(timer),
  };
};

/** `sealedOf` answers which of the records are sealed. */
export const waitingRoom = (
  databaseUrl: string,
  sealedOf: (waited: readonly InStream[]) => Promise<readonly InStream[]>,
): WaitingRoom => {
  const waiting = new Set<Waiter>();
  let asking: Promise<void> | undefined;
  let again = false;

  const ask = async (): Promise<void> => {
    while (again && waiting.size > 0) {
      again = false;
      const asked = [...waiting];
      // The next poll asks anew; whoever waits too long for it is told so.
      const sealed = new Set(await sealedOf(asked).catch(() => []));
      for (const waiter of asked) if (sealed.has(waiter)) waiter.settle(true);
    }
    asking = undefined;
  };
  const ring = (): void => {
    if (waiting.size === 0) return;
    again = true;
    asking ??= ask();
    poll.begin();
  };
  const gather = later(GATHER_MS, ring);
  const poll = later(POLL_MS, ring);
  const listener = listenerTo(databaseUrl, ring);

  return {
    wait: (waited, ms) => {
      listener.hear();
      return new Promise((resolve) => {
        const settle = (sealed: boolean): void => {
          waiting.delete(waiter);
          clearTimeout(timer);
          resolve(sealed);
        };
        const waiter: Waiter = { ...waited, settle };
        const timer = setTimeout(() => settle(false), ms);
        waiting.add(waiter);
        gather.begin();
      });
    },
    close: async () => {
      for (const timer of [gather, poll]) timer.stop();
      for (const { settle } of [...waiting]) settle(false);
      await asking;
      await listener.close();
    },
  };
};

/** Rings at every checkpoint; connects when somebody waits and the last connection is gone. */
const listenerTo = (connectionString: string, ring: () => void) => {
  let listening: Promise<pg.Client | undefined> | undefined;
  const forget = (): undefined => {
    listening = undefined;
  };
  const listen = async (): Promise<pg.Client> => {
    const limits = { connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS };
    const client = new pg.Client({ connectionString, application_name: 'log-listen', keepAlive: true, ...limits });
    // Polling stands in until the next waiter listens anew.
    client.on('error', () => undefined);
    client.on('notification', ring);
    try {
      await client.connect();
      await client.query('LISTEN log');
      client.on('end', forget);
      return client;
    } catch (error) {
      // Not waited for: whoever does not answer does not say goodbye either.
      void client.end();
      throw error;
    }
  };
  return {
    /** Waits for nothing: until it hears, polling stands in. */
    hear: (): void => {
      listening ??= listen().catch(forget);
    },
    close: async () => (await listening)?.end(),
  };
};
