import { setTimeout as sleep } from 'node:timers/promises';
import { type Checkpoint, encodeVkey, type Frontier, type Signer } from '#evidence';
import type { EventStore, Position } from '#event-store';
import { LogBroken } from './broken.js';
import { grow, type Growth } from './growth.js';
import { type LogOptions, type Report, statusOf } from './report.js';
import type { Memory } from './memory.js';
import { openSealing, type Sealing } from './sealing.js';
import { Unsigned, verifierOf } from './signing.js';
import { leafCount, type Queryable } from './tables.js';

/** While there is news. Below a second, so that 99 of 100 records have their receipt within one. */
const SEAL_EVERY_MS = 750;
/** Without news: so that silence is told from absence. Evidence asks for one every five minutes at least. */
const HEARTBEAT_MS = 240_000;
const AUDIT_EVERY_MS = 3_600_000;

export interface SessionOptions extends LogOptions {
  /** The connection that holds the lease. */
  readonly client: Queryable;
  readonly memory: Memory;
  readonly report: Report;
}

/** What the parts of a session share. */
interface Session extends SessionOptions {
  readonly growth: Growth;
  readonly sealing: Sealing;
  /** Place of the last record that was taken. */
  position: Position | undefined;
  news: () => void;
}

/** Compares everything, then grows and seals until the signal aborts or something fails. Throws that failure. */
export const activeUntil = async (options: SessionOptions): Promise<void> => {
  const { client, signer, memory, report } = options;
  report.state = 'comparing';
  // Said by an earlier session: this one has not tried its key yet.
  delete report.unsigned;
  const sealing = await openSealing(client, memory, signer);
  const known = await leafCount(client);
  const growth = grow({ db: client, known, signed: sealing.last() });
  const session: Session = { ...options, growth, sealing, position: undefined, news: () => undefined };
  await catchUp(session, known);
  if (options.signal.aborted) return;
  report.state = 'active';
  delete report.failure;
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const parts = [tail, seal, audit].map(async (part) => {
    try {
      await part({ ...options, signal }, session);
    } finally {
      ending.abort();
    }
  });
  await Promise.allSettled(parts);
  await Promise.all(parts);
};

const catchUp = async (session: Session, known: bigint): Promise<void> => {
  const { store, growth, sealing, signal, report } = session;
  for await (const batch of store.readAll()) {
    await growth.take(batch);
    session.position = batch.at(-1)?.position;
    report.size = growth.frontier().size;
    if (signal.aborted) return;
  }
  reached(growth.frontier(), known, sealing.last());
};

/** Neither the tables nor the last signature may know of more records than the store. */
const reached = ({ size }: Frontier, known: bigint, signed: Checkpoint | undefined): void => {
  for (const wanted of [known, signed?.size ?? 0n]) {
    if (size < wanted) throw new LogBroken('STORE_SHORTER', `${size} of ${wanted} records`);
  }
};

type Part = (options: SessionOptions, session: Session) => Promise<void>;

const tail: Part = async ({ store, signal, report }, session) => {
  for await (const batch of store.follow(session.position, signal)) {
    if (batch.length === 0) continue;
    await session.growth.take(batch);
    session.position = batch.at(-1)?.position;
    report.size = session.growth.frontier().size;
    session.news();
  }
};

/** The first signature comes at once, with or without news: a crash may have left the last one unpublished. */
const seal: Part = async ({ signal, report }, session) => {
  const { growth } = session;
  while (!signal.aborted) {
    const frontier = growth.frontier();
    const { position } = session;
    const isSealed = frontier.size > 0n && (await seals(session, frontier));
    if (isSealed) {
      report.sealed = frontier.size;
      report.sealedPosition = position;
    }
    if (frontier.size > 0n) await sleep(SEAL_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (isSealed || frontier.size === 0n) await newsAfter(session, frontier.size, signal);
  }
};

/** False where the key does not sign: a token that was pulled out comes back, and nothing needs to be compared for that. */
const seals = async (session: Session, frontier: Frontier): Promise<boolean> => {
  const { sealing, report, tell } = session;
  try {
    const signers = signersOf(session, frontier.size);
    await sealing.seal(frontier, signers);
    report.keys = signers.length;
    delete report.unsigned;
    return true;
  } catch (error) {
    if (!(error instanceof Unsigned)) throw error;
    const isNew = report.unsigned !== error.message;
    report.unsigned = error.message;
    if (isNew) tell?.(statusOf(report));
    return false;
  }
};

/** An announced key signs beside the present one: so there is a checkpoint of both that covers the announcement. */
const signersOf = ({ signer, next, growth }: Session, size: bigint): readonly Signer[] =>
  next?.name === signer.name && growth.announces(encodeVkey(verifierOf(next)), size) ? [signer, next] : [signer];

/** Resolves when there are more records than `size`, at the latest when a heartbeat is due or the signal aborts. */
const newsAfter = (session: Session, size: bigint, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      session.news = () => undefined;
      resolve();
    };
    const timer = setTimeout(wake, HEARTBEAT_MS);
    signal.addEventListener('abort', wake);
    session.news = wake;
    if (signal.aborted || session.growth.frontier().size > size) wake();
  });

/** A rewritten past is found also where nobody restarts anything. */
const audit: Part = async ({ store, client, signal, auditMs = AUDIT_EVERY_MS }, { growth, sealing }) => {
  for (;;) {
    await sleep(auditMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await compareAll(store, client, growth.frontier().size, sealing.last(), signal);
  }
};

const compareAll = async (
  store: EventStore,
  db: Queryable,
  size: bigint,
  signed: Checkpoint | undefined,
  signal: AbortSignal,
): Promise<void> => {
  const fresh = grow({ db, known: size, signed: signed !== undefined && signed.size <= size ? signed : undefined });
  for await (const batch of store.readAll()) {
    const left = size - fresh.frontier().size;
    await fresh.take(left < BigInt(batch.length) ? batch.slice(0, Number(left)) : batch);
    if (signal.aborted || fresh.frontier().size === size) return;
  }
  // Without records there is no batch at all.
  reached(fresh.frontier(), size, signed);
};
