import { without } from '../codes.js';
import type { Recorded } from '../decider.js';
import { Refusal } from '../refusals.js';
import type { LadderLevel } from '../rulebook/content.js';
import type { Instant } from '../time.js';
import { compared, type Comparison, type Doubt, doubt, doubtIfAny } from '../under-book.js';
import { redecide } from './audit.js';
import { counts, isSkippable } from './escalation.js';
import type { MatterEvent } from './events.js';
import { due, dueUnder, type Of, type OtherBook, type Row, trackIn } from './other-track.js';
import type { Matter } from './state.js';

const levelIn = ({ book }: OtherBook, state: Matter, level: string): LadderLevel | undefined =>
  trackIn(book, state)?.ladder?.levels.find((one) => one.level === level);

/** Whether it could have been taken; with its grant and the deadline for the cabinet, or the precondition it fails. */
function finalUnder(
  using: OtherBook,
  state: Matter,
  event: Of<'FinalDecisionTaken'>,
  next: Recorded<MatterEvent> | undefined,
): readonly Comparison[] {
  const { calendar, book: ruleBook, hash } = using;
  if (next?.type !== 'DecisionEnacted' || !calendar) return [];
  try {
    const events = redecide(state, event, next.data, { hash, calendar, ruleBook });
    const [taken, enacted] = events as readonly [Of<'FinalDecisionTaken'>, Of<'DecisionEnacted'>];
    return [
      compared('FINAL_DECISION', 'TAKEN', 'TAKEN'),
      compared('GRANT', event.data.grant, taken.data.grant),
      ...due('REFERRAL', next.data.referralDueAt, enacted.data.referralDueAt),
    ];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [compared('FINAL_DECISION', 'TAKEN', error.code)];
  }
}

/** In time it could have been taken earlier: whether it would have been is open. */
function afterWindow(using: OtherBook, state: Matter, at: Instant): readonly Doubt[] {
  const window = trackIn(using.book, state)?.finalDecision?.window;
  const { exhaustedAt } = state;
  const end = window !== undefined && exhaustedAt !== undefined ? dueUnder(using, exhaustedAt, window) : undefined;
  return end !== undefined && at >= end ? [doubt('DECIDED_AFTER_WINDOW', [end])] : [];
}

/** Whether a decision in force could still be referred; from the exhausted ladder it can be at any time. */
function referredLate(using: OtherBook, { phase, decision }: Matter, at: Instant, window: string): boolean {
  const end = phase === 'ENACTED' && decision ? dueUnder(using, decision.enactedAt, window) : undefined;
  return end !== undefined && at >= end;
}

const suspending = (isSuspensive: boolean): string => (isSuspensive ? 'SUSPENDS' : 'DOES_NOT_SUSPEND');

/** The ladder, the final decision and the cabinet under another rule book. */
export const otherLadder = {
  LevelOpened: (using, state, { data: { level, dueAt, rank }, entry }) => {
    const rules = levelIn(using, state, level);
    const found = rules && dueUnder(using, entry.at, rules.period);
    return { of: level, compared: [...due('LEVEL', dueAt, found), compared('RANK', rank, rules?.rank)], doubts: [] };
  },
  // Without the level there is nothing to attempt or to skip on it: its opening tells that.
  AttemptRecorded: (using, state, { data: { level: of, ranks, counts: recorded } }) => {
    const rules = levelIn(using, state, of);
    const named = (isCounted: boolean) => (isCounted ? 'COUNTS' : 'DOES_NOT_COUNT');
    const found = rules && named(counts(state, ranks, rules.rank));
    return { of, compared: found === undefined ? [] : [compared('ATTEMPT', named(recorded), found)], doubts: [] };
  },
  LevelSkipped: (using, state, { data: { level: of } }) => {
    const rules = levelIn(using, state, of);
    const found = rules && (isSkippable(rules) ? 'SKIPPED' : 'LEVEL_NOT_SKIPPABLE');
    return { of, compared: found === undefined ? [] : [compared('SKIPPING', 'SKIPPED', found)], doubts: [] };
  },
  EscalationExhausted: (using, state, { data, entry }) => {
    const { finalDecision, ladder } = trackIn(using.book, state) ?? {};
    const found = finalDecision ? dueUnder(using, entry.at, finalDecision.window) : undefined;
    const climbed = state.levels.map(({ level }) => level);
    const missing = without(ladder?.levels.map(({ level }) => level) ?? [], climbed);
    return {
      compared: due('FINAL_WINDOW', data.windowDueAt, found),
      doubts: doubtIfAny('LEVELS_NOT_CLIMBED', missing),
    };
  },
  FinalDecisionTaken: (using, state, event, next) => ({
    compared: finalUnder(using, state, event, next),
    doubts: afterWindow(using, state, event.entry.at),
  }),
  CabinetReferred: (using, state, { data: { suspensive }, entry }) => {
    const rules = trackIn(using.book, state)?.cabinet;
    if (!rules) return { compared: [compared('CABINET', 'REFERRED', undefined)], doubts: [] };
    const isLate = referredLate(using, state, entry.at, rules.referralWindow);
    return {
      compared: [
        compared('CABINET', 'REFERRED', isLate ? 'REFERRAL_LATE' : 'REFERRED'),
        compared('SUSPENSION', suspending(suspensive), suspending(rules.suspensive)),
      ],
      doubts: [],
    };
  },
} as const satisfies { readonly [T in MatterEvent['type']]?: Row<T> };
