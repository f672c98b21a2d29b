import type { DeadlineRow } from '#read-model';
import type { Logger } from 'pino';
import type { WorkerDesk } from './desk.js';
import { gauges } from './gauges.js';
import { caughtUp, fireDue, keyOf } from './timers.js';

/** Injection token of the Ticking. */
export const TICKING = Symbol('ticking');

export interface TickingOptions {
  /** How long views and reactions are waited for before timers are fired all the same, five seconds unless told. */
  readonly patienceMs?: number;
  /** For how long a timer may fail before a person has to look, a minute unless told. */
  readonly overdueMs?: number;
}

/** Fires timers as time passes. */
export interface Ticking {
  /**
   * Fires what is due. A timer that fails keeps none of another stream from being recorded, nor does a view or a reaction
   * that is behind: what is stale is refused by the rules. Throws where nothing at all can be asked or recorded.
   */
  tick(): Promise<void>;
  /** Why a person has to look; undefined while all is well, and where time does not pass by itself. */
  alarm(): string | undefined;
  /** Figures for an operator; none where time does not pass by itself. */
  metrics(): string;
}

type Desk = Pick<WorkerDesk, 'office' | 'store' | 'readModel' | 'reactions' | 'clock'>;
type Tell = Pick<Logger, 'warn'>;

const PATIENCE_MS = 5_000;
const OVERDUE_MS = 60_000;

/** Waits for views and reactions, but not for ever; tells once that they are behind. */
const patience = (desk: Desk, logger: Tell, ms: number): (() => Promise<boolean>) => {
  let isBehind = false;
  return async () => {
    const isReady = await caughtUp(desk, ms);
    if (!isReady && !isBehind) {
      logger.warn({ failure: desk.reactions.failure() }, 'Timers do not wait: views or reactions are behind the log');
    }
    isBehind = !isReady;
    return isReady;
  };
};

/** A timer that could not be recorded when it was last tried. */
interface Failing {
  /** Monotonic milliseconds of the first time. */
  readonly since: number;
  readonly failure: string;
}

type Failures = ReadonlyMap<string, Failing>;

/** Fires what is due; answers with what could not be. Only a new failure is told. */
const fired = async (desk: Desk, logger: Tell, wait: () => Promise<boolean>, before: Failures): Promise<Failures> => {
  const failures = new Map<string, Failing>();
  const note = (row: DeadlineRow, error: unknown): void => {
    const { stream, kind, dueAt } = row;
    const failure = `${stream} ${kind} ${dueAt}: ${String(error)}`;
    const last = before.get(keyOf(row));
    if (last?.failure !== failure) logger.warn({ err: error, stream, kind, dueAt }, 'A timer will be tried again');
    failures.set(keyOf(row), { since: last?.since ?? performance.now(), failure });
  };
  let isPatient = true;
  await fireDue(desk, desk.clock.now(), {
    settle: async () => {
      isPatient &&= await wait();
    },
    reach: () => desk.clock.now(),
    failed: async (row, error) => {
      // Throws where the log itself is out of reach: then the others fail as well.
      await desk.store.head();
      note(row, error);
      return true;
    },
  });
  return failures;
};

export const ticking = (
  desk: Desk,
  logger: Tell,
  { patienceMs = PATIENCE_MS, overdueMs = OVERDUE_MS }: TickingOptions = {},
): Ticking => {
  const wait = patience(desk, logger, patienceMs);
  let failures: Failures = new Map();
  /** Monotonic milliseconds at which a tick last ended well; before that, at which the first one began. */
  let tickedAt: number | undefined;

  const alarm = (): string | undefined => {
    const over = performance.now() - overdueMs;
    if (tickedAt !== undefined && tickedAt < over) return 'Nobody has seen for a while whether a timer is due';
    return [...failures.values()].find(({ since }) => since < over)?.failure;
  };

  return {
    tick: async () => {
      tickedAt ??= performance.now();
      failures = await fired(desk, logger, wait, failures);
      tickedAt = performance.now();
    },
    alarm,
    metrics: () =>
      tickedAt === undefined
        ? ''
        : gauges('timers', [
            ['overdue', 'Due timers that could not be recorded when they were last tried', String(failures.size)],
            ['unseen_seconds', 'For how long nobody has seen what is due', secondsSince(tickedAt)],
            ['alarm', '1 when a person has to look', alarm() === undefined ? '0' : '1'],
          ]),
  };
};

const secondsSince = (at: number): string => ((performance.now() - at) / 1_000).toFixed(3);
