import {
  agreed,
  amend,
  atDeadline,
  cast,
  climbed,
  closeLevel,
  decideFinally,
  dissent,
  escalated,
  establish,
  exhausted,
  inRound,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import { objectionsIn } from './objections.js';
import { positionsOf } from './positions.js';

const { given } = specification(matter);

/** The whole history that the commands lead to. */
const historyOf = (commands: readonly MatterCommand[]) => {
  const all = commands.map((_, index) => {
    const [first, ...rest] = commands.slice(0, index + 1);
    return given().when(...([first, ...rest] as [MatterCommand])).events;
  });
  return all.flat();
};
const told = (commands: readonly MatterCommand[], seat = 'BMF') =>
  objectionsIn(historyOf(commands))
    .filter(({ house }) => house === seat)
    .map(({ form, settled, answers }) => ({ form, settled, answers: answers.map(({ kind }) => kind) }));
const stateAfter = (commands: readonly MatterCommand[]) => given().when(...(commands as [MatterCommand])).state;

const objection = cast('BMF', 'OBJECTION', {}, { at: '2027-04-05T09:00:00+02:00' });
const change = step(
  'ChangeVote',
  { round: 'r1', seat: 'BMF', version: 1, value: 'CONSENT' },
  { by: 'BMF/REP', at: '2027-04-06T09:00:00+02:00' },
);
const veto = step(
  'RaiseConstructiveVeto',
  {
    round: 'r1',
    seat: 'BMDS',
    counterText: 'Gegenentwurf',
    reasons: 'billiger',
    effects: { cost: 'x', time: 'y', risk: 'z' },
  },
  { by: 'BMDS/REP', at: '2027-04-06T10:00:00+02:00' },
);

describe('an objection', () => {
  it('is open until it is withdrawn by another vote', () => {
    expect(told([...inRound(), objection])).toEqual([{ form: 'VOTE', settled: false, answers: [] }]);
    expect(told([...inRound(), objection, change])).toEqual([{ form: 'VOTE', settled: true, answers: ['WITHDRAWN'] }]);
  });
  it('is settled by another text, but not while the ladder is open', () => {
    const amended = (at: string) => amend('Fassung 2', at);
    expect(told([...inRound(), objection, amended('2027-04-06T09:00:00+02:00')])).toEqual([
      { form: 'VOTE', settled: true, answers: ['AMENDED'] },
    ]);
    expect(told([...escalated(), amended('2027-04-20T09:00:00+02:00')])).toEqual([
      { form: 'VOTE', settled: false, answers: ['DISSENT', 'AMENDED'] },
    ]);
  });
  it('goes through dissent and ladder to the final decision, and its words', () => {
    const levels = ['LEVEL_NOT_AGREED', 'LEVEL_NOT_AGREED', 'AMENDED', 'LEVEL_NOT_AGREED'];
    expect(told(dissent())).toEqual([{ form: 'VOTE', settled: false, answers: ['DISSENT'] }]);
    expect(told(climbed())).toEqual([{ form: 'VOTE', settled: false, answers: ['DISSENT', ...levels] }]);
    const [final] = objectionsIn(historyOf([...exhausted(), decideFinally()]));
    expect(final).toMatchObject({ house: 'BMF', settled: true, reason: 'Kosten', version: 1, round: 'r1' });
    expect(final?.answers.at(-1)).toMatchObject({ kind: 'FINAL_DECISION', text: 'Antwort an BMF', version: 2 });
  });
  it('is settled where a level agrees', () => {
    const close = closeLevel('DIRECTORATE', '2027-04-20T16:00:00+02:00', {
      ...{ result: 'AGREED', version: 1, consents: ['BMF', 'BMI'] },
    });
    expect(told([...escalated(), close])).toEqual([
      { form: 'VOTE', settled: true, answers: ['DISSENT', 'LEVEL_AGREED'] },
    ]);
  });
  it('is a reservation that was confirmed', () => {
    const reserved = [
      ...[...inRound(), cast('BMF', 'CONSENT', { reservation: { kind: 'PRUEFUNG' } })],
      step(
        'ConfirmReservation',
        { round: 'r1', seat: 'BMF', reason: 'Datenschutz' },
        { by: 'BMF/REP', at: '2027-04-07T09:00:00+02:00' },
      ),
      ...[atDeadline(), establish()],
    ];
    expect(told(reserved)).toEqual([{ form: 'RESERVATION', settled: false, answers: ['DISSENT'] }]);
    expect(positionsOf(stateAfter(reserved), 'BMF')).toMatchObject([
      { value: 'CONSENT', reservation: { kind: 'PRUEFUNG', status: 'CONFIRMED' }, outcome: 'DISSENT', counted: true },
    ]);
  });
  it('is a veto, which makes the others fall with the round', () => {
    const vetoed = [...inRound(), objection, veto];
    expect(told(vetoed, 'BMDS')).toEqual([{ form: 'VETO', settled: false, answers: [] }]);
    expect(told(vetoed)).toEqual([{ form: 'VOTE', settled: true, answers: ['AMENDED'] }]);
    expect(stateAfter(vetoed).rounds[0]).toMatchObject({ vetoedBy: 'BMDS', status: 'SUPERSEDED' });
  });
  it('to the written mode is answered by another mode', () => {
    const mode = step(
      'ObjectWrittenMode',
      { round: 'r1', seat: 'BMF', reason: 'zu wichtig' },
      { by: 'BMF/REP', at: '2027-03-26T09:00:00+01:00' },
    );
    expect(told([...inRound(), mode])).toEqual([{ form: 'MODE', settled: true, answers: ['MODE_CHANGED'] }]);
  });
  it('ends with the matter', () => {
    const withdraw = step('WithdrawMatter', { reason: 'r' }, { by: 'BMDS/REF', at: '2027-04-06T12:00:00+02:00' });
    expect(told([...inRound(), objection, withdraw])).toEqual([{ form: 'VOTE', settled: true, answers: ['ENDED'] }]);
  });
});

describe('a position', () => {
  it('names the vote that counts and those before it', () => {
    expect(positionsOf(stateAfter([...inRound(), objection, change]), 'BMF')).toMatchObject([
      { round: 'r1', value: 'CONSENT', changed: [{ value: 'OBJECTION' }], status: 'OPEN', counted: false },
    ]);
    expect(positionsOf(stateAfter(agreed()), 'AA')).toMatchObject([
      { value: 'DEEMED', outcome: 'AGREED', counted: true },
    ]);
    expect(positionsOf(stateAfter(dissent()), 'AA')).toMatchObject([{ value: 'CONSENT', outcome: 'DISSENT' }]);
    expect(positionsOf(stateAfter(dissent()), 'BMG')).toMatchObject([{ value: 'SILENT', counted: false }]);
    expect(positionsOf(stateAfter(agreed()), 'BMZ')).toEqual([]);
  });
});
