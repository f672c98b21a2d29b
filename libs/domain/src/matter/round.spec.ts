import {
  amend,
  atDeadline,
  bookWith,
  cast,
  closeLevel,
  deliver,
  dissent,
  draft,
  escalated,
  establish,
  inRound,
  open,
  opened,
  openRound,
  SEATS,
  seatFact,
  step,
  submit,
  withSeat,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';

const { after } = specification(matter);
const close = (at: string, envelope = {}) => step('CloseRound', { round: 'r1' }, { at, ...envelope });
const consents = (...seats: string[]) => seats.map((seat) => cast(seat, 'CONSENT'));

describe('the opening of a round', () => {
  it('fixes electorate, rule and deadlines, over Good Friday, Easter and the change of clocks', () => {
    after(...opened())
      .when(openRound())
      .then({
        type: 'RoundOpened',
        data: {
          ...{
            no: 1,
            version: 1,
            rule: 'consensus-silence@1',
            eligible: SEATS.map((seat) => ({ seat })),
            lead: 'BMDS',
          },
          ...{ openedOn: '2027-03-25', lastDay: '2027-04-08', dueAt: '2027-04-08T22:00:00.000Z' },
          ...{
            reservationDue: '2027-04-15T22:00:00.000Z',
            modeObjectionDue: '2027-04-01T22:00:00.000Z',
            calendarVersion: '2027-1',
          },
        },
      });
    const friday = openRound({}, { at: '2027-03-12T09:00:00+01:00' });
    after(...opened())
      .when(friday)
      .then({ type: 'RoundOpened', data: { lastDay: '2027-03-30', dueAt: '2027-03-30T22:00:00.000Z' } });
  });
  it('takes in voting seats that last and whose holder takes part in the vote (R1)', () => {
    const participants = { EINVERNEHMEN: ['BMDS', 'BMF'], MITZEICHNUNG: ['BMI'], BENEHMEN: ['BMG'], KENNTNIS: ['AA'] };
    const procedure = [draft(), submit(), open({ participants })];
    after(...procedure)
      .when(openRound({}, { facts: withSeat('BMF', { ended: true }) }))
      .then({ type: 'RoundOpened', data: { eligible: [{ seat: 'BMDS' }, { seat: 'BMI' }] } });
    after(...procedure)
      .when(openRound({}, { facts: withSeat('BMI', { voting: false }) }))
      .then({ type: 'RoundOpened', data: { eligible: [{ seat: 'BMDS' }, { seat: 'BMF' }] } });
    after(...procedure)
      .when(openRound({}, { facts: { seats: [seatFact('BMG')] } }))
      .refused('NO_ELIGIBLE_SEATS');
  });
  it('uses a rule of the track for the mode, the first if none is named', () => {
    after(...opened())
      .when(openRound({ rule: 'unanimous-express@1' }))
      .then({ type: 'RoundOpened', data: { rule: 'unanimous-express@1' } });
    after(...opened())
      .when(openRound({ rule: 'simple-majority@1' }))
      .refused('RULE_NOT_ALLOWED_FOR_TRACK');
    after(...opened())
      .when(openRound({ rule: 'consensus-silence@1', mode: 'MEETING' }))
      .refused('RULE_NOT_ALLOWED_FOR_TRACK');
  });
  it('keeps the shortest period, a shorter one for urgent matters', () => {
    const urgent = [draft(), submit(), open({ urgency: 'EILBEDUERFTIG', urgentReason: 'Frist' })];
    after(...opened())
      .when(openRound({ period: 'P13D' }))
      .refused('PERIOD_TOO_SHORT', { min: 'P14D' });
    after(...opened())
      .when(openRound({ period: 'P21D' }))
      .then({ type: 'RoundOpened', data: { lastDay: '2027-04-15' } });
    after(...urgent)
      .when(openRound({ period: 'P2WD' }))
      .refused('PERIOD_TOO_SHORT', { min: 'P3WD' });
    after(...urgent)
      .when(openRound({ period: 'P3WD' }))
      .then({ type: 'RoundOpened', data: { lastDay: '2027-04-01' } });
    after(...opened())
      .when(openRound({ period: 'zwei Wochen' }))
      .refused('INVALID_PAYLOAD', { fields: ['period'] });
  });
  it('counts hours from the instant and reservations from the end', () => {
    const ruleBook = bookWith(
      { minPeriod: 'PT48H' },
      { reservations: { kinds: ['LEITUNG'], blocking: ['LEITUNG'], period: 'PT24H', unresolved: 'OBJECTION' } },
    );
    after(...opened())
      .when(openRound({ period: 'PT48H' }, { facts: { ruleBook } }))
      .then({
        type: 'RoundOpened',
        data: { dueAt: '2027-03-27T08:05:00.000Z', reservationDue: '2027-03-28T08:05:00.000Z' },
      });
  });
  it('in a meeting waits for a quorum', () => {
    after(...opened())
      .when(openRound({ mode: 'MEETING' }))
      .refused('QUORUM_NOT_REACHED', { present: 0 });
  });
  it('has its place before a ballot, and an id of its own', () => {
    after(...inRound())
      .when(openRound({ round: 'r2' }))
      .refused('WRONG_STATE', { state: 'ROUND_OPEN' });
    after(...dissent())
      .when(openRound())
      .refused('ALREADY_EXISTS', { round: 'r1' });
    after(...dissent())
      .when(openRound({ round: 'r2' }, { at: '2027-04-12T11:00:00+02:00' }))
      .then({ type: 'RoundOpened', data: { no: 2 } });
  });
});

describe('a confirming round', () => {
  const resolved = [
    ...escalated(),
    amend('Fassung 2', '2027-04-13T09:00:00+02:00'),
    closeLevel('DIRECTORATE', '2027-04-14T09:00:00+02:00', { result: 'AGREED', version: 2, consents: ['BMF', 'BMI'] }),
  ];
  const confirm = (data = {}) => openRound({ round: 'r2', ...data }, { at: '2027-04-19T09:00:00+02:00' });
  it('uses the first rule of the track and the confirming period (4.4)', () => {
    after(...resolved)
      .when(confirm())
      .then({
        type: 'RoundOpened',
        data: { confirming: true, version: 2, rule: 'consensus-silence@1', dueAt: '2027-04-26T22:00:00.000Z' },
      });
    after(...resolved)
      .when(confirm({ period: 'P4WD' }))
      .refused('PERIOD_TOO_SHORT', { min: 'P5WD' });
    after(...resolved)
      .when(confirm({ rule: 'unanimous-express@1' }))
      .refused('RULE_NOT_ALLOWED_FOR_TRACK');
  });
});

describe('the closing of a round', () => {
  const LAST = '2027-04-08T23:59:59.999+02:00';
  const DUE = '2027-04-09T00:00:00.000+02:00';
  it('comes early when every eligible seat has voted, without grace (R19)', () => {
    const all = consents(...SEATS);
    after(...inRound(), ...all)
      .when(close(LAST))
      .then({ type: 'RoundClosed', data: { cause: 'ALL_VOTED' } });
    expect(after(...inRound(), ...all).when(close(LAST)).events[0]?.data).not.toHaveProperty('graceUntil');
    after(...inRound(), ...all.slice(1))
      .when(close(LAST))
      .refused('ROUND_STILL_RUNNING', { seats: ['AA'] });
  });
  it('does not wait for a seat that ended or was excluded (R1)', () => {
    const most = consents(...SEATS.slice(1));
    after(...inRound(), ...most)
      .when(close(LAST, { facts: withSeat('AA', { ended: true }) }))
      .then({ type: 'RoundClosed', data: { ended: ['AA'] } });
  });
  it('comes with the deadline, to the millisecond, with grace until noon of the next working day (R8)', () => {
    after(...inRound())
      .when(atDeadline('r1', LAST))
      .refused('WRONG_STATE');
    after(...inRound())
      .when(atDeadline('r1', DUE))
      .then({ type: 'RoundClosed', data: { cause: 'DEADLINE', graceUntil: '2027-04-09T10:00:00.000Z' } });
    after(...inRound(), atDeadline())
      .when(atDeadline())
      .refused('WRONG_STATE');
  });
  it('is by the deadline at the deadline, whoever is first to say so', () => {
    after(...inRound(), ...consents(...SEATS))
      .when(close(DUE))
      .then({ type: 'RoundClosed', data: { cause: 'DEADLINE' } });
  });
  it('happens to a running round', () => {
    after(...inRound(), atDeadline())
      .when(close(DUE))
      .refused('WRONG_STATE', { state: 'ROUND_CLOSED' });
    after(...inRound())
      .when(step('CloseRound', { round: 'r9' }))
      .refused('NOT_FOUND', { round: 'r9' });
  });
});

describe('an extension', () => {
  const extend = (at: string, reason = 'Nachfrage', envelope = {}) =>
    step('ExtendRound', { round: 'r1', reason }, { by: 'CHAIR', at, ...envelope });
  const running = '2027-04-06T09:00:00+02:00';
  it('gives all seats a full period from its day; what was voted stays (R12)', () => {
    const run = after(...inRound(), cast('BMF', 'CONSENT', { reservation: { kind: 'LEITUNG' } })).when(extend(running));
    run.then({
      type: 'RoundExtended',
      data: {
        no: 1,
        lastDay: '2027-04-20',
        dueAt: '2027-04-20T22:00:00.000Z',
        reservationDue: '2027-04-27T22:00:00.000Z',
      },
    });
    const [round] = run.state.rounds;
    expect(round).toMatchObject({
      extensions: 1,
      status: 'OPEN',
      votes: [{ seat: 'BMF', value: 'CONSENT' }],
      reservations: { BMF: { due: '2027-04-27T22:00:00.000Z' } },
    });
  });
  it('is granted with a reason, as often as the rule book says', () => {
    after(...inRound())
      .when(extend(running, ''))
      .refused('REASON_REQUIRED');
    after(...inRound(), extend(running), extend(running))
      .when(extend(running))
      .refused('EXTENSION_LIMIT');
  });
  it('comes after the end only for a missing proof or an incomplete outcome', () => {
    const [opening, delivery] = [openRound(), deliver()];
    const late = '2027-04-09T09:00:00+02:00';
    after(...opened(), opening, ...consents('BMF'), atDeadline())
      .when(extend(late))
      .then({ type: 'RoundExtended' });
    after(...opened(), opening, delivery, ...consents('BMF'), atDeadline())
      .when(extend(late))
      .refused('DEADLINE_PASSED');
    after(...opened(), opening, delivery, atDeadline())
      .when(extend(late))
      .then({ type: 'RoundExtended', data: { lastDay: '2027-04-23' } });
    after(...opened(), opening, delivery, atDeadline(), establish())
      .when(extend('2027-04-12T11:00:00+02:00'))
      .then({ type: 'RoundExtended' });
  });
  it('is of the last round', () => {
    after(...dissent())
      .when(extend('2027-04-12T11:00:00+02:00'))
      .refused('WRONG_STATE', { state: 'DISSENT' });
  });
});

describe('the written mode', () => {
  const object = (at: string, seat = 'BMG', reason = 'Aussprache nötig', by = `${seat}/REP`) =>
    step('ObjectWrittenMode', { round: 'r1', seat, reason }, { by, at });
  const LAST = '2027-04-01T23:59:59.999+02:00';
  it('ends with the objection of one eligible seat within the period (R13)', () => {
    const run = after(...inRound()).when(object(LAST));
    run.then({ type: 'WrittenModeObjected' }, { type: 'RoundSuperseded', data: { cause: 'MODE' } });
    expect(run.state).toMatchObject({ phase: 'OPEN', writtenObjected: true });
    after(...inRound())
      .when(object('2027-04-02T00:00:00+02:00'))
      .refused('MODE_OBJECTION_LATE', { dueAt: '2027-04-01T22:00:00.000Z' });
    after(...inRound(), object(LAST))
      .when(openRound({ round: 'r2' }))
      .refused('WRITTEN_MODE_OBJECTED');
    after(...inRound(), object(LAST))
      .when(object(LAST))
      .refused('WRONG_STATE');
  });
  it('is objected to where it is the mode', () => {
    const { rounds, ...state } = after(...opened()).when(openRound()).state;
    const meeting = { ...state, rounds: rounds.map((round) => ({ ...round, mode: 'MEETING' as const })) };
    const send = () => matter.decide.ObjectWrittenMode(object(LAST) as never, meeting);
    expect(send).toThrow(expect.objectContaining({ code: 'NOT_WRITTEN_MODE' }));
  });
  it('is objected to by a person who speaks for an eligible seat, with a reason', () => {
    after(...inRound())
      .when(object(LAST, 'BMZ'))
      .refused('SEAT_NOT_ELIGIBLE');
    after(...inRound())
      .when(object(LAST, 'BMG', ''))
      .refused('REASON_REQUIRED');
    after(...inRound())
      .when(object(LAST, 'BMG', 'Aussprache', 'BMG/AL'))
      .refused('MANDATE_INSUFFICIENT');
  });
});

describe('the constructive veto', () => {
  const full = { counterText: 'Gegenvorschlag', reasons: 'offener Standard', effects: { cost: 0 } };
  const raise = (data: object = {}, seat = 'BMDS', envelope = {}) =>
    step(
      'RaiseConstructiveVeto',
      { round: 'r1', seat, ...full, ...data },
      { by: `${seat}/REP`, at: '2027-04-05T10:00:00+02:00', ...envelope },
    );
  const second = [
    openRound({ round: 'r2' }, { at: '2027-04-06T09:00:00+02:00' }),
    deliver(SEATS, '2027-04-06T07:00:00.000Z', 'r2'),
  ];
  const countered = [...inRound(), raise(), ...second];

  it('puts a counter-proposal in place of the text and ends the round (R10)', () => {
    const run = after(...inRound()).when(raise());
    run.then(
      { type: 'ConstructiveVetoRaised', data: { version: 2, originalVersion: 1, textHash: '[Gegenvorschlag]' } },
      { type: 'RoundSuperseded', data: { cause: 'VETO' } },
    );
    expect(run.state).toMatchObject({ phase: 'OPEN', current: 2, vetoes: 1 });
    after(...inRound(), raise())
      .when(cast('BMG', 'CONSENT'))
      .refused('ROUND_CLOSED');
    after(...inRound(), raise())
      .when(raise())
      .refused('ROUND_CLOSED');
  });
  it('is provided by the rule book for its holder', () => {
    after(...inRound())
      .when(raise({}, 'BMDS', { facts: { ruleBook: bookWith({ veto: null }) } }))
      .refused('VETO_NOT_PROVIDED');
    after(...inRound())
      .when(raise({}, 'BMG'))
      .refused('NOT_VETO_HOLDER');
    after(...inRound())
      .when(raise({}, 'BMG', { facts: { ruleBook: bookWith({ veto: { holder: 'ANY', maxPerLineage: 1 } }) } }))
      .then({ type: 'ConstructiveVetoRaised' }, { type: 'RoundSuperseded' });
    after(...inRound())
      .when(raise({}, 'BMDS', { by: 'BMDS/AL' }))
      .refused('MANDATE_INSUFFICIENT');
  });
  it('comes in time, not from the excluded, and once', () => {
    const recused = step('DecideRecusal', {
      subject: 'PERSON',
      seat: 'BMDS',
      person: 'BMDS/REP',
      ruling: 'EXCLUDED',
      reason: 'befangen',
      votedBy: [],
    });
    after(...inRound())
      .when(raise({}, 'BMDS', { at: '2027-04-09T00:00:00+02:00' }))
      .refused('VOTE_LATE', { dueAt: '2027-04-08T22:00:00.000Z' });
    after(...inRound(), recused)
      .when(raise())
      .refused('SEAT_RECUSED');
    after(...countered)
      .when(raise({ round: 'r2', counterText: 'noch einer' }, 'BMDS', { at: '2027-04-07T09:00:00+02:00' }))
      .refused('VETO_LIMIT_REACHED');
  });
  it('has a complete counter-proposal, reasons and effects', () => {
    after(...inRound())
      .when(raise({ counterText: ' ' }))
      .refused('VETO_WITHOUT_COUNTERPROPOSAL');
    after(...inRound())
      .when(raise({ counterText: 'Fassung 1' }))
      .refused('VETO_WITHOUT_COUNTERPROPOSAL');
    after(...inRound())
      .when(raise({ reasons: '' }))
      .refused('REASON_REQUIRED');
  });
  it('lapses if the counter-proposal is not agreed: the original returns with the veto as objection', () => {
    const lost = [
      ...countered,
      cast('BMAS', 'OBJECTION', { round: 'r2', version: 2 }, { at: '2027-04-07T09:00:00+02:00' }),
      atDeadline('r2', '2027-04-21T00:00:00+02:00'),
      step('EstablishResult', { round: 'r2' }, { at: '2027-04-21T12:00:00+02:00' }),
    ];
    const run = after(...lost.slice(0, -1)).when(lost.at(-1)!);
    run.then(
      { type: 'ResultEstablished', data: { outcome: 'DISSENT' } },
      { type: 'VetoLapsed', data: { counterVersion: 2, currentVersion: 1 } },
    );
    expect(run.state).toMatchObject({ phase: 'OPEN', current: 1 });
    expect(run.state.dissent).toBeUndefined();
    const third = openRound({ round: 'r3' }, { at: '2027-04-22T09:00:00+02:00' });
    const again = after(...lost).when(third);
    again.then({
      type: 'RoundOpened',
      data: { version: 1, preset: [{ seat: 'BMDS', value: 'OBJECTION', reason: 'offener Standard' }] },
    });
    const changed = cast('BMDS', 'CONSENT', { round: 'r3' }, { at: '2027-04-23T09:00:00+02:00' });
    after(...lost, third)
      .when({ ...changed, type: 'ChangeVote' } as MatterCommand)
      .then({ type: 'VoteChanged' });
    const amended = [...lost, amend('Fassung 3', '2027-04-22T09:00:00+02:00')];
    expect(after(...amended).when(third).events[0]?.data).toMatchObject({ version: 3 });
    expect(after(...amended).when(third).events[0]?.data).not.toHaveProperty('preset');
  });
});
