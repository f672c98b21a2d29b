import fc from 'fast-check';
import {
  decide,
  evolve,
  type Instant,
  type Matter,
  matter,
  type MatterCommand,
  type MatterEvent,
  type Recorded,
  Refusal,
} from '../src/index.js';
import { deadlinesOf } from '../src/matter/timers.js';
import { plusHours } from '../src/time.js';
import { DRAFT, SEATS, step, withSeat } from './course.js';

/** One decision of the generator: which command, by whom, about what, how much later. */
export interface Choice {
  readonly pick: number;
  readonly seat: number;
  readonly value: number;
  readonly odd: number;
  readonly hours: number;
}

export const choices: fc.Arbitrary<readonly Choice[]> = fc.array(
  fc.record({
    pick: fc.nat(999),
    seat: fc.nat(SEATS.length - 1),
    value: fc.nat(11),
    odd: fc.nat(9),
    hours: fc.constantFrom(0, 1, 1, 1, 2, 20, 60, 400),
  }),
  { minLength: 20, maxLength: 90, size: 'max' },
);

export interface Step {
  readonly command: MatterCommand;
  readonly before: Matter;
  readonly events: readonly Recorded<MatterEvent>[];
  readonly after: Matter;
}
export interface Played {
  readonly history: readonly Recorded<MatterEvent>[];
  readonly steps: readonly Step[];
}

const VALUES = ['CONSENT', 'CONSENT', 'CONSENT', 'OBJECTION', 'ABSTENTION', 'NOT_CONCERNED'] as const;
const PERSONS = [
  'SEC/A',
  'SEC/B',
  'CHAIR',
  'BMDS/ST',
  'BMF/BM',
  'BMDS/REF',
  'BMG/REP',
  'BKAmt/ST',
  'BMI/AL',
  'BMG/DEP',
];
const LEVELS = ['DIRECTORATE', 'STATE_SECRETARY', 'MINISTER'] as const;
const DAY = '2027-06-01';

const delivery = (round: string, at: Instant) =>
  step('ProveDelivery', { round, seats: SEATS, deliveredAt: at, proof: 'PORTAL' }, { at });

