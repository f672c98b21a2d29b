import type { Erasable, Recorded } from '../decider.js';
import { answered, type Objection, type ObjectionAnswer } from '../objections.js';
import { present } from '../present.js';
import type { MatterEvent, MatterEventType } from './events.js';
import type { VoteRecord } from './messages/vote.js';

/** Where the matter is, as far as answers depend on it. */
interface Course {
  readonly objections: readonly Objection[];
  readonly version: number;
  /** While a ladder is open, another text settles nothing. */
  readonly isEscalated: boolean;
  /** Version of the counter-proposal of a veto. */
  readonly counter?: number;
}

type Of<T extends MatterEventType> = Recorded<Extract<MatterEvent, { type: T }>>;
type Rows = { readonly [T in MatterEventType]?: (course: Course, event: Of<T>) => Course };

type Given = Omit<Objection, 'answers' | 'settled' | 'version'>;

const objecting = (course: Course, given: Given): Course => ({
  ...course,
  objections: [...course.objections, { ...given, version: course.version, answers: [], settled: false }],
});

const reply = (
  course: Course,
  answer: ObjectionAnswer,
  settled: boolean,
  isMeant?: (objection: Objection) => boolean,
): Course => ({ ...course, objections: answered(course.objections, answer, settled, isMeant) });

const isOf =
  (round: string, seat: string) =>
  (one: Objection): boolean =>
    one.round === round && one.house === seat && one.form !== 'VETO';

/** A vote takes the place of the seat's earlier one, unless it was received before that. */
function voted(course: Course, { round, seat, value, reason, points, receivedAt: at }: VoteRecord): Course {
  const earlier = course.objections.find((one) => !one.settled && isOf(round, seat)(one));
  if (earlier && earlier.at > at) return course;
  const without = reply(course, { kind: 'WITHDRAWN', at }, true, isOf(round, seat));
  if (value !== 'OBJECTION') return without;
  return objecting(without, { house: seat, form: 'VOTE', at, round, ...present({ reason, points }) });
}

const RESULTS = { AGREED: 'OUTVOTED', REJECTED: 'PREVAILED', DISSENT: 'DISSENT', INCOMPLETE: undefined } as const;

/** Who objected in the end is what the result says, whatever was declared or corrected before. */
function reconciled(course: Course, { data: { round, objections }, entry: { at } }: Of<'ResultEstablished'>): Course {
  const inRound = (one: Objection) => one.round === round && one.form !== 'VETO' && one.form !== 'MODE';
  const left = reply(
    course,
    { kind: 'NOT_COUNTED', at },
    true,
    (one) => inRound(one) && !objections.includes(one.house),
  );
  const known = left.objections.filter((one) => !one.settled && inRound(one)).map(({ house }) => house);
  return objections
    .filter((seat) => !known.includes(seat))
    .reduce((next, house) => objecting(next, { house, form: 'VOTE', at, round }), left);
}

function established(before: Course, event: Of<'ResultEstablished'>): Course {
  const { round, outcome, version } = event.data;
  const { at } = event.entry;
  const course = reconciled({ ...before, version, isEscalated: false }, event);
  const isCounter = version === course.counter && outcome === 'AGREED';
  const agreed = isCounter
    ? reply(course, { kind: 'COUNTER_PROPOSAL_AGREED', at, version }, true, ({ form }) => form === 'VETO')
    : course;
  const kind = RESULTS[outcome];
  return kind
    ? reply(agreed, { kind, at }, outcome !== 'DISSENT', (one) => one.round === round && one.form !== 'VETO')
    : agreed;
}

/** A result that a correction took back decides nothing any more. */
const rescinded = (course: Course, { data: { round }, entry: { at } }: Of<'ResultRescinded'>): Course => ({
  ...course,
  objections: course.objections.map((one) =>
    one.round === round && !one.answers.some(({ kind }) => kind === 'WITHDRAWN')
      ? { ...one, settled: false, answers: [...one.answers, { kind: 'RESULT_RESCINDED', at }] }
      : one,
  ),
});

const over = (course: Course, { entry: { at } }: { readonly entry: { readonly at: string } }): Course =>
  reply(course, { kind: 'ENDED', at }, true);

