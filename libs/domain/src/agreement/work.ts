import { added, changed } from '../history.js';
import { present } from '../present.js';
import { isBlank } from '../reason.js';
import { refuse } from '../refusals.js';
import { dayOf } from '../time.js';
import type { AgreementCommand } from './messages.js';
import { type Changes, type Decisions, isRecorded, partyOnly } from './rows.js';
import { type Agreement, type Measure, partiesOf } from './state.js';

const DONE = 100;

const measureOf = ({ measures }: Agreement, measure: string): Measure =>
  measures.find((one) => one.measure === measure) ?? refuse('NOT_FOUND', { measure });

/** Only who has to do it says how far it is. */
function ownerOnly(command: AgreementCommand, { owner }: Measure): void {
  if (!isRecorded(command) && command.meta.actor.ministry !== owner) refuse('FORBIDDEN');
}

/** The joint office, measures and reviews: what is done under an agreement, and binds nobody anew. */
export const work: Decisions<'StaffOffice' | 'PlanMeasure' | 'ReportMeasure' | 'ReviewAgreement'> = {
  StaffOffice: (command, state) => {
    const { data } = command;
    partyOnly(command, state);
    const parties = partiesOf(state);
    const isFaulty = data.posts.some(({ origin, posts }) => !parties.includes(origin) || posts < 1);
    const origins = new Set(data.posts.map(({ origin }) => origin));
    if (isFaulty || origins.size < data.posts.length) refuse('INVALID_PAYLOAD', { fields: ['posts'] });
    return [{ type: 'OfficeStaffed', data }];
  },

  PlanMeasure: (command, state) => {
    const { data } = command;
    partyOnly(command, state);
    if (state.measures.some(({ measure }) => measure === data.measure)) refuse('ALREADY_EXISTS');
    if (!partiesOf(state).includes(data.owner)) refuse('ACCOUNTABLE_MISSING', { items: [data.measure] });
    return [{ type: 'MeasurePlanned', data }];
  },

  ReportMeasure: (command, state) => {
    const { data, meta } = command;
    partyOnly(command, state);
    ownerOnly(command, measureOf(state, data.measure));
    if (data.progress < 0 || data.progress > DONE) refuse('INVALID_PAYLOAD', { fields: ['progress'] });
    if (data.progress === DONE && !meta.evidence) refuse('EVIDENCE_REQUIRED');
    return [{ type: 'MeasureReported', data: { ...data, ...present({ evidence: meta.evidence }) } }];
  },

  ReviewAgreement: (command, state) => {
    const { data, meta } = command;
    partyOnly(command, state);
    const { findings, nextReviewOn } = data;
    if (isBlank(findings) && nextReviewOn === undefined) refuse('NO_CHANGE');
    if (nextReviewOn !== undefined && nextReviewOn <= dayOf(meta.now))
      refuse('INVALID_PAYLOAD', { fields: ['nextReviewOn'] });
    return [{ type: 'AgreementReviewed', data }];
  },
};

export const worked: Changes<'OfficeStaffed' | 'MeasurePlanned' | 'MeasureReported' | 'AgreementReviewed'> = {
  OfficeStaffed: (state, { data: { posts } }) => ({ ...state, staff: posts }),
  MeasurePlanned: (state, { data: { measure, text, owner, due } }) => ({
    ...state,
    measures: added(state.measures, { measure, text, owner, due, progress: 0 }, (one) => one.measure),
  }),
  MeasureReported: (state, { data: { measure, progress, evidence } }) => ({
    ...state,
    measures: changed(
      state.measures,
      (one) => one.measure === measure,
      (one) => ({ ...one, progress, ...present({ evidence }) }),
    ),
  }),
  // With findings the review that was due is done; a new day alone only moves it.
  AgreementReviewed: (state, { data: { findings, nextReviewOn } }) => {
    const { reviewOn, ...rest } = state;
    return { ...rest, ...present({ reviewOn: nextReviewOn ?? (findings === undefined ? reviewOn : undefined) }) };
  },
};
