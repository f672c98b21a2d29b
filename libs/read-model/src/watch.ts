import pg from 'pg';
import type { DataSource } from 'typeorm';
import { heldRevisions, partsOf } from './kinds.js';

/** A notification can get lost; then this is how long a waiter waits in vain, in milliseconds. */
const POLL_MS = 250;

interface Waiter {
  readonly stream: string;
  readonly revision: number;
  readonly settle: (held: boolean) => void;
}

/** Waits for revisions to arrive in the views. */
export interface Watch {
  readonly reached: (stream: string, revision: number, timeoutMs: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Who waits, and one question for all of them, asked again when something happened while it was under way. */
const queueFor = (source: DataSource) => {
  const waiting = new Set<Waiter>();
  let asking: Promise<void> | undefined;
  let again = false;

  const ask = async () => {
    const held = await heldRevisions(source, [...new Set([...waiting].map(({ stream }) => stream))]);
    for (const { stream, revision, settle } of [...waiting]) if ((held.get(stream) ?? -1) >= revision) settle(true);
  };

  const run = async () => {
    while (again && waiting.size > 0) {
      again = false;
      // The next poll asks anew; whoever waits too long for it is told so.
      await ask().catch(() => undefined);
    }
    asking = undefined;
  };

  const ring = () => {
    // Without a waiter `run` would end before its promise is kept, and that promise would keep all later ones from asking.
    if (waiting.size === 0) return;
    again = true;
    asking ??= run();
  };
  return { waiting, ring, idle: async () => asking };
};

/** Rings at every change of the views; connects when somebody waits and the last connection is gone. */
const listenerTo = (url: string, ring: () => void) => {
  let listening: Promise<pg.Client | undefined> | undefined;
  const forget = () => {
    listening = undefined;
  };
  const listen = async () => {
    const client = new pg.Client({ connectionString: url, application_name: 'read-model-listen', keepAlive: true });
    // Polling stands in until the next waiter listens anew.
    client.on('error', () => undefined);
    client.on('end', forget);
    client.on('notification', ring);
    await client.connect();
    await client.query('LISTEN read_model');
    return client;
  };
  return {
    hear: () =>
      (listening ??= listen().catch(() => {
        forget();
        return undefined;
      })),
    close: async () => (await listening)?.end(),
  };
};

export const openWatch = (source: DataSource, url: string): Watch => {
  const { waiting, ring, idle } = queueFor(source);
  const { hear, close } = listenerTo(url, ring);

  const held = (stream: string, revision: number, timeoutMs: number) =>
    new Promise<boolean>((resolve) => {
      const settle = (answer: boolean) => {
        waiting.delete(waiter);
        clearInterval(poll);
        clearTimeout(timer);
        resolve(answer);
      };
      const waiter = { stream, revision, settle };
      const poll = setInterval(ring, POLL_MS);
      const timer = setTimeout(() => settle(false), timeoutMs);
      waiting.add(waiter);
      ring();
    });

  return {
    reached: async (stream, revision, timeoutMs) => {
      if (!partsOf(stream)) return true;
      await hear();
      return held(stream, revision, timeoutMs);
    },
    close: async () => {
      for (const { settle } of [...waiting]) settle(false);
      await idle();
      await close();
    },
  };
};
