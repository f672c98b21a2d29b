import { atLeast, rankOf } from '../actor.js';
import { refuse } from '../refusals.js';
import type { CompetenceGrant, LegalBasis } from '../rulebook/content.js';
import { dayOf } from '../time.js';
import type { MatterCommand } from './commands.js';
import { wrongState } from './phases.js';
import { listed, without } from '../codes.js';
import { isBlank, reasoned } from '../reason.js';
import { bookOf, ministryOf, trackOf } from './rows.js';
import type { Matter, Version } from './state.js';
import type { Phase, Track } from './vocabulary.js';

export type FinalCommand = Extract<MatterCommand, { type: 'TakeFinalDecision' }>;

/** Only these tracks can know a final decision at all (I8). */
const FINAL_TRACKS: readonly Track[] = ['COMMITTEE', 'FRAME'];
const BEFORE_DISSENT: readonly Phase[] = [
  'DRAFT',
  'SUBMITTED',
  'OPEN',
  'ROUND_OPEN',
  'ROUND_CLOSED',
  'INCOMPLETE',
  'AGREED',
];
/** In dissent (I18) with the ladder not climbed to its end; RESOLVED waits for its confirming round. */
const CLIMBING: readonly Phase[] = ['DISSENT', 'ESCALATED', 'RESOLVED'];

/** Preconditions 1 to 4: track, rule book, ministry, person. Before a procedure is opened there may be no book to ask. */
export function entitled(command: FinalCommand, state: Matter): void {
  if (!FINAL_TRACKS.includes(state.track)) refuse('FINAL_DECISION_TRACK_FORBIDDEN', { track: state.track });
  const track = command.facts.ruleBook?.tracks[state.track];
  if (!track && !state.ruleBook) return;
  const rules = track?.finalDecision ?? refuse('FINAL_DECISION_NOT_ENABLED');
  const { actor } = command.meta;
  const decider = ministryOf(command, rules.decider);
  if (actor.ministry !== decider) refuse('NOT_FINAL_DECIDER', { decider });
  if (actor.mandates.length === 0 || !atLeast(rankOf(actor), rules.minRank))
    refuse('MANDATE_INSUFFICIENT', { rank: rules.minRank });
}

/** Precondition 5: the ladder was climbed to its end. */
export function exhausted(state: Matter): void {
  const { phase } = state;
  if (BEFORE_DISSENT.includes(phase)) refuse('NO_DISSENT');
  if (CLIMBING.includes(phase)) {
    const open = state.levels.find(({ status }) => status === 'OPEN');
    const dueAt = phase === 'DISSENT' ? state.dissent?.dueAt : open?.dueAt;
    refuse('ESCALATION_NOT_EXHAUSTED', { openLevel: open?.level ?? null, dueAt: dueAt ?? null });
  }
  if (phase !== 'EXHAUSTED') refuse('WRONG_STATE', wrongState(state));
}

type Valid = CompetenceGrant & { readonly legalBasis: LegalBasis };

/** Precondition 6: one grant of competence covers the category and every area. */
export function competent(command: FinalCommand, state: Matter): Valid {
  const today = dayOf(command.meta.now);
  const grants = bookOf(command).competenceGrants.filter(
    (grant): grant is Valid =>
      ministryOf(command, grant.decider) === command.meta.actor.ministry &&
      grant.tracks.includes(state.track) &&
      grant.categories.includes(state.category) &&
      grant.legalBasis !== null &&
      grant.validFrom <= today &&
      (grant.validTo === undefined || today <= grant.validTo),
  );
  const excluded = (grant: CompetenceGrant) =>
    listed(state.areas.filter((area) => grant.exclusions.includes(area) || state.outside.includes(area)));
  const found = grants.find((grant) => excluded(grant).length === 0);
  if (found) return found;
  const areas = listed(grants.length === 0 ? state.areas : grants.flatMap(excluded));
  return refuse('FINAL_DECISION_OUTSIDE_COMPETENCE', { areas, category: state.category });
}

/** Preconditions 7 and 8: no open dispute about the competence, and in time. */
export function timely({ meta }: FinalCommand, { dispute, windowDueAt }: Matter): void {
  if (dispute) refuse('COMPETENCE_DISPUTE_PENDING', { areas: dispute });
  if (windowDueAt !== undefined && meta.now >= windowDueAt)
    refuse('FINAL_DECISION_WINDOW_LAPSED', { dueAt: windowDueAt });
}

/** Precondition 9: the text had a round, or was there before the last level closed. */
export function consulted({ data }: FinalCommand, state: Matter): Version {
  const no = data.version ?? state.current;
  const version = state.versions.find((candidate) => candidate.no === no);
  const lastClosed = Math.max(...state.levels.map(({ closed = -1 }) => closed));
  const hadRound = state.rounds.some((round) => round.version === no);
  if (!version || !(hadRound || version.revision < lastClosed)) refuse('FINAL_TEXT_NOT_CONSULTED', { version: no });
  return version;
}

/** Precondition 10: reasons, and an answer to every standing objection. */
export function answered({ data: { reasons = '', answers = [] } }: FinalCommand, { dissent }: Matter) {
  reasoned(reasons);
  const seats = answers.filter(({ text }) => !isBlank(text)).map(({ seat }) => seat);
  const open = without(dissent?.objections ?? [], seats);
  if (open.length > 0) refuse('OBJECTION_UNANSWERED', { seats: listed(open) });
  return { reasons, answers };
}

/** Precondition 11: the decider answers for the result and reports on it. */
export function responsible(command: FinalCommand, state: Matter) {
  const { resultResponsibility, validUntil } = command.data;
  const { finalDecision, requireValidUntil } = trackOf(command, state);
  const minimum = finalDecision?.reportDatesMin ?? 1;
  if (!resultResponsibility?.accepted || resultResponsibility.reportDates.length < minimum)
    refuse('RESULT_RESPONSIBILITY_MISSING', { reportDates: minimum });
  if (requireValidUntil && validUntil === undefined) refuse('EXPIRY_REQUIRED');
  return { resultResponsibility };
}