/** What might come next: in most cases what the phase waits for, now and then anything. */
function next(state: Matter, { pick, seat: index, value: number, odd }: Choice, at: Instant): MatterCommand {
  const seat = SEATS[index] ?? 'AA';
  const value = VALUES[number % VALUES.length] ?? 'CONSENT';
  const round = odd === 0 ? 'r0' : (state.rounds.at(-1)?.id ?? 'r1');
  const version = odd === 1 ? 1 : state.current;
  const open = state.levels.find(({ status }) => status === 'OPEN');
  const level = open?.level ?? LEVELS[state.levels.length] ?? 'MINISTER';
  const rank = level as (typeof LEVELS)[number];
  const objections = odd === 2 ? [] : (state.dissent?.objections ?? []);
  const by = PERSONS[(index + number) % PERSONS.length] ?? 'SEC/A';
  const own = { by: `${seat}/${odd < 8 ? 'REP' : 'ST'}`, at };
  const lead = { by: 'BMDS/REF', at };
  const office = { at };
  const reason = odd === 3 ? '' : 'Grund';
  const kinds = ['LEITUNG', 'HAUSHALT'] as const;
  const reserved = value === 'CONSENT' ? kinds[number - 6] : undefined;
  const reservation = reserved ? { reservation: { kind: reserved } } : {};
  const ballot = { round, seat, version, value, reason, ...reservation };
  const kind =
    (['VOTE_VALUE', 'VOTE_OMITTED', 'DUPLICATE', 'SEAT', 'RECEIVED_AT'] as const)[number % 5] ?? 'VOTE_VALUE';
  const right = { value, seat: SEATS[number % SEATS.length], receivedAt: at };
  const correction = Object.keys(state.corrections).at(-1) ?? 'k0';
  const answers = objections.map((one) => ({ seat: one, text: 'Antwort' }));
  const cast = () => step('CastVote', ballot, own);
  const change = () => step('ChangeVote', ballot, own);
  const deliver = () => delivery(round, at);
  const establish = () => step('EstablishResult', { round }, office);
  const extend = () => step('ExtendRound', { round, reason }, { by: 'CHAIR', at });
  const amend = () => step('AmendMatter', { text: `Fassung ${pick}`, basis: 'OTHER' }, lead);
  const refer = () => step('ReferToCabinet', { reason }, { by: odd < 8 ? 'BMF/BM' : by, at });
  const request = () =>
    step(
      'RequestCorrection',
      { correction: `k${pick}`, kind, target: { round, seat }, right, reason },
      { at, evidence: { name: 'mail', sha256: '00' } },
    );
  const comment = () =>
    step(
      'CommentCorrection',
      { correction, text: 'Ja' },
      { by: `${state.corrections[correction]?.affected ?? seat}/REP`, at },
    );
  const approve = () => step('ApproveCorrection', { correction }, { by: 'CHAIR', at });
  const recuse = () =>
    step(
      'DecideRecusal',
      {
        subject: odd > 4 ? 'PERSON' : 'SEAT',
        seat,
        ...(odd > 4 ? { person: `${seat}/REP` } : {}),
        ruling: 'EXCLUDED',
        reason,
        votedBy: [],
      },
      { by: 'CHAIR', at },
    );
  const declare = () => step('DeclareRecusal', { subject: 'SEAT', seat, ground: 'EVALUATION_OF_OWN_PROJECT' }, own);
  const cabinet = () =>
    step(
      'RecordCabinetDecision',
      {
        outcome: (['UPHELD', 'CHANGED', 'REVERSED', 'DECIDED', 'REJECTED'] as const)[number % 5] ?? 'UPHELD',
        reference: 'KB 2027-14',
        date: DAY,
        text: 'Kabinett',
      },
      office,
    );
  const ranks = [...objections, state.lead].map((code) => ({ code, rank }));
  const climb = () => {
    if (open?.attempts.some(({ counts }) => counts))
      return step('CloseLevel', { level, result: 'NOT_AGREED' }, { by: 'CHAIR', at });
    if (open) return step('RecordAttempt', { level, date: DAY, form: 'Gespräch', ranks }, office);
    return state.levels.length < LEVELS.length
      ? step('OpenLevel', { level }, office)
      : step('EstablishExhaustion', {}, office);
  };
  const corrections = [request, request, comment, approve, approve];

  const waiting: { readonly [P in Matter['phase']]?: readonly (() => MatterCommand)[] } = {
    NONE: [
      () =>
        step(
          'DraftMatter',
          {
            ...DRAFT,
            areas: odd === 4 ? ['TAX_ADMINISTRATION'] : ['IT_PLATFORM'],
            ...(odd === 5 ? { decideBy: DAY } : {}),
          },
          lead,
        ),
    ],
    DRAFT: [() => step('SubmitMatter', {}, lead)],
    SUBMITTED: [() => step('OpenProcedure', { participants: { EINVERNEHMEN: SEATS.slice(0, 2 + index) } }, office)],
    OPEN: [
      () =>
        step(
          'OpenRound',
          { round: `r${pick}`, mode: 'WRITTEN', ...(odd === 6 ? { rule: 'unanimous-express@1' } : {}) },
          office,
        ),
    ],
    ROUND_OPEN: [
      deliver,
      cast,
      cast,
      cast,
      cast,
      change,
      declare,
      recuse,
      ...corrections,
      () =>
        step(
          'RecordVote',
          { round, seat, version, value, reason, change: odd > 5 },
          { at, channel: 'EMAIL', receivedAt: plusHours(at, -number) },
        ),
      () => step('CloseRound', { round }, { at, facts: odd === 7 ? withSeat(seat, { ended: true }) : {} }),
      () =>
        step(
          'RaiseConstructiveVeto',
          { round, seat: 'BMDS', counterText: `Gegen ${pick}`, reasons: 'besser', effects: {} },
          { by: 'BMDS/REP', at },
        ),
      () => step('ObjectWrittenMode', { round, seat, reason }, own),
    ],
    ROUND_CLOSED: [
      establish,
      establish,
      establish,
      extend,
      recuse,
      ...corrections,
      () =>
        step(
          'RecordVote',
          { round, seat, version, value, reason, change: odd > 5 },
          { at, channel: 'EMAIL', receivedAt: plusHours(at, -number * 10) },
        ),
      () => step('ConfirmVote', { round, seat }, { by: 'SEC/B', at }),
      () => step('LiftReservation', { round, seat }, { by: `${seat}/ST`, at }),
      () => step('ConfirmReservation', { round, seat, reason }, { by: `${seat}/ST`, at }),
    ],
    INCOMPLETE: [extend, extend, () => step('DeclareDissent', { reason }, office), ...corrections],
    AGREED: [
      () =>
        step(
          'EnactDecision',
          {
            effectiveFrom: DAY,
            validUntil: '2027-09-30',
            duties: [{ duty: 'd1', ministry: 'BMG', text: 'Bericht', due: DAY }],
          },
          office,
        ),
      ...corrections,
    ],
    DISSENT: [
      () =>
        step(
          'OpenEscalation',
          {
            points: ['Kosten'],
            positions: objections.map((code) => ({ code, text: 'Haltung' })),
            options: [{ text: 'Verzicht' }],
          },
          office,
        ),
      ...corrections,
    ],
    ESCALATED: [
      climb,
      climb,
      climb,
      ...(odd > 7
        ? [
            () => step('CloseLevel', { level, result: 'AGREED', version, consents: objections }, { by: 'CHAIR', at }),
            amend,
            ...corrections,
          ]
        : []),
    ],
    RESOLVED: [() => step('OpenRound', { round: `r${pick}`, mode: 'WRITTEN' }, office)],
    EXHAUSTED: [
      () =>
        step(
          'TakeFinalDecision',
          {
            version,
            reasons: reason,
            answers,
            resultResponsibility: { accepted: true, reportDates: [DAY] },
            ...(odd > 7 ? { validUntil: '2028-12-31' } : {}),
          },
          { by: odd < 8 ? 'BMDS/ST' : by, at },
        ),
      refer,
      () => step('EstablishLapse', { reason }, office),
      ...corrections,
    ],
    CABINET_PENDING: [cabinet],
    ENACTED: [
      refer,
      cabinet,
      ...corrections,
      () => step('ReportDuty', { duty: 'd1', report: 'ja', done: true }, { by: 'BMG/REF', at }),
    ],
  };
  const anything = [
    cast,
    amend,
    establish,
    extend,
    refer,
    cabinet,
    recuse,
    ...corrections,
    () => step('WithdrawMatter', { reason }, { by, at }),
    () => step('EstablishLapse', { reason }, office),
  ];
  const usual = waiting[state.phase] ?? anything;
  const list = pick % 15 === 0 ? anything : usual;
  const chosen = list[Math.floor(pick / 15) % list.length] ?? cast;
  return chosen();
}

