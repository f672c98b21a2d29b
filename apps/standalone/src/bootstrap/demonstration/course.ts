import { at, type Day } from '#domain';
import type { Payload } from '../../http/client.js';
import { fixedId } from '../send.js';

/** What somebody does at an instant. */
export interface Step {
  readonly at: string;
  readonly by: string;
  readonly do: string;
  readonly with: Payload;
}

/** The day so many working days from today; negative ones lie in the past. */
export type Workday = (offset: number) => Day;

/** A matter of the demonstration; `seats` take part with EINVERNEHMEN. */
export interface Proposal {
  readonly name: string;
  readonly title: string;
  readonly lead: string;
  readonly category: string;
  readonly areas: readonly string[];
  readonly seats: readonly string[];
  readonly text: string;
  readonly technicalImpact: string;
  readonly organisationalImpact: string;
  readonly classification?: string;
}

export interface Level {
  readonly level: string;
  readonly form: string;
  /** Houses that took part, each with the rank of the level. */
  readonly houses: readonly string[];
}

const CLERK = 'SEC/A';
const OTHER_CLERK = 'SEC/B';

/** A step by anybody, a vote by the occupant of a seat. */
const speaking = ({ name }: Proposal, on: Workday) => {
  const matter = fixedId('matter', name);
  const round = (no: number) => fixedId('round', `${name} ${no}`);
  const step = (day: number, time: string, by: string, type: string, payload: Payload = {}): Step => ({
    ...{ at: at(on(day), time), by, do: type },
    with: { matter, ...payload },
  });
  const vote = (day: number, seat: string, no: number, value: string, more: Payload = {}) =>
    step(day, '14:00', `${seat}/REP`, 'CastVote', { round: round(no), seat, version: 1, value, ...more });
  return { round, step, vote };
};

const upToRound = (proposal: Proposal, on: Workday) => {
  const { name: _, seats, ...content } = proposal;
  const { lead } = content;
  const { round, step } = speaking(proposal, on);
  const usual = { body: 'DA', track: 'COMMITTEE', bindingness: 'BINDING', classification: 'INTERN' };
  return {
    drafted: (day: number) => [step(day, '09:00', `${lead}/REF`, 'DraftMatter', { ...usual, ...content })],
    opened: (day: number, heard: Payload = {}) => [
      step(day, '10:00', `${lead}/REF`, 'SubmitMatter'),
      step(day, '11:00', CLERK, 'OpenProcedure', { participants: { EINVERNEHMEN: seats, ...heard } }),
    ],
    asked: (day: number, no = 1, rule = 'consensus-silence@1') => [
      step(day, '11:30', CLERK, 'OpenRound', { round: round(no), mode: 'WRITTEN', rule }),
      step(day, '11:40', CLERK, 'ProveDelivery', {
        ...{ round: round(no), seats, deliveredAt: at(on(day), '11:40'), proof: 'PORTAL' },
      }),
    ],
  };
};

const upToResult = (proposal: Proposal, on: Workday) => {
  const { round, step, vote } = speaking(proposal, on);
  return {
    consented: (day: number, houses: readonly string[], no = 1) => houses.map((seat) => vote(day, seat, no, 'CONSENT')),
    reserved: (day: number, seat: string, kind: string, note: string, no = 1) => [
      vote(day, seat, no, 'CONSENT', { reservation: { kind, note } }),
    ],
    objected: (day: number, reasons: Readonly<Record<string, string>>, no = 1) =>
      Object.entries(reasons).map(([seat, reason]) => vote(day, seat, no, 'OBJECTION', { reason })),
    closed: (day: number, no = 1) => [step(day, '16:00', CLERK, 'CloseRound', { round: round(no) })],
    established: (day: number, no = 1) => [step(day, '16:10', OTHER_CLERK, 'EstablishResult', { round: round(no) })],
  };
};

const upTheLadder = (proposal: Proposal, on: Workday) => {
  const { step } = speaking(proposal, on);
  return {
    escalated: (day: number, points: readonly string[], positions: Readonly<Record<string, string>>) => [
      step(day, '10:00', CLERK, 'OpenEscalation', {
        points,
        positions: Object.entries(positions).map(([code, text]) => ({ code, text })),
        options: [{ version: 1, text: 'Fassung 1 unverändert' }],
      }),
    ],
    levelOpened: (day: number, level: string) => [step(day, '09:30', CLERK, 'OpenLevel', { level })],
    attempted: (day: number, { level, form, houses }: Level) => [
      step(day, '15:00', CLERK, 'RecordAttempt', {
        ...{ level, form, date: on(day) },
        ranks: houses.map((code) => ({ code, rank: level })),
      }),
    ],
    notAgreed: (day: number, level: string) => [
      step(day, '17:00', 'CHAIR', 'CloseLevel', { level, result: 'NOT_AGREED' }),
    ],
    exhausted: (day: number) => [step(day, '09:15', CLERK, 'EstablishExhaustion')],
  };
};

/** The usual steps in the life of a matter, each on a working day counted from today; `step` for all others. */
export const course = (proposal: Proposal, on: Workday) => ({
  step: speaking(proposal, on).step,
  ...upToRound(proposal, on),
  ...upToResult(proposal, on),
  ...upTheLadder(proposal, on),
});
