import type { Profile, Shown } from '../difference.js';
import { present } from '../present.js';
import { dayOf, type Instant } from '../time.js';
import type { FundingItem } from './content.js';
import { agreementOn } from './questions.js';
import type { Agreement } from './state.js';
import { agreementDeadlinesOf } from './timers.js';

type Parts = Readonly<Record<string, Shown>>;

const keyed = <T>(items: readonly T[], entry: (item: T) => readonly [string, Shown]): Parts =>
  Object.fromEntries(items.map(entry));

const share = ({ party, year, bp, cents, budgetTitle, secured }: FundingItem): readonly [string, string] => [
  [party, year, ...(budgetTitle === undefined ? [] : [budgetTitle])].join(' '),
  `${bp === undefined ? `${cents ?? 0} Cent` : `${bp} bp`}${secured ? '' : ' (UNSECURED)'}`,
];

const deadlinesIn = (state: Agreement): Parts =>
  keyed(agreementDeadlinesOf(state), ({ kind, subject, dueAt }) => [
    subject === undefined ? kind : `${kind} ${subject}`,
    dueAt,
  ]);

/** What can be told of an agreement at the instant: phase, text, parties, declarations, shares, notices, deadlines. */
export function agreementProfileOf(state: Agreement, now: Instant): Profile {
  if (state.versions.length === 0) return { phase: state.phase };
  const answer = agreementOn(state, dayOf(now));
  const { phase, title, classification, version, textHash, contentHash, parties, consents, signatures } = answer;
  const { lead, term, marks, notices, backings, responsibilities, measures, inForce } = answer;
  return {
    ...{ phase, effect: inForce ? 'IN_FORCE' : 'NONE', title, classification, version, textHash, contentHash },
    ...present({ proposed: answer.proposed, inForceFrom: answer.inForceFrom, endedOn: answer.endedOn }),
    ...{ parties, consents, signatures, lead: lead.ministries, term: present(term), marks },
    refusals: answer.refusals.map(({ party }) => party),
    shares: Object.fromEntries(answer.funding.items.map(share)),
    responsibilities: keyed(responsibilities, ({ item, accountable = '' }) => [item, accountable]),
    backings: keyed(backings, ({ party, rank, withdrawn }) => [party, withdrawn ? `${rank} WITHDRAWN` : rank]),
    notices: keyed(notices, ({ party, kind, effectiveOn }) => [party, `${kind} ${effectiveOn}`]),
    measures: keyed(measures, ({ measure, owner, due, progress }) => [measure, `${owner} ${due} ${progress} %`]),
    deadlines: deadlinesIn(state),
  };
}
