import { createHash } from 'node:crypto';
import { addDays, endOf, type MatterEvent } from '#domain';
import { eventId, uuidV5, writeRecord } from '#evidence';
import type { NewEvent } from '#event-store';

/** An event as it lies in the log, and where. */
export interface PastEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
}

export const MINISTRIES = ['AA', 'BMAS', 'BMBFSFJ', 'BMDS', 'BMF', 'BMG', 'BMI', 'BMJV', 'BMUKN', 'BMV', 'BMVg', 'BMZ'];
const NAMESPACE = '6f6b1f0e-3b0c-4c7a-9f43-1d0a7a6a2c11';
const START = Date.parse('2027-01-11T08:00:00.000Z');

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
export type Random = () => number;

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const sealed = (text: string) => ({ '#': createHash('sha256').update(text).digest('base64url') });
export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

interface Course {
  readonly id: string;
  readonly round: string;
  readonly lead: string;
  readonly seats: readonly string[];
  readonly version: number;
  readonly textHash: string;
  readonly text: string;
}

const LEVELS = ['DIRECTORATE', 'STATE_SECRETARY', 'MINISTER'] as const;
const DAY = '2027-02-01';
const DUE = endOf(DAY);
const BASIS = { type: 'ORGANISATION_DECREE', reference: 'Organisationserlass' } as const;

const opening = ({ id, round, lead, seats, textHash, text }: Course, random: Random): MatterEvent[] => [
  {
    type: 'MatterDrafted',
    data: {
      ...{ matter: id, title: `Vorhaben ${id.slice(0, 8)}`, body: 'DA', track: 'COMMITTEE', lead, version: 1 },
      ...{ category: 'DIGITAL_PROJECT', areas: ['DIGITAL'], bindingness: 'BINDING', classification: 'INTERN' },
      ...{ technicalImpact: 'gering', organisationalImpact: 'gering', costImpact: 'gering', text, textHash },
    },
  },
  { type: 'MatterSubmitted', data: { version: 1 } },
  {
    type: 'ProcedureOpened',
    data: {
      ...{ matter: id, participants: { EINVERNEHMEN: seats, KENNTNIS: ['BKAmt'] }, body: 'DA', track: 'COMMITTEE' },
      ruleBook: { id: 'RB-POLOPS', version: '1.0.0' },
      hearingDue: endOf('2027-01-25'),
    },
  },
  {
    type: 'RoundOpened',
    data: {
      ...{ round, no: 1, version: 1, textHash, mode: 'WRITTEN', rule: 'consensus-silence@1', lead },
      ...{ params: { minExpress: 1 }, eligible: seats.map((seat) => ({ seat })), openedOn: '2027-01-11' },
      ...{ lastDay: DAY, dueAt: DUE, period: 'P2W', minPeriod: 'P1W', reservationDue: endOf('2027-02-15') },
      trace: ['Mo 11.01.2027 + P2W -> Mo 25.01.2027', 'Mo 25.01.2027 -> Mo 01.02.2027'],
      calendarVersion: '2027.1',
    },
  },
  {
    type: 'DeliveryProven',
    data: { round, seats, deliveredAt: '2027-01-11T09:00:00.000Z', proof: random() < 0.8 ? 'PORTAL' : 'EB' },
  },
];

const voteOf = ({ round, textHash }: Course, seat: string, value: 'CONSENT' | 'OBJECTION'): MatterEvent => ({
  type: 'VoteCast',
  data: {
    ...{ round, seat, version: 1, textHash, value, channel: 'PORTAL', person: `${seat}/REP` },
    receivedAt: '2027-01-20T09:00:00.000Z',
    ...(value === 'OBJECTION' ? { reason: sealed(`${round}${seat}`) } : {}),
  },
});

const resultOf = (course: Course, objections: readonly string[], silent: readonly string[]): MatterEvent[] => {
  const { round, seats } = course;
  const outcome = objections.length > 0 ? 'DISSENT' : 'AGREED';
  const [N, S, E] = [objections.length, silent.length, seats.length];
  return [
    { type: 'RoundClosed', data: { round, cause: 'DEADLINE', graceUntil: '2027-02-02T11:00:00.000Z' } },
    {
      type: 'ResultEstablished',
      data: {
        ...{ round, version: 1, outcome, rule: 'consensus-silence@1', objections, ended: [], recused: [] },
        tally: { E, Y: E - N - S, N, A: 0, S, V: 0, C: 0 },
        deemed: N > 0 ? [] : silent,
        reasoning: [
          { text: 'no-objection', left: N, comparison: '=', right: 0, met: N === 0, shortBy: N, seats: objections },
        ],
        inputsHash: hashOf(round),
        ...(N > 0 ? { dissentDue: endOf('2027-03-01') } : {}),
      },
    },
  ];
};

const enactment = (course: Course, origin: 'SILENCE' | 'FINAL', dissenting: readonly string[]): MatterEvent[] => [
  {
    type: 'DecisionEnacted',
    data: {
      ...{ decisionNo: `DA-2027-${course.id.slice(0, 6)}`, version: 1, textHash: course.textHash, origin, dissenting },
      ...{ bindingness: 'BINDING', bindingScope: 'ALL', binds: course.seats, effectiveFrom: '2027-03-02' },
      ...{ validUntil: '2032-03-01' },
      duties: [{ duty: 'bericht', ministry: course.lead, text: 'Umsetzung berichten', due: '2028-03-01' }],
    },
  },
];

