import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#edge';
import type { EventStore } from '#event-store';
import { parsePolicy, type Policy, VerificationFailure } from '#evidence';
import {
  type Log,
  type LogOptions,
  type LogStatus,
  startLog,
  startWitnessing,
  type Witnessing,
  type WitnessingOptions,
  type WitnessStatus,
} from '#log';
import type { Logger } from 'pino';
import { gauges } from './gauges.js';
import { type LogPlace, nextSignerOf, signerOf } from './log-place.js';

/** Longest time without a receipt that is no alarm. Source: rule "no receipt = not recorded". */
const ALARM_MS = 5_000;

/** Seals the records of the store in the background; tells the logger at once when it stops for good. */
export const openSeal = (
  place: LogPlace,
  store: EventStore,
  databaseUrl: string,
  logger: Logger,
  signal: AbortSignal,
): Log =>
  startLog({
    ...{ store, databaseUrl, signal, ...nextOf(place) },
    memoryFile: join(place.folder, 'log-memory'),
    signer: signerOf(place),
    tell: ({ state, failure, reason, unsigned }) => {
      if (state === 'broken') logger.fatal({ reason, failure }, 'Store and log disagree: nothing more is sealed');
      else if (unsigned !== undefined) logger.error({ unsigned }, 'The log cannot sign');
      else logger.warn({ failure }, 'The log will be compared and tried again');
    },
  });

const nextOf = (place: LogPlace): Pick<LogOptions, 'next'> => {
  const next = nextSignerOf(place);
  return next ? { next } : {};
};

/** The policy in the file `log-policy`; undefined where there is none. Throws a sentence where it cannot be read. */
export const policyOf = ({ folder }: LogPlace): Policy | undefined => {
  const file = join(folder, 'log-policy');
  if (!existsSync(file)) return undefined;
  try {
    return parsePolicy(readFileSync(file));
  } catch (error) {
    throw new Error(`${file}${policyFault(error)}`, { cause: error });
  }
};

const policyFault = (error: unknown): string => {
  if (!(error instanceof VerificationFailure)) return ` cannot be read: ${String(error)}`;
  const { detail = '' } = error;
  return detail.startsWith('line ') ? `, ${detail}: not a line of a policy (C2SP tlog-policy)` : `: ${detail}`;
};

/** Lets the witnesses cosign that the file `log-policy` names; undefined where there is none. */
export const openWitnessing = (
  place: LogPlace,
  logger: Logger,
  { clock, ...options }: Pick<WitnessingOptions, 'log' | 'databaseUrl' | 'signal'> & { readonly clock: Clock },
): Witnessing | undefined => {
  const policy = policyOf(place);
  if (policy === undefined) return undefined;
  const now = () => Date.parse(clock.now());
  const tell = (failure: string) => logger.warn({ failure }, 'Cosignatures are missing');
  return startWitnessing({ ...options, policy, inbox: join(place.folder, 'cosigned'), now, tell });
};

/** Why the log needs a person; undefined while all is well. */
export const alarmOf = (status: LogStatus, witnesses: readonly WitnessStatus[] = []): string | undefined => {
  const { state, failure, unsigned } = status;
  if (state === 'broken') return failure ?? 'Store and log disagree';
  if (unsigned !== undefined) return `The log cannot sign: ${unsigned}`;
  // Only who is active asks them: what they said to another instance is for that one to tell.
  const disputed = state === 'active' ? witnesses.find((witness) => witness.state === 'disputed') : undefined;
  if (disputed) return `The witness ${disputed.name} has seen another log: ${disputed.failure ?? ''}`;
  return status.waiting > ALARM_MS ? lateness(status) : silence(status);
};

const lateness = ({ state, failure, waiting }: LogStatus): string => {
  const why = failure ?? (state === 'standby' ? 'another session holds the lease of the log and seals nothing' : '');
  return `A record has been without receipt for ${Math.round(waiting / 1_000)} seconds${why && `: ${why}`}`;
};

/** Cut off from the store nobody sees whether a record waits. */
const silence = ({ failure, silent }: LogStatus): string | undefined =>
  silent > ALARM_MS
    ? `The store has not said for ${Math.round(silent / 1_000)} seconds what is recorded${failure === undefined ? '' : `: ${failure}`}`
    : undefined;

/** How the log fares. */
export const metricsOf = (
  status: LogStatus,
  witnesses: readonly WitnessStatus[] = [],
  failures: readonly string[] = [],
): string => {
  const { state, size, sealed, waiting } = status;
  const cosigned = witnesses.filter((witness) => witness.state === 'cosigned').length;
  return gauges('log', [
    ['size', 'Records in the log', String(size)],
    ['sealed', 'Records under the last checkpoint', String(sealed)],
    ['waiting_seconds', 'For how long a record has been without receipt', (waiting / 1_000).toFixed(3)],
    ['broken', '1 when store and log disagree and nothing more is sealed', state === 'broken' ? '1' : '0'],
    ['keys', 'Keys that signed the last checkpoint: two while one replaces the other', String(status.keys)],
    ['witnesses', 'Witnesses that cosigned the last checkpoint', String(cosigned)],
    [
      'witnessing_failures',
      'Cosigned texts that were refused, and other failures beside the witnesses',
      String(failures.length),
    ],
    ['alarm', '1 when a person has to look', alarmOf(status, witnesses) === undefined ? '0' : '1'],
  ]);
};
