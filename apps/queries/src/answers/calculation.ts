import {
  type Ballot,
  type Calendar,
  calendar,
  clearDaysBefore,
  type Count,
  count as counted,
  type Day,
  deadline as computed,
  type Deadline,
  type Instant,
  latestCalendar,
  refuse,
} from '#domain';
import { invalidPayload } from '#edge';
import { instantOf } from '../sight.js';
import type { Sources } from '../sources.js';
import { told } from '../streams.js';

export interface DeadlineParams {
  readonly place: string;
  /** A day, or for hours an instant. */
  readonly from?: string;
  readonly length?: string;
  readonly before?: Day;
  readonly clearDays?: number;
  /** Computed with the calendar that was published then. */
  readonly asOf?: Instant;
}

type Calculation = (holidays: Calendar) => Deadline;

/** Either a length from a day on, or clear days before a day; undefined for anything between. */
function calculationOf({ from, length, before, clearDays }: DeadlineParams): Calculation | undefined {
  const [forward, backward] = [from ?? length, before ?? clearDays].map((part) => part !== undefined);
  if (forward === backward) return undefined;
  if (from !== undefined && length !== undefined) return (holidays) => computed(from, length, holidays);
  if (before === undefined || clearDays === undefined) return undefined;
  return (holidays) => clearDaysBefore(before, clearDays, holidays);
}

export async function deadline(sources: Sources, params: DeadlineParams): Promise<Deadline> {
  const { place, asOf } = params;
  const calculation = calculationOf(params);
  if (!calculation) throw invalidPayload([{ field: '', problem: 'either from and length, or before and clearDays' }]);
  instantOf(sources, asOf);
  const { then } = await told(sources.store, calendar, `calendar-${place}`, asOf);
  const holidays = latestCalendar(then.state) ?? refuse('NOT_FOUND', { place });
  try {
    return calculation(holidays);
  } catch (error) {
    // Hours from a day without a time, or an end beyond the calendar.
    if (error instanceof RangeError) throw invalidPayload([{ field: 'from', problem: error.message }]);
    throw error;
  }
}

const POSITIONS = ['Y', 'N', 'A', 'C', 'V'] as const;
type Lists = { readonly [P in (typeof POSITIONS)[number]]?: readonly string[] };

export interface CountParams {
  readonly rule: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly eligible: readonly string[];
  readonly lead: string;
  /** The seats by what they declared; the rest is silent. */
  readonly votes: Lists;
  readonly chairSeat?: string;
  /** Seats that are present: then the ballot is one of a meeting. */
  readonly present?: readonly string[];
  readonly failedRounds?: number;
}

function positionsIn(votes: Lists): Ballot['positions'] {
  const cast = POSITIONS.flatMap((position) => (votes[position] ?? []).map((seat) => [seat, position] as const));
  if (new Set(cast.map(([seat]) => seat)).size < cast.length) {
    throw invalidPayload([{ field: 'votes', problem: 'a seat votes once' }]);
  }
  return Object.fromEntries(cast);
}

/** Counts an imagined ballot by a released rule. */
export async function count(
  _: Sources,
  asked: CountParams,
): Promise<Omit<Count, 'decidedBy'> & { decidedBy?: string }> {
  const { rule, params, eligible, lead, votes, chairSeat, present, failedRounds = 0 } = asked;
  const answer = counted(rule, params, {
    ...{ eligible, lead, positions: positionsIn(votes), mode: present ? 'MEETING' : 'WRITTEN', failedRounds },
    ...(chairSeat === undefined ? {} : { chairSeat }),
    ...(present === undefined ? {} : { present }),
  });
  if (!answer) throw invalidPayload([{ field: 'rule', problem: 'no released rule that counts with these params' }]);
  return answer;
}
