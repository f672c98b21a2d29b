import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteParts, parseCheckpoint, type Policy, VerificationFailure } from '#evidence';
import pg from 'pg';
import { askWitness, type AskedWitness, type WitnessStatus } from './ask-witness.js';
import { keepCosignature, lastPublished, type Published, publishedAt } from './cosignatures.js';

export interface WitnessingOptions {
  /** A role with the `write` rights of migrateLog. */
  readonly databaseUrl: string;
  /** Witnesses with an address are asked; the quorum says when a checkpoint is witnessed. */
  readonly policy: Policy;
  /** Folder of cosigned checkpoints that came by another way, as texts `*.txt`. */
  readonly inbox: string;
  /** Only the active instance of the log asks. */
  readonly isActive: () => boolean;
  readonly signal: AbortSignal;
}

/** Collects cosignatures in the background. */
export interface Witnessing {
  /** How each witness answered last. */
  status(): readonly WitnessStatus[];
  readonly done: Promise<void>;
}

const PAUSE_MS = 500;

/** Lets witnesses cosign each new checkpoint, all of them the same one; a slow one is waited for five seconds at most. */
export const startWitnessing = ({ databaseUrl, policy, inbox, isActive, signal }: WitnessingOptions): Witnessing => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: 'log-witnesses' });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const witnesses = policy.witnesses.flatMap(({ key, url }) => (url === undefined ? [] : [{ key, url, size: 0n }]));
  const statuses = new Map<string, WitnessStatus>();
  let asked: string | undefined;

  const ask = async (witness: AskedWitness, checkpoint: Published): Promise<WitnessStatus> => {
    const { lines, ...status } = await askWitness(pool, witness, checkpoint);
    if (status.state !== 'cosigned') return status;
    if (!(await keepCosignature(pool, checkpoint, policy, { key: witness.key, lines }))) {
      return { ...status, state: 'failed', failure: 'its signature does not hold' };
    }
    witness.size = checkpoint.size;
    return status;
  };

  const round = async (): Promise<void> => {
    await takeInbox(pool, policy, inbox);
    const checkpoint = await lastPublished(pool);
    if (checkpoint === undefined || checkpoint.number === asked) return;
    asked = checkpoint.number;
    const parts = witnesses.map(async (witness) => {
      const { name } = witness.key;
      const failed = (error: unknown): WitnessStatus => ({ name, state: 'failed', failure: String(error) });
      statuses.set(name, await ask(witness, checkpoint).catch(failed));
    });
    await Promise.all(parts);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      // Whatever fails is tried again with the next checkpoint, at the latest with a heartbeat.
      if (isActive()) await round().catch(() => undefined);
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
    await pool.end();
  };
  return { status: () => [...statuses.values()], done: run() };
};

/** Takes each text once; what was taken, and what cannot be, is renamed so that a person sees it. */
const takeInbox = async (pool: pg.Pool, policy: Policy, inbox: string): Promise<void> => {
  if (!existsSync(inbox)) return;
  for (const name of readdirSync(inbox).filter((entry) => entry.endsWith('.txt'))) {
    const file = join(inbox, name);
    renameSync(file, `${file}.${(await isTaken(pool, policy, readFileSync(file, 'utf8'))) ? 'taken' : 'refused'}`);
  }
};

const isTaken = async (pool: pg.Pool, policy: Policy, note: string): Promise<boolean> => {
  try {
    const { text, lines } = noteParts(note);
    const checkpoint = await publishedAt(pool, parseCheckpoint(text).size);
    if (checkpoint === undefined || noteParts(checkpoint.note).text !== text) return false;
    const kept = [];
    for (const { key } of policy.witnesses) kept.push(await keepCosignature(pool, checkpoint, policy, { key, lines }));
    return kept.includes(true);
  } catch (error) {
    if (error instanceof VerificationFailure) return false;
    throw error;
  }
};