const presetIn = ({ preset = [] }: Of<'RoundOpened'>['data']): readonly { seat: string; reason?: Erasable }[] =>
  preset.filter(({ value }) => value === 'OBJECTION');

/** What each event says about objections and what answers them; the others say nothing. */
const rows: Rows = {
  MatterDrafted: (course, { data: { version } }) => ({ ...course, version }),
  MatterRevised: (course, { data: { version } }) => ({ ...course, version }),
  MatterAmended: (course, { data: { version }, entry: { at } }) => ({
    ...reply(course, { kind: 'AMENDED', at, version }, !course.isEscalated),
    version,
  }),
  RoundOpened: (course, { data, entry: { at } }) =>
    presetIn(data).reduce<Course>(
      (next, { seat: house, reason }) =>
        objecting(next, { house, form: 'VOTE', at, round: data.round, ...present({ reason }) }),
      { ...course, version: data.version },
    ),
  VoteCast: (course, { data }) => voted(course, data),
  VoteChanged: (course, { data }) => voted(course, data),
  ReservationConfirmed: (course, { data: { round, seat: house, reason }, entry: { at } }) =>
    objecting(course, { house, form: 'RESERVATION', at, round, reason }),
  ReservationLapsed: (course, { data: { round, seat: house, counts }, entry: { at } }) =>
    counts === 'OBJECTION' ? objecting(course, { house, form: 'RESERVATION', at, round }) : course,
  WrittenModeObjected: (course, { data: { round, seat: house, reason }, entry: { at } }) =>
    reply(
      objecting(course, { house, form: 'MODE', at, round, reason }),
      { kind: 'MODE_CHANGED', at },
      true,
      isOf(round, house),
    ),
  ConstructiveVetoRaised: (course, { data: { round, seat: house, version, reasons: reason }, entry: { at } }) => ({
    ...objecting(course, { house, form: 'VETO', at, round, reason }),
    ...{ version, counter: version },
  }),
  VetoLapsed: (course, { data: { seat, currentVersion: version }, entry: { at } }) => ({
    ...reply(course, { kind: 'VETO_LAPSED', at }, true, ({ house, form }) => house === seat && form === 'VETO'),
    version,
  }),
  // Votes fall with the round; a veto stands until the round on its counter-proposal.
  RoundSuperseded: (course, { data: { round, cause }, entry: { at } }) =>
    reply(
      course,
      cause === 'MODE' ? { kind: 'MODE_CHANGED', at } : { kind: 'AMENDED', at, version: course.version },
      true,
      (one) => one.round === round && one.form !== 'VETO',
    ),
  ResultEstablished: established,
  ResultRescinded: rescinded,
  EscalationOpened: (course) => ({ ...course, isEscalated: true }),
  LevelClosed: (course, { data: { level, result, version }, entry: { at } }) =>
    result === 'AGREED'
      ? reply(course, { kind: 'LEVEL_AGREED', at, level, ...present({ version }) }, true)
      : reply(course, { kind: 'LEVEL_NOT_AGREED', at, level }, false),
  LevelSkipped: (course, { data: { level }, entry: { at } }) =>
    reply(course, { kind: 'LEVEL_SKIPPED', at, level }, false),
  FinalDecisionTaken: (course, { data: { answers, version }, entry: { at } }) =>
    answers.reduce(
      (next, { seat, text }) =>
        reply(next, { kind: 'FINAL_DECISION', at, version, text }, false, ({ house }) => house === seat),
      course,
    ),
  CabinetDecisionRecorded: (course, { data: { outcome }, entry: { at } }) =>
    reply(course, { kind: 'CABINET', at, outcome }, true),
  MatterWithdrawn: over,
  MatterSplit: over,
  MatterLapsed: over,
};

const told = (course: Course, event: Recorded<MatterEvent>): Course => {
  const row = rows[event.type] as ((course: Course, event: Recorded<MatterEvent>) => Course) | undefined;
  return row ? row(course, event) : course;
};

/** Every objection in the course of a matter, and how it was answered. A final decision settles: only the cabinet is above it. */
export function objectionsIn(history: readonly Recorded<MatterEvent>[]): readonly Objection[] {
  const { objections } = history.reduce(told, { objections: [], version: 0, isEscalated: false });
  return objections.map((one) => (one.answers.at(-1)?.kind === 'FINAL_DECISION' ? { ...one, settled: true } : one));
}
