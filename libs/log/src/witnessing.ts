import { setTimeout as sleep } from 'node:timers/promises';
import { encodeVkey, type Policy } from '#evidence';
import pg from 'pg';
import { askWitness, type AskedWitness, type WitnessStatus } from './ask-witness.js';
import { keepCosignature, lastPublished, type Published } from './cosignatures.js';
import { openInbox } from './inbox.js';
import type { Log } from './log.js';

export interface WitnessingOptions {
  /** A role with the `write` rights of migrateLog. */
  readonly databaseUrl: string;
  /** Witnesses with an address are asked; the quorum says when a checkpoint is witnessed. */
  readonly policy: Policy;
  /** Folder of cosigned checkpoints that came by another way, as texts `*.txt`. */
  readonly inbox: string;
  /** Only the active instance of the log asks, and only while its last checkpoint holds all that was recorded. */
  readonly log: Pick<Log, 'status'>;
  readonly signal: AbortSignal;
  /** Pause before a witness that did not cosign is asked again for the same checkpoint, 10 seconds unless told. */
  readonly retryMs?: number;
  /** How long the log may have been behind the store for its checkpoint to be cosigned, a minute unless told. */
  readonly behindMs?: number;
  /** Milliseconds since 1970 by the clock that dates the records; a witness of quite another time is not heard. */
  readonly now?: () => number;
  /** Told once of each text that cannot be taken, why a witness fails, and when nothing can be taken or nobody be asked. */
  readonly tell?: (failure: string) => void;
}

/** Collects cosignatures in the background. */
export interface Witnessing {
  /** How each witness answered last. */
  status(): readonly WitnessStatus[];
  /** What keeps cosignatures away, beside the witnesses themselves. */
  failures(): readonly string[];
  readonly done: Promise<void>;
}

const PAUSE_MS = 500;
/** The next checkpoint of a quiet log is minutes away. */
const RETRY_MS = 10_000;
/** Clocks differ, and a witness has its time to answer: far below the ten minutes that the verifier grants. */
const BEHIND_MS = 60_000;
/** Of the database. */
const ANSWER_MS = 10_000;

/** Asks for cosignatures under the last checkpoint, all witnesses at once. */
const asking = (pool: pg.Pool, options: WitnessingOptions) => {
  const { policy, log, retryMs = RETRY_MS, behindMs = BEHIND_MS, now = Date.now, tell = () => undefined } = options;
  const witnesses = policy.witnesses.flatMap(({ key, url }) => (url === undefined ? [] : [{ key, url, size: 0n }]));
  const statuses = new Map<string, WitnessStatus>();
  const asked = new Map<AskedWitness, { readonly number: string; readonly at: number }>();

  // A cosignature says that by its time nothing more was recorded: it would deny what came after a checkpoint of long ago.
  const isCurrent = (): boolean => log.status().behind < behindMs;

  const ask = async (witness: AskedWitness, checkpoint: Published): Promise<WitnessStatus> => {
    const from = now();
    const { lines, ...status } = await askWitness(pool, witness, checkpoint, isCurrent);
    if (status.state !== 'cosigned') return status;
    const cosigned = { key: witness.key, lines, from, to: now() };
    const failure = await keepCosignature(pool, checkpoint, policy, cosigned);
    if (failure !== undefined) return { ...status, state: 'failed', failure };
    witness.size = checkpoint.size;
    return status;
  };

  // By key, not by name: a witness that replaces its key has two of the same name for a while.
  const keyOf = ({ key }: AskedWitness): string => encodeVkey(key);
  const isDue = (witness: AskedWitness, { number }: Published): boolean => {
    const last = asked.get(witness);
    if (last?.number !== number) return true;
    // Also one that disputes: it may have been put right, and then the alarm shall end before the next checkpoint.
    return statuses.get(keyOf(witness))?.state !== 'cosigned' && performance.now() - last.at >= retryMs;
  };

  const all = async (): Promise<void> => {
    if (!isCurrent()) return;
    const checkpoint = await lastPublished(pool);
    if (checkpoint === undefined) return;
    const due = witnesses.filter((witness) => isDue(witness, checkpoint));
    const answers = due.map(async (witness) => {
      const { name } = witness.key;
      const failed = (error: unknown): WitnessStatus => ({ name, state: 'failed', failure: String(error) });
      asked.set(witness, { number: checkpoint.number, at: performance.now() });
      const answer = await ask(witness, checkpoint).catch(failed);
      const before = statuses.get(keyOf(witness));
      // Who has disputed the log does not take it back by not answering.
      const status = before?.state === 'disputed' && answer.state === 'failed' ? before : answer;
      statuses.set(keyOf(witness), status);
      if (status.failure !== undefined && status.failure !== before?.failure) tell(`${name}: ${status.failure}`);
    });
    await Promise.all(answers);
  };
  return { all, status: () => [...statuses.values()], forget: () => statuses.clear() };
};

/** Lets witnesses cosign each new checkpoint, all of them the same one; a slow one is waited for five seconds at most. */
export const startWitnessing = (options: WitnessingOptions): Witnessing => {
  const { databaseUrl, policy, log, signal, tell = () => undefined } = options;
  const pool = new pg.Pool({
    ...{ connectionString: databaseUrl, max: 2, application_name: 'log-witnesses' },
    // What was asked before an outage shall not be answered after it.
    ...{ connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const ask = asking(pool, options);
  const inbox = openInbox({ db: pool, policy, folder: options.inbox, now: options.now ?? Date.now, tell });

  // Apart from each other: neither a text that cannot be taken nor a slow witness keeps the rest waiting.
  const parts = [
    repeated('The witnesses cannot be asked', ask.all, tell),
    repeated('Cosigned texts cannot be taken', () => inbox.take(), tell),
  ];
  const run = async (part: Repeated): Promise<void> => {
    while (!signal.aborted) {
      const { state } = log.status();
      if (state === 'active') await part.once();
      // How they stand to the log is now for another instance to say.
      if (state === 'standby') ask.forget();
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    status: ask.status,
    // Whoever stands by takes nothing: what failed before is for the other instance to try.
    failures: () =>
      log.status().state === 'standby' ? [] : [...parts.flatMap((part) => part.failure() ?? []), ...inbox.failures()],
    done: Promise.all(parts.map(run)).then(() => pool.end()),
  };
};

interface Repeated {
  once(): Promise<void>;
  /** Why it failed last; undefined when it did not. */
  failure(): string | undefined;
}

/** What fails is tried again; only a new failure is told. */
const repeated = (what: string, action: () => Promise<void>, tell: (failure: string) => void): Repeated => {
  let last: string | undefined;
  return {
    once: async () => {
      const failure = await action().then(
        () => undefined,
        (error: unknown) => `${what}: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (failure !== undefined && failure !== last) tell(failure);
      last = failure;
    },
    failure: () => last,
  };
};
