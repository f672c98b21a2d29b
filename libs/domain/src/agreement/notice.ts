import { listed, without } from '../codes.js';
import { reasoned } from '../reason.js';
import { receiptOf } from '../receipt.js';
import { refuse } from '../refusals.js';
import { addDays, addMonths, type Day, dayOf, endOf } from '../time.js';
import { openShare } from './funding.js';
import { wrongState } from './phases.js';
import { type Changes, type Decisions, partyOnly } from './rows.js';
import { type Agreement, partiesOf, versionOf } from './state.js';
import { elapsed } from './timers.js';
import type { NoticeClause } from './vocabulary.js';

/** First day of the month after that of the day. */
const nextMonth = (day: Day): Day => addMonths(`${day.slice(0, 7)}-01`, 1);

/** First end of a year or month, as the clause says, that is not before the day. */
const CLAUSES: { readonly [C in NoticeClause]: (day: Day) => Day } = {
  YEAR_END: (day) => `${day.slice(0, 4)}-12-31`,
  MONTH_END: (day) => addDays(nextMonth(day), -1),
  ANY: (day) => day,
};

/**
 * Last day as a party after an ordinary notice received on the day: the months are counted without that day and without
 * shift for holidays, then up to the end that the clause names (R24).
 */
const earliestEnd = (received: Day, { months, to }: Agreement['notice']): Day =>
  CLAUSES[to](addMonths(received, months));

/** An ordinary notice ends the membership where the clause lets one end; an extraordinary one on any day to come. */
function inTime(state: Agreement, kind: 'ORDINARY' | 'EXTRAORDINARY', received: Day, effectiveOn: Day): void {
  const { notice } = state;
  const earliest = kind === 'ORDINARY' ? earliestEnd(received, notice) : received;
  const isAnEnd = kind === 'EXTRAORDINARY' || CLAUSES[notice.to](effectiveOn) === effectiveOn;
  if (effectiveOn < earliest || !isAnEnd) refuse('NOTICE_PERIOD', { earliest });
}

const noticeOf = ({ notices }: Agreement, party: string) => notices.find((notice) => notice.party === party);

/** Kündigung, its withdrawal, and the party that leaves. Source: catalogue, section 5, and R24, R25. */
export const notice: Decisions<'GiveNotice' | 'WithdrawNotice' | 'LeaveAgreement'> = {
  GiveNotice: (command, state) => {
    const { data, meta } = command;
    partyOnly(command, state);
    const receivedAt = receiptOf(meta);
    if (data.kind === 'EXTRAORDINARY') reasoned(data.reason);
    inTime(state, data.kind, dayOf(receivedAt), data.effectiveOn);
    // A later end would take a notice back, and that needs the others.
    const standing = noticeOf(state, data.party);
    if (standing && data.effectiveOn >= standing.effectiveOn) refuse('WRONG_STATE', wrongState(state));
    return [{ type: 'TerminationNoticeGiven', data: { ...data, receivedAt } }];
  },

  WithdrawNotice: (command, state) => {
    const { data, meta } = command;
    const { party, consents } = data;
    partyOnly(command, state);
    const standing = noticeOf(state, party);
    // What has taken effect is not taken back, even where no timer has recorded it yet.
    if (!standing || meta.now >= endOf(standing.effectiveOn)) refuse('WRONG_STATE', wrongState(state));
    const missing = without(partiesOf(state), [party, ...consents]);
    if (missing.length > 0) refuse('CONSENT_MISSING', { codes: listed(missing) });
    return [{ type: 'TerminationNoticeWithdrawn', data: { party } }];
  },

  LeaveAgreement: (command, state) => {
    elapsed(command, state);
    const { party } = command.data;
    const on = noticeOf(state, party)?.effectiveOn ?? dayOf(command.meta.now);
    const remaining = without(partiesOf(state), [party]);
    const { funding } = versionOf(state, state.current);
    return [
      { type: 'PartyLeft', data: { party, on, remaining } },
      state.continuation && remaining.length >= 2
        ? { type: 'FundingRevisionRequired', data: { openShareBp: openShare(funding, remaining, on) } }
        : { type: 'AgreementTerminated', data: { on } },
    ];
  },
};

const withoutNotice = ({ notices }: Agreement, party: string) => notices.filter((one) => one.party !== party);

export const noticed: Changes<
  | 'TerminationNoticeGiven'
  | 'TerminationNoticeWithdrawn'
  | 'PartyLeft'
  | 'FundingRevisionRequired'
  | 'AgreementTerminated'
> = {
  TerminationNoticeGiven: (state, { data: { party, kind, effectiveOn, receivedAt } }) => ({
    ...state,
    notices: [...withoutNotice(state, party), { party, kind, effectiveOn, receivedAt }],
  }),
  TerminationNoticeWithdrawn: (state, { data: { party } }) => ({ ...state, notices: withoutNotice(state, party) }),
  // An amendment that was negotiated with the party falls: its split counted on that party.
  PartyLeft: (state, { data: { party, on } }) => {
    const { proposed: _, ...rest } = state;
    const memberships = state.memberships.map((one) =>
      one.party === party && one.until === undefined ? { ...one, until: on } : one,
    );
    return { ...rest, notices: withoutNotice(state, party), memberships };
  },
  FundingRevisionRequired: (state) => ({ ...state, phase: 'REDUCED' }),
  AgreementTerminated: (state, { data: { on } }) => ({ ...state, phase: 'TERMINATED', endedOn: on }),
};