/** Plays the choices through the decider. A refusal records nothing; whatever else is thrown is a fault. */
export function play(chosen: readonly Choice[]): Played {
  const history: Recorded<MatterEvent>[] = [];
  const steps: Step[] = [];
  let state = matter.initial;
  let now: Instant = '2027-01-11T08:00:00.000Z';

  const send = (command: MatterCommand): void => {
    const before = state;
    const { actor: who, onBehalfOf, now: at } = command.meta;
    try {
      const events = decide(matter, command, state).map((event, index): Recorded<MatterEvent> => {
        const by = { sub: who.person, org: onBehalfOf, role: who.function };
        return { ...event, entry: { at, revision: history.length + index, by, commandId: `c${steps.length}` } };
      });
      state = events.reduce((folded, event) => evolve(matter, folded, event), state);
      history.push(...events);
      steps.push({ command, before, events, after: state });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };
  for (const choice of chosen) {
    now = plusHours(now, choice.hours);
    for (const { timer, dueAt } of deadlinesOf(state)) {
      if (timer && dueAt <= now) send(step(timer.type, timer.data, { by: 'SEC/SYSTEM', at: now }));
    }
    const command = next(state, choice, now);
    send(command);
    if (command.type === 'OpenRound' && choice.odd !== 8) send(delivery(command.data.round, now));
  }
  return { history, steps };
}