const ladder = (course: Course, objections: readonly string[]): MatterEvent[] => {
  const disputing = [...objections, course.lead];
  const levels = LEVELS.flatMap((level): MatterEvent[] => [
    { type: 'LevelOpened', data: { level, rank: level, lastDay: DAY, dueAt: DUE, trace: ['P2W'] } },
    {
      type: 'AttemptRecorded',
      data: {
        ...{ matter: course.id, level, date: DAY, form: 'Gespräch', counts: true },
        ranks: disputing.map((code) => ({ code, rank: level })),
      },
    },
    { type: 'LevelClosed', data: { level, result: 'NOT_AGREED' } },
  ]);
  const answers = objections.map((seat) => ({ seat, text: sealed(`${course.id}${seat}`) }));
  return [
    {
      type: 'EscalationOpened',
      data: {
        ...{ points: ['Kosten'], disputing, options: [{ version: 1, text: sealed(course.id) }] },
        positions: objections.map((code) => ({ code, text: sealed(`${code}${course.id}`) })),
      },
    },
    ...levels,
    { type: 'EscalationExhausted', data: { lastDay: '2027-06-14', windowDueAt: endOf('2027-06-14'), objections } },
    {
      type: 'FinalDecisionTaken',
      data: {
        ...{ version: 1, textHash: course.textHash, grant: 'CG-1', legalBasis: BASIS, decider: 'BMDS', answers },
        ...{ rank: 'STATE_SECRETARY', reasons: sealed(`${course.id}!`), dissenting: objections },
        resultResponsibility: { accepted: true, reportDates: [addDays(DAY, 300), addDays(DAY, 480)] },
      },
    },
  ];
};

/** The course of one matter: two of three are agreed by silence, one goes through the ladder to the final decision. */
const courseOf = (id: string, random: Random): MatterEvent[] => {
  const lead = pick(random, MINISTRIES);
  const count = 7 + Math.floor(random() * 5);
  const others = MINISTRIES.filter((ministry) => ministry !== lead && random() < count / MINISTRIES.length);
  const text = `Fassung 1 von ${id}. `.repeat(8);
  const seats = [lead, ...others].sort();
  const course: Course = { id, round: uuidV5(id, 'r1'), lead, seats, version: 1, textHash: hashOf(text), text };
  const disputed = random() < 0.33;
  const objections = disputed ? others.slice(0, 2) : [];
  const silent = others.filter((seat) => !objections.includes(seat) && random() < 0.3);
  const votes = seats
    .filter((seat) => !silent.includes(seat))
    .map((seat) => voteOf(course, seat, objections.includes(seat) ? 'OBJECTION' : 'CONSENT'));
  const comments = others.slice(2, 5).map((code): MatterEvent => {
    return { type: 'CommentRecorded', data: { matter: id, code, text: sealed(`${id}${code}`), points: ['Nr. 2'] } };
  });
  return [
    ...opening(course, random),
    ...votes,
    ...comments,
    ...resultOf(course, objections, silent),
    ...(objections.length > 0 ? ladder(course, objections) : []),
    ...enactment(course, objections.length > 0 ? 'FINAL' : 'SILENCE', objections),
    { type: 'DecisionPublished', data: { matter: id, target: 'INTERN' } },
  ];
};

/** An event of the stream as the log would hold it. */
export const recordOf = (
  kind: string,
  id: string,
  revision: number,
  { type, data }: { readonly type: string; readonly data: object },
  at: string,
): PastEvent => {
  const stream = `${kind}-${id}`;
  const command = uuidV5(NAMESPACE, `${stream} command ${revision}`);
  const event = eventId(command, 0);
  const record = writeRecord({
    ...{ v: 1, id: event, stream, rev: revision, type, sv: 1, at, ch: 'PORTAL', cls: 'INTERN' },
    by: { org: 'DA', role: 'SEC', sub: 'p-4f1c2a', for: 'DA' },
    cmd: { id: command, sha256: hashOf(command) },
    rb: { id: 'RB-POLOPS', version: '1.0.0' },
    after: revision === 0 ? [] : [hashOf(`${id}${revision - 1}`)],
    data,
  });
  return { id: event, type, record, stream, revision };
};

/** How far events differ from the usual ones. */
export interface Variant {
  /** Milliseconds from one event to the next. */
  readonly step?: number;
  /** Changes a course before it begins. */
  readonly dressed?: (course: readonly MatterEvent[], id: string) => readonly MatterEvent[];
}

/** Instant of an event by its place in the log. */
export const instantAt = (index: number, step: number): string => new Date(START + index * step).toISOString();

/**
 * Events of matters in the order of a log, without end: courses of about twenty events, `open` of them in progress at a
 * time, each next event belonging to any of them. The same for the same seed.
 */
export function* endless(open: number, seed: number, variant: Variant = {}): Generator<PastEvent, never> {
  const { step = 1_000, dressed = (course) => course } = variant;
  const random = randomFrom(seed);
  let matters = 0;
  const begin = () => {
    const id = uuidV5(NAMESPACE, `${seed} ${(matters += 1)}`);
    return { id, course: dressed(courseOf(id, random), id), revision: 0 };
  };
  const running = Array.from({ length: open }, begin);
  for (let index = 0; ; index += 1) {
    const at = Math.floor(random() * open);
    let one = running[at];
    if (!one || one.revision >= one.course.length) running[at] = one = begin();
    const event = one.course[one.revision];
    if (event) yield recordOf('matter', one.id, one.revision, event, instantAt(index, step));
    one.revision += 1;
  }
}

/** The first `count` of them. */
export function* history(count: number, open = 400, seed = 1): Generator<PastEvent> {
  let left = count;
  for (const event of endless(open, seed)) {
    if ((left -= 1) < 0) return;
    yield event;
  }
}
