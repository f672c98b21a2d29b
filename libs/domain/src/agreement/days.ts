import { dayBefore, earliest, stretch, type Stretch } from '../binding.js';
import type { Day } from '../time.js';
import { type Agreement, type AgreementVersion, type Membership, partiesOf, termEnd, versionOf } from './state.js';

/** The version in force on the day; of a day before entry into force the first one, before any entry the latest. */
export function versionOn(state: Agreement, day: Day): AgreementVersion {
  const entered = state.inForce.findLast(({ from }) => from <= day) ?? state.inForce[0];
  return versionOf(state, entered?.version ?? state.current);
}

/** Last day of a membership, as far as is known now: a notice counts unless it is withdrawn. */
const lastDayOf = ({ notices }: Agreement, { party, until }: Membership): Day | undefined =>
  until ?? notices.find((notice) => notice.party === party)?.effectiveOn;

/** Who is a party on the day, as far as is known now. Without a day: now. */
export function partiesOn(state: Agreement, day?: Day): readonly string[] {
  if (day === undefined) return partiesOf(state);
  return state.memberships.flatMap((membership) => {
    const { party, from } = membership;
    const last = lastDayOf(state, membership);
    return (from === undefined || from <= day) && (last === undefined || day <= last) ? [party] : [];
  });
}

/** Day on which the notices that are given end the agreement for all: without continuation, or with one party left (R25). */
function noticeEnd(state: Agreement): Day | undefined {
  const days = state.notices.map(({ effectiveOn }) => effectiveOn).toSorted();
  return days[state.continuation ? Math.max(partiesOf(state).length - 2, 0) : 0];
}

/** Last day of effect, as far as is known now. */
const lastDay = (state: Agreement): Day | undefined => state.endedOn ?? earliest(termEnd(state), noticeEnd(state));

/** Whether it has effect on the day, as far as is known now. */
export function isInForceOn(state: Agreement, day: Day): boolean {
  const [first] = state.inForce;
  const last = lastDay(state);
  return first !== undefined && first.from <= day && (last === undefined || day <= last);
}

/** The versions on the days on which they are in force, in order. */
export const stretchesOf = (state: Agreement): readonly (Stretch & { readonly version: AgreementVersion })[] =>
  state.inForce.flatMap(({ version: no, from }, index) => {
    const version = versionOf(state, no);
    const next = state.inForce[index + 1]?.from;
    const last = earliest(lastDay(state), next && dayBefore(next));
    return stretch(from, last).map((days) => ({ ...days, version }));
  });

/** The days of the stretch on which the membership lasts. */
export const daysWithin = (state: Agreement, { from, until }: Stretch, membership: Membership): readonly Stretch[] => {
  const { from: joined = from } = membership;
  return stretch(joined > from ? joined : from, earliest(until, lastDayOf(state, membership)));
};
