import { at, type Day } from '#domain';
import type { Payload } from '../../http/client.js';
import { fixedId } from '../send.js';
import type { Step, Workday } from './course.js';

interface Draft {
  readonly name: string;
  readonly title: string;
  /** The first leads, alone or with others. */
  readonly parties: readonly string[];
  readonly lead: readonly string[];
  readonly purpose: string;
  readonly vision: string;
  readonly office?: string;
  readonly text: string;
  /** Basis points of each party in each budget year, from the year of the draft on. */
  readonly shares: Readonly<Record<string, readonly number[]>>;
  readonly responsibilities: readonly Payload[];
  readonly notice: { readonly months: number; readonly to: string };
}

const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** The usual steps in the life of an agreement, each on a working day counted from today. */
export const agreementCourse = (
  { name, parties, lead, shares, ...content }: Draft,
  on: Workday,
  [drafted, entered]: readonly [number, number],
) => {
  const agreement = fixedId('agreement', name);
  const step = (day: number, time: string, by: string, type: string, payload: Payload = {}): Step => ({
    ...{ at: at(on(day), time), by, do: type },
    with: { agreement, ...payload },
  });
  const byHead = (day: number, time: string, type: string, payload: Payload, houses = parties) =>
    houses.map((party) => step(day, time, `${party}/ST`, type, { party, ...payload }));
  const first = yearOf(on(drafted));
  const items = Object.entries(shares).flatMap(([party, years]) =>
    years.map((bp, index) => ({ party, year: first + index, bp, secured: index === 0 })),
  );
  return {
    step,
    drafted: [
      step(drafted, '09:00', `${parties[0] ?? ''}/REF`, 'DraftAgreement', {
        ...{ ...content, parties, continuation: true, funding: { basis: 'SHARE', items } },
        lead: { mode: lead.length > 1 ? 'SHARED' : 'SOLE', ministries: lead },
        term: { from: on(entered), to: `${first + 2}-12-31` },
      }),
    ],
    consented: (day: number, houses = parties) => byHead(day, '10:00', 'ConsentToAgreement', { version: 1 }, houses),
    entered: [
      ...byHead(entered - 2, '11:00', 'SignAgreement', { version: 1, level: 'ADVANCED' }),
      ...byHead(entered - 2, '11:00', 'DeclareBacking', { rank: 'STATE_SECRETARY', public: true }),
      step(entered - 2, '11:00', `${parties[0] ?? ''}/ST`, 'ActivateAgreement', { inForceFrom: on(entered) }),
    ],
  };
};
