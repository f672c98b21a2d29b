import { atDeadline, bookWith, cast, enact, establish, inRound, SEATS, step } from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';

const { after } = specification(matter);
const reserved = (kind: 'LEITUNG' | 'PRUEFUNG' | 'HAUSHALT', note = 'vorbehaltlich') => [
  ...inRound(),
  cast('BMG', 'CONSENT', { reservation: { kind, note } }),
  ...SEATS.filter((seat) => seat !== 'BMG').map((seat) => cast(seat, 'CONSENT')),
  atDeadline(),
];
const LAST = '2027-04-15T23:59:59.999+02:00';
const DUE = '2027-04-16T00:00:00+02:00';
const lift = (by = 'BMG/ST', at = LAST) => step('LiftReservation', { round: 'r1', seat: 'BMG' }, { by, at });
const confirm = (reason = 'Leitung stimmt nicht zu', by = 'BMG/ST', at = LAST) =>
  step('ConfirmReservation', { round: 'r1', seat: 'BMG', reason }, { by, at });
const lapse = (at = DUE) => step('LapseReservation', { round: 'r1', seat: 'BMG' }, { at });

describe('a reservation that blocks', () => {
  it('keeps the result from being established until it is answered (R9)', () => {
    after(...reserved('LEITUNG'))
      .when(establish())
      .refused('RESERVATIONS_OPEN', { seats: ['BMG'] });
    after(...reserved('LEITUNG'), lift())
      .when(establish(DUE))
      .then({ type: 'ResultEstablished', data: { outcome: 'AGREED', tally: { Y: 7 } } });
    after(...reserved('LEITUNG'), confirm())
      .when(establish(DUE))
      .then({ type: 'ResultEstablished', data: { outcome: 'DISSENT', tally: { Y: 6, N: 1 }, objections: ['BMG'] } });
    after(...reserved('LEITUNG'), lapse())
      .when(establish(DUE))
      .then({ type: 'ResultEstablished', data: { outcome: 'DISSENT', tally: { V: 1 }, objections: ['BMG'] } });
  });
  it('of the leadership is answered in its rank, another by whoever speaks for the seat', () => {
    after(...reserved('LEITUNG'))
      .when(lift('BMG/REP'))
      .refused('MANDATE_INSUFFICIENT');
    after(...reserved('LEITUNG'))
      .when(lift('BMI/ST'))
      .refused('MANDATE_INSUFFICIENT');
    after(...reserved('PRUEFUNG'))
      .when(lift('BMG/REP'))
      .then({ type: 'ReservationLifted', data: { counts: 'CONSENT' } });
    after(...reserved('PRUEFUNG'))
      .when(confirm('nein', 'BMG/AL'))
      .refused('MANDATE_INSUFFICIENT');
  });
  it('is answered before it is due, to the millisecond', () => {
    after(...reserved('LEITUNG'))
      .when(lift('BMG/ST', LAST))
      .then({ type: 'ReservationLifted' });
    after(...reserved('LEITUNG'))
      .when(lift('BMG/ST', DUE))
      .refused('RESERVATION_DUE_PASSED');
    after(...reserved('LEITUNG'), lapse())
      .when(lift('BMG/ST', DUE))
      .refused('RESERVATION_DUE_PASSED');
    after(...reserved('LEITUNG'), lapse())
      .when(confirm('nein', 'BMG/REP', DUE))
      .refused('RESERVATION_DUE_PASSED');
  });
  it('is confirmed with a reason, and answered once', () => {
    after(...reserved('LEITUNG'))
      .when(confirm(' '))
      .refused('REASON_REQUIRED');
    after(...reserved('LEITUNG'), lift())
      .when(confirm())
      .refused('WRONG_STATE');
    for (const seat of ['BMG', 'constructor', '__proto__'])
      after(...inRound())
        .when(step('LiftReservation', { round: 'r1', seat }, { by: 'BMG/ST', at: LAST }))
        .refused('WRONG_STATE');
  });
  it('lapses once, when it is due, as the rule book says', () => {
    after(...reserved('LEITUNG'))
      .when(lapse(LAST))
      .refused('WRONG_STATE');
    after(...reserved('LEITUNG'))
      .when(lapse())
      .then({ type: 'ReservationLapsed', data: { counts: 'OBJECTION' } });
    after(...reserved('LEITUNG'), lapse())
      .when(lapse())
      .refused('WRONG_STATE');
    const ruleBook = bookWith(
      {},
      { reservations: { kinds: ['LEITUNG'], blocking: ['LEITUNG'], period: 'P5WD', unresolved: 'CONSENT' } },
    );
    const mild = { ...lapse(), facts: { ...lapse().facts, ruleBook } } as MatterCommand;
    after(...reserved('LEITUNG'), mild)
      .when(establish(DUE))
      .then({ type: 'ResultEstablished', data: { outcome: 'AGREED', tally: { Y: 7 } } });
  });
  it('falls with the vote of an excluded person', () => {
    const exclude = step('DecideRecusal', {
      subject: 'PERSON',
      seat: 'BMG',
      person: 'BMG/REP',
      ruling: 'EXCLUDED',
      reason: 'befangen',
      votedBy: [],
    });
    after(...reserved('LEITUNG'), exclude)
      .when(establish())
      .then({ type: 'ResultEstablished', data: { deemed: ['BMG'] } });
  });
});

describe('a reservation that does not block', () => {
  it('becomes a condition of the decision', () => {
    after(...reserved('HAUSHALT'))
      .when(establish())
      .then({ type: 'ResultEstablished', data: { outcome: 'AGREED', conditions: ['vorbehaltlich'] } });
    after(...reserved('HAUSHALT'), establish())
      .when(enact())
      .then({ type: 'DecisionEnacted', data: { conditions: ['vorbehaltlich'] } });
  });
  it('never lapses', () => {
    after(...reserved('HAUSHALT'))
      .when(lapse())
      .refused('WRONG_STATE');
  });
});
