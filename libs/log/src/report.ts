import type { Signer } from '#evidence';
import type { EventStore, Position } from '#event-store';
import type { Reason } from './broken.js';

export interface LogOptions {
  readonly store: EventStore;
  /** A role with the `write` rights of migrateLog. */
  readonly databaseUrl: string;
  /** File of the last signed checkpoint, outside the database and its backups. */
  readonly memoryFile: string;
  readonly signer: Signer;
  /** Signs beside the signer from the checkpoint on that covers the record that announces it: so a key is replaced. */
  readonly next?: Signer;
  readonly signal: AbortSignal;
  /** How often everything is compared anew, in milliseconds; an hour unless told. */
  readonly auditMs?: number;
  /** Told when the log failed or broke, and when its key does not sign. */
  readonly tell?: (status: LogStatus) => void;
}

/**
 * `standby`: another instance is active. `comparing`: store, tables and memory are compared from the first record on;
 * nothing is signed meanwhile. `active`: checkpoints are signed. `failed`: will be tried again. `broken`: stopped for good,
 * store and log disagree.
 */
export type LogState = 'standby' | 'comparing' | 'active' | 'failed' | 'broken';

export interface LogStatus {
  readonly state: LogState;
  /** Why it failed or broke. */
  readonly failure?: string;
  readonly reason?: Reason;
  /** Why the key does not sign, as long as it does not: no record gets a receipt meanwhile. */
  readonly unsigned?: string;
  /** How many keys signed the last checkpoint of this process. */
  readonly keys: number;
  /** Records in the log, and records under the last checkpoint. */
  readonly size: bigint;
  readonly sealed: bigint;
  /** Milliseconds for which some record of the store has been waiting for its receipt. */
  readonly waiting: number;
  /** Milliseconds since all that was recorded is known to have been under a checkpoint; infinite before it is known. */
  readonly behind: number;
  /** Milliseconds since the store last said where it ends, or since the start: whether a record is waiting is not known. */
  readonly silent: number;
}

/** What the parts of a running log tell of themselves. */
export interface Report {
  state: LogState;
  failure?: string;
  reason?: Reason;
  unsigned?: string;
  keys: number;
  size: bigint;
  sealed: bigint;
  /** Place of the last sealed record in the store, whoever sealed it. */
  sealedPosition: Position | undefined;
  /** Monotonic milliseconds since which a record has been waiting; undefined if none is. */
  waitingSince: number | undefined;
  /** Monotonic milliseconds at which the store last said where it ends; before it did, of the start. */
  heardAt: number;
  /** When all that was recorded is known to have been what lies under a checkpoint now. */
  coveredAt?: Moment;
}

/** A moment by both clocks, in milliseconds: the one goes on while the machine sleeps, the other while it is set back. */
export interface Moment {
  readonly monotonic: number;
  readonly clock: number;
}

export const moment = (): Moment => ({ monotonic: performance.now(), clock: Date.now() });

/** By the clock that has gone further: whoever slept has missed what others recorded. */
const since = ({ monotonic, clock }: Moment): number => Math.max(performance.now() - monotonic, Date.now() - clock);

/** What a report amounts to now. */
export const statusOf = ({
  state,
  failure,
  unsigned,
  reason,
  keys,
  size,
  sealed,
  waitingSince,
  heardAt,
  coveredAt,
}: Report): LogStatus => ({
  ...{ state, keys, size, sealed },
  ...(failure === undefined ? {} : { failure }),
  ...(unsigned === undefined ? {} : { unsigned }),
  ...(reason === undefined ? {} : { reason }),
  waiting: waitingSince === undefined ? 0 : performance.now() - waitingSince,
  behind: coveredAt === undefined ? Infinity : since(coveredAt),
  silent: performance.now() - heardAt,
});
