import type { Erasable } from './decider.js';
import type { FundingItem } from './agreement/content.js';
import type { Notice } from './agreement/state.js';
import type { Origin } from './matter/vocabulary.js';
import { addDays, type Day } from './time.js';

/** Why a ministry is bound: by its own word, or by what stands in the place of it. */
export const BINDING_REASONS = ['CONSENT', 'ACCESSION', 'SILENCE', 'MAJORITY', 'FINAL_DECISION', 'CABINET'] as const;
export type BindingReason = (typeof BINDING_REASONS)[number];

export const OBLIGATION_KINDS = ['DUTY', 'RESPONSIBILITY', 'MEASURE'] as const;
/** LAPSED: what it was owed under ended before it was done. */
export const OBLIGATION_STATUS = ['OPEN', 'OVERDUE', 'DONE', 'WAIVED', 'LAPSED'] as const;

/** Something that houses have to do: a duty of a decision, a responsibility or a measure of an agreement. */
export interface Obligation {
  readonly kind: (typeof OBLIGATION_KINDS)[number];
  readonly id: string;
  readonly text: string;
  readonly accountable?: string;
  readonly contributing: readonly string[];
  /** Last day; none for what lasts as long as the agreement. */
  readonly due?: Day;
  readonly status?: (typeof OBLIGATION_STATUS)[number];
}

/** First and last day of something; without `until` for an indefinite time. */
export interface Stretch {
  readonly from: Day;
  readonly until?: Day;
}

/** The days on which the same houses are bound by the same words of a decision or an agreement. */
export interface Binding extends Stretch {
  readonly version: number;
  readonly textHash: string;
  /** Who is bound, and why. */
  readonly reasons: Readonly<Record<string, BindingReason>>;
  readonly conditions: readonly Erasable[];
  /** Of all houses. */
  readonly obligations: readonly Obligation[];
  /** Shares of cost of all parties, as agreed. */
  readonly shares: readonly FundingItem[];
  /** Total of which the shares are amounts. */
  readonly totalCents?: number;
  readonly notices: readonly Notice[];
  readonly exemptions: readonly (Stretch & { readonly ministry: string })[];
  /** Only of a decision. */
  readonly decision?: {
    readonly decisionNo: string;
    readonly origin: Origin;
    readonly dissenting: readonly string[];
    readonly reviewOn?: Day;
  };
}

export const covers = ({ from, until }: Stretch, day: Day): boolean =>
  from <= day && (until === undefined || day <= until);

/** The last day before the day. */
export const dayBefore = (day: Day): Day => addDays(day, -1);

/** The earliest of the last days that there are. */
export const earliest = (...days: readonly (Day | undefined)[]): Day | undefined =>
  days.reduce<Day | undefined>(
    (first, day) => (day !== undefined && (first === undefined || day < first) ? day : first),
    undefined,
  );

/** The stretch, unless it ends before it begins. */
export const stretch = (from: Day, until: Day | undefined): readonly Stretch[] => {
  if (until === undefined) return [{ from }];
  return until < from ? [] : [{ from, until }];
};

/** What is still to be done after its last day is overdue, whether or not a timer has come to it. */
const statusOn = ({ status, due }: Obligation, today: Day): Obligation['status'] =>
  status === 'OPEN' && due !== undefined && due < today ? 'OVERDUE' : status;

/** What was owed under something that is over is not owed any more. */
export const lapsed = (obligation: Obligation): Obligation =>
  obligation.status === 'OPEN' || obligation.status === 'OVERDUE' ? { ...obligation, status: 'LAPSED' } : obligation;

type Role = 'ACCOUNTABLE' | 'CONTRIBUTING';

const roleOf = ({ accountable, contributing }: Obligation, ministry: string): Role | undefined => {
  if (accountable === ministry) return 'ACCOUNTABLE';
  return contributing.includes(ministry) ? 'CONTRIBUTING' : undefined;
};

/** An obligation as the house sees it that has a part in it. */
export interface OwnObligation extends Omit<Obligation, 'accountable' | 'contributing'> {
  readonly role: Role;
}

/** What of the obligations concerns the house, with the status of the day. */
export const obligationsOf = (
  obligations: readonly Obligation[],
  ministry: string,
  today: Day,
): readonly OwnObligation[] =>
  obligations.flatMap((obligation) => {
    const role = roleOf(obligation, ministry);
    const { accountable: _, contributing: __, ...own } = obligation;
    const status = statusOn(obligation, today);
    return role ? [{ ...own, ...(status === undefined ? {} : { status }), role }] : [];
  });

/** What binds one house on a day: the part of the binding that concerns it. */
export interface BoundHouse extends Omit<Binding, 'reasons' | 'obligations'> {
  readonly reason: BindingReason;
  readonly obligations: readonly OwnObligation[];
  /** An exemption frees the house on the day of the question; it is bound again afterwards. */
  readonly exempt: boolean;
}

/** The house's part of a binding that covers the day; undefined if the house is not bound by it on the day. */
export function boundOn(binding: Binding, ministry: string, day: Day, today: Day): BoundHouse | undefined {
  const { reasons, obligations, ...rest } = binding;
  const reason = Object.hasOwn(reasons, ministry) ? reasons[ministry] : undefined;
  if (reason === undefined || !covers(binding, day)) return undefined;
  const exemptions = binding.exemptions.filter((one) => one.ministry === ministry);
  return {
    ...{ ...rest, reason, exemptions, exempt: exemptions.some((one) => covers(one, day)) },
    shares: binding.shares.filter(({ party }) => party === ministry),
    obligations: obligationsOf(obligations, ministry, today),
  };
}
