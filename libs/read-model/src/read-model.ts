import { connect } from './connection.js';
import { positions, type ShardPosition } from './shard.js';
import { type AgreementFilter, type AgreementRow, findAgreements } from './views/agreement.js';
import { type BindingRow, findBinding } from './views/binding.js';
import { findConcerned } from './views/concerned.js';
import { type DeadlineFilter, type DeadlineRow, findDeadlines, findDueTimers } from './views/deadline.js';
import { type DecisionFilter, type DecisionRow, findDecisions } from './views/decision.js';
import { type DutyFilter, type DutyRow, findDuties } from './views/duty.js';
import { findHistory, type HistoryRow } from './views/history.js';
import type { HouseFilter } from './views/house.js';
import { findMatter, findMatters, type MatterFilter, type RegisterRow } from './views/register.js';
import { findObjected } from './views/objector.js';
import { findShares, type ShareFilter, type ShareRow, type ShareTotal, sumShares } from './views/share.js';
import { findRounds, findTally, type RoundFilter, type TallyRow } from './views/tally.js';
import { findWaiting, type WaitingRow } from './views/waiting.js';
import { openWatch } from './watch.js';

/** Questions to the views. Instants are UTC with milliseconds, days `YYYY-MM-DD`; what is absent is null. */
export interface ReadModel {
  /** Matters that match, the one begun last first. Place of a row: `begunAt`, `matter`. */
  register(filter?: MatterFilter): Promise<RegisterRow[]>;
  /** Decisions that match, the one enacted last first. Place of a row: `enactedAt`, `matter`, `no`. */
  decisions(filter?: DecisionFilter): Promise<DecisionRow[]>;
  /** Agreements that match, the one begun last first. Place of a row: `begunAt`, `agreement`. */
  agreements(filter?: AgreementFilter): Promise<AgreementRow[]>;
  /** The row of one matter, null if the views do not hold it. Who may see it is the caller's question. */
  matter(matter: string): Promise<RegisterRow | null>;
  /** The count of one round, null if there is no such round. */
  tallyRow(matter: string, round: string): Promise<TallyRow | null>;
  /** Running deadlines, the next one first. Place of a row: `dueAt`, `stream`, `no`. */
  runningDeadlines(filter?: DeadlineFilter): Promise<DeadlineRow[]>;
  /** Deadlines due at or before `now` that a timer has to record, in order of due instant; at most `limit` (500). */
  dueTimers(now: string, limit?: number): Promise<DeadlineRow[]>;
  /** What waits for the ministry at `now`, the next one due first. Place of a row: `dueAt`, `stream`, `no`. */
  waitingFor(filter: HouseFilter & { readonly now: string }): Promise<WaitingRow[]>;
  /** What binds the ministry on the day, the next to expire first. Place of a row: `untilDay`, `stream`, `no`. */
  bindingOn(filter: HouseFilter & { readonly on: string }): Promise<BindingRow[]>;
  /** Duties of the ministry, the one due first first. Place of a row: `due`, `stream`, `no`. */
  duties(filter: DutyFilter): Promise<DutyRow[]>;
  /** Shares of the ministry that stand on the day. Place of a row: `year`, `budgetTitle`, `stream`, `no`. */
  shares(filter: ShareFilter): Promise<ShareRow[]>;
  /** Sums of the shares by year and budget title; at most a thousand. */
  shareTotals(filter: ShareFilter): Promise<ShareTotal[]>;
  /** Rounds in which the ministry is entitled to vote, the last first. Place of a row: `openedAt`, `matter`, `no`. */
  roundsOf(filter: RoundFilter): Promise<TallyRow[]>;
  /** Streams in which the ministry has ever objected, in the order of their names; `after` is such a name. */
  objectedBy(filter: HouseFilter): Promise<string[]>;
  /** Streams that may ever have bound or awaited the ministry; their history tells. `after` as for objectedBy. */
  concerning(filter: HouseFilter): Promise<string[]>;
  /** Events of the matter in order, up to the instant if one is given; empty for an unknown matter. */
  historyOf(matter: string, asOf?: string): Promise<HistoryRow[]>;
  /**
   * True as soon as the views hold the stream up to `revision`, false after `timeoutMs`. At once true for streams that
   * no view is about.
   */
  waitForRevision(stream: string, revision: number, timeoutMs: number): Promise<boolean>;
  /** How far the views are, by shard. */
  positions(): Promise<readonly ShardPosition[]>;
  close(): Promise<void>;
}

/** Every question has its index, also before statistics know of it; and none runs long enough to be worth compiling. */
const FROM_INDEXES = '-c enable_seqscan=off -c jit=off';

/** Opens the views for questions with a role that has the `read` rights; `connections` at most, 8 unless told. */
export const openReadModel = async (databaseUrl: string, connections = 8): Promise<ReadModel> => {
  const source = await connect(databaseUrl, 'read-model-query', connections, FROM_INDEXES);
  const watch = openWatch(source, databaseUrl);
  return {
    register: (filter) => findMatters(source, filter),
    decisions: (filter) => findDecisions(source, filter),
    agreements: (filter) => findAgreements(source, filter),
    matter: (matter) => findMatter(source, matter),
    tallyRow: (matter, round) => findTally(source, matter, round),
    runningDeadlines: (filter) => findDeadlines(source, filter),
    dueTimers: (now, limit) => findDueTimers(source, now, limit),
    waitingFor: (filter) => findWaiting(source, filter),
    bindingOn: (filter) => findBinding(source, filter),
    duties: (filter) => findDuties(source, filter),
    shares: (filter) => findShares(source, filter),
    shareTotals: (filter) => sumShares(source, filter),
    roundsOf: (filter) => findRounds(source, filter),
    objectedBy: (filter) => findObjected(source, filter),
    concerning: (filter) => findConcerned(source, filter),
    historyOf: (matter, asOf) => findHistory(source, matter, asOf),
    waitForRevision: watch.reached,
    positions: () => positions(source),
    close: async () => {
      await watch.close();
      await source.destroy();
    },
  };
};
