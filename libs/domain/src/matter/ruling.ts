import { atLeast, rankOf } from '../actor.js';
import { deadline } from '../deadline.js';
import { refuse } from '../refusals.js';
import type { CompetenceGrant, LegalBasis } from '../rulebook/content.js';
import { dayOf, endOf } from '../time.js';
import type { MatterCommand } from './commands.js';
import type { Phase, Track } from './vocabulary.js';
import { enactment } from './enactment.js';
import type { DutyRecord } from './messages/effect.js';
import type { Matter, Version } from './state.js';
import { wrongState } from './phases.js';
import { bookOf, type Changes, type Decisions, listed, ministryOf, reasoned, trackOf, without } from './rows.js';

type FinalCommand = Extract<MatterCommand, { type: 'TakeFinalDecision' }>;

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
  'RESOLVED',
];

/** Preconditions 1 to 4: track, rule book, ministry, person. Before a procedure is opened there may be no book to ask. */
function entitled(command: FinalCommand, state: Matter): void {
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
function exhausted(state: Matter): void {
  if (BEFORE_DISSENT.includes(state.phase)) refuse('NO_DISSENT');
  if (state.phase === 'DISSENT')
    refuse('ESCALATION_NOT_EXHAUSTED', { openLevel: null, dueAt: state.dissent?.dueAt ?? null });
  if (state.phase === 'ESCALATED') {
    const open = state.levels.find(({ status }) => status === 'OPEN');
    refuse('ESCALATION_NOT_EXHAUSTED', { openLevel: open?.level ?? null, dueAt: open?.dueAt ?? null });
  }
  if (state.phase !== 'EXHAUSTED') refuse('WRONG_STATE', wrongState(state));
}

type Valid = CompetenceGrant & { readonly legalBasis: LegalBasis };

/** Precondition 6: one grant of competence covers the category and every area. */
function competent(command: FinalCommand, state: Matter): Valid {
  const today = dayOf(command.meta.now);
  const grants = bookOf(command).competenceGrants.filter(
    (grant): grant is Valid =>
      ministryOf(command, grant.decider) === command.meta.actor.ministry &&
      grant.tracks.includes(state.track) &&
      grant.legalBasis !== null &&
      grant.validFrom <= today &&
      (grant.validTo === undefined || today <= grant.validTo),
  );
  const excluded = (grant: CompetenceGrant) =>
    listed(state.areas.filter((area) => grant.exclusions.includes(area) || state.outside.includes(area)));
  const found = grants.find((grant) => grant.categories.includes(state.category) && excluded(grant).length === 0);
  if (found) return found;
  return refuse('FINAL_DECISION_OUTSIDE_COMPETENCE', {
    areas: listed(grants.flatMap(excluded)),
    category: state.category,
  });
}

/** Preconditions 7 to 11, in that order: nothing disputed, in time, a text that was discussed, answers, responsibility. */
function answerable({ data, meta, facts }: FinalCommand, state: Matter, minReports: number): Version {
  if (state.dispute) refuse('COMPETENCE_DISPUTE_PENDING', { areas: state.dispute });
  const { windowDueAt } = state;
  if (windowDueAt !== undefined && meta.now >= windowDueAt)
    refuse('FINAL_DECISION_WINDOW_LAPSED', { dueAt: windowDueAt });
  const no = data.version ?? state.current;
  const version = state.versions.find((candidate) => candidate.no === no);
  if (!version) refuse('FINAL_TEXT_NOT_CONSULTED', { version: no });
  reasoned(data.reasons);
  const answered = (data.answers ?? []).filter(({ text }) => text.trim() !== '').map(({ seat }) => seat);
  const open = without(state.dissent?.objections ?? [], answered);
  if (open.length > 0) refuse('OBJECTION_UNANSWERED', { seats: listed(open) });
  const { accepted = false, reportDates = [] } = data.resultResponsibility ?? {};
  if (!accepted || reportDates.length < minReports)
    refuse('RESULT_RESPONSIBILITY_MISSING', { reportDates: minReports });
  const { requireValidUntil } = facts.ruleBook?.tracks[state.track] ?? { requireValidUntil: false };
  if (requireValidUntil && data.validUntil === undefined) refuse('EXPIRY_REQUIRED');
  return version;
}

const REPORT = 'Bericht über das Ergebnis der abschließenden Entscheidung';

/** The exceptional rule: the digital ministry decides with final effect when the ministries could not agree. Source: model 4.5. */
export const ruling: Decisions<'TakeFinalDecision' | 'EstablishLapse'> = {
  TakeFinalDecision: (command, state) => {
    const { data, meta } = command;
    entitled(command, state);
    exhausted(state);
    const grant = competent(command, state);
    const track = trackOf(command, state);
    const version = answerable(command, state, track.finalDecision?.reportDatesMin ?? 1);
    const { reasons = '', answers = [], resultResponsibility = { accepted: true, reportDates: [] } } = data;
    const decider = meta.actor.ministry ?? '';
    const dissenting = state.dissent?.objections ?? [];
    const duties = resultResponsibility.reportDates.map((due, index): DutyRecord => ({
      duty: `report-${index + 1}`,
      ministry: decider,
      text: REPORT,
      due,
    }));
    const today = dayOf(meta.now);
    const referral = track.cabinet
      ? { referralDueAt: deadline(today, track.cabinet.referralWindow, command.facts.calendar).dueAt }
      : {};
    return [
      {
        type: 'FinalDecisionTaken',
        data: {
          ...{
            version: version.no,
            textHash: version.textHash,
            grant: grant.id,
            legalBasis: grant.legalBasis,
            decider,
          },
          ...{ rank: rankOf(meta.actor), reasons, answers, resultResponsibility, dissenting },
        },
      },
      enactment(command, state, {
        ...{ origin: 'FINAL', version, effectiveFrom: today, duties, dissenting, ...referral },
        ...(data.decisionNo === undefined ? {} : { decisionNo: data.decisionNo }),
        ...(data.validUntil === undefined ? {} : { validUntil: data.validUntil }),
      }),
    ];
  },

  EstablishLapse: ({ data, meta }, state) => {
    const window = state.phase === 'EXHAUSTED' ? state.windowDueAt : undefined;
    const decideBy = state.decideBy === undefined ? undefined : endOf(state.decideBy);
    const dueAt = window ?? decideBy ?? refuse('WRONG_STATE', wrongState(state));
    const cause = [
      ...(window !== undefined && meta.now >= window ? ['FINAL_WINDOW' as const] : []),
      ...(decideBy !== undefined && meta.now >= decideBy ? ['DECIDE_BY' as const] : []),
    ][0];
    if (!cause) refuse('DEADLINE_RUNNING', { dueAt });
    reasoned(data.reason);
    return [{ type: 'MatterLapsed', data: { cause, reason: data.reason } }];
  },
};

export const ruled: Changes<'FinalDecisionTaken' | 'MatterLapsed'> = {
  FinalDecisionTaken: (state, { data }) => {
    if (state.phase !== 'EXHAUSTED') throw new Error('A final decision without an exhausted ladder');
    const { grant, legalBasis, decider, version } = data;
    const answered = listed(data.answers.map(({ seat }) => seat));
    return { ...state, current: version, ruling: { grant, legalBasis, decider, answered } };
  },
  MatterLapsed: (state) => ({ ...state, phase: 'LAPSED' }),
};
