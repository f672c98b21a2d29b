import {
  agreed,
  atDeadline,
  cast,
  decideFinally,
  dissent,
  enact,
  escalated,
  exhausted,
  inRound,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand, MatterTimers } from './commands.js';
import { matter } from './decider.js';
import { deadlinesOf, runningAt } from './timers.js';

const { given } = specification(matter);
const stateAfter = (course: readonly MatterCommand[]) => given().when(...course.slice(0, -1), course.at(-1)!).state;
const running = (course: readonly MatterCommand[]) =>
  deadlinesOf(stateAfter(course)).map(({ kind, dueAt, subject }) => [kind, dueAt, ...(subject ? [subject] : [])]);
type Passing = Omit<MatterTimers['PassDeadline'], 'matter'>;
const pass = (data: Passing, at: string) => step('PassDeadline', data, { at });

describe('the running deadlines', () => {
  it('no longer name a right that has ended, but a passing that is not yet recorded', () => {
    const kinds = (now: string) => runningAt(stateAfter(inRound()), now).map(({ kind }) => kind);
    expect(kinds('2027-04-01T21:59:59.999Z')).toEqual(['MODE_OBJECTION', 'ROUND', 'HEARING']);
    expect(kinds('2027-04-01T22:00:00.000Z')).toEqual(['ROUND', 'HEARING']);
    expect(kinds('2027-04-09T08:00:00.000Z')).toEqual(['ROUND', 'HEARING']);
  });
  it('are those of the round, earliest first', () => {
    expect(running([...inRound(), cast('BMG', 'CONSENT', { reservation: { kind: 'LEITUNG' } })])).toEqual([
      ['MODE_OBJECTION', '2027-04-01T22:00:00.000Z'],
      ['ROUND', '2027-04-08T22:00:00.000Z'],
      ['HEARING', '2027-04-12T22:00:00.000Z'],
      ['RESERVATION', '2027-04-15T22:00:00.000Z', 'BMG'],
    ]);
    expect(running([...inRound({ decideBy: '2027-04-20' }), atDeadline()])).toEqual([
      ['GRACE', '2027-04-09T10:00:00.000Z'],
      ['HEARING', '2027-04-12T22:00:00.000Z'],
      ['DECIDE_BY', '2027-04-20T22:00:00.000Z'],
    ]);
  });
  it('are those of the dispute in its phase (I19)', () => {
    expect(running(dissent())).toEqual([['DISSENT', '2027-04-19T22:00:00.000Z']]);
    expect(running(escalated())).toEqual([['LEVEL', '2027-04-26T22:00:00.000Z', 'DIRECTORATE']]);
    expect(running(exhausted())).toEqual([['FINAL_WINDOW', '2027-06-14T22:00:00.000Z']]);
  });
  it('are those of the decision in effect', () => {
    expect(running([...exhausted(), decideFinally()])).toEqual([
      ['REFERRAL', '2027-06-22T22:00:00.000Z'],
      ['DUTY', '2027-12-08T23:00:00.000Z', 'report-1'],
      ['DUTY', '2028-06-08T22:00:00.000Z', 'report-2'],
    ]);
    expect(running([...agreed(), enact({ validUntil: '2027-06-30' })])).toEqual([
      ['EXPIRY', '2027-06-30T22:00:00.000Z'],
    ]);
  });
});

describe('the passing of a deadline', () => {
  const window: Passing = { kind: 'FINAL_WINDOW', dueAt: '2027-06-14T22:00:00.000Z' };
  const DUE = '2027-06-15T00:00:00+02:00';
  const after = (course: readonly MatterCommand[]) => ({
    when: (last: MatterCommand) => given().when(...course, last),
  });
  it('is recorded once, from the instant it is due', () => {
    after(exhausted()).when(pass(window, '2027-06-14T23:59:59.999+02:00')).refused('WRONG_STATE');
    after(exhausted()).when(pass(window, DUE)).then({ type: 'DeadlinePassed', data: window });
    after([...exhausted(), pass(window, DUE)])
      .when(pass(window, DUE))
      .refused('WRONG_STATE');
    after(dissent()).when(pass(window, DUE)).refused('WRONG_STATE');
  });
  it('changes nothing but the mark (I14)', () => {
    const level: Passing = { kind: 'LEVEL', level: 'DIRECTORATE', dueAt: '2027-04-26T22:00:00.000Z' };
    const before = stateAfter(escalated());
    const { passed, ...rest } = after(escalated()).when(pass(level, DUE)).state;
    expect({ ...rest, passed: [] }).toEqual(before);
    expect(passed).toHaveLength(1);
  });
});
