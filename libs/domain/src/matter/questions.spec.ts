import { maySee } from '../classification.js';
import {
  agreed,
  cast,
  decideFinally,
  dissent,
  enact,
  escalated,
  exhausted,
  inRound,
  opened,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import { statusOf, tallyOf } from './questions.js';
import { waitingOf } from './waiting.js';
import { visibilityOf } from './visibility.js';

const { given } = specification(matter);
const stateAfter = (course: readonly MatterCommand[]) => given().when(...course.slice(0, -1), course.at(-1)!).state;
const NOW = '2027-07-01T10:00:00.000Z';

describe('the status', () => {
  it('tells what runs in the phase', () => {
    expect(statusOf(stateAfter(opened()), NOW)).toEqual({
      ...{
        matter: 'm1',
        title: 'Gemeinsame Plattform',
        phase: 'OPEN',
        version: 1,
        lead: 'BMDS',
        classification: 'INTERN',
      },
      ...{ ruleBook: 'RB-POLOPS@1.0.0', marks: [] },
    });
    expect(statusOf(stateAfter(inRound()), NOW).round).toEqual({ id: 'r1', no: 1, dueAt: '2027-04-08T22:00:00.000Z' });
    expect(statusOf(stateAfter(dissent()), NOW).dissentDueAt).toBe('2027-04-19T22:00:00.000Z');
    expect(statusOf(stateAfter(escalated()), NOW)).toMatchObject({
      openLevel: 'DIRECTORATE',
      levelDueAt: '2027-04-26T22:00:00.000Z',
    });
    expect(statusOf(stateAfter(exhausted()), NOW).windowDueAt).toBe('2027-06-14T22:00:00.000Z');
  });
  it('tells the effect of a decision from its first day on', () => {
    const state = stateAfter([...agreed(), enact({ effectiveFrom: '2027-07-02' })]);
    expect(statusOf(state, '2027-07-01T21:59:59.999Z').effect).toBeUndefined();
    expect(statusOf(state, '2027-07-01T22:00:00.000Z').effect).toBe('IN_FORCE');
  });
  it('tells no effect after the last day of a decision, be its expiry recorded or not', () => {
    const state = stateAfter([...agreed(), enact({ validUntil: '2027-07-02' })]);
    expect(statusOf(state, '2027-07-02T21:59:59.999Z').effect).toBe('IN_FORCE');
    expect(statusOf(state, '2027-07-02T22:00:00.000Z').effect).toBe('EXPIRED');
  });
  it('marks a referral to the cabinet, which keeps the phase', () => {
    const refer = step('ReferToCabinet', { reason: 'Grundsatz' }, { by: 'BMF/BM', at: '2027-06-09T10:00:00+02:00' });
    const referred = stateAfter([...exhausted(), decideFinally(), refer]);
    expect(statusOf(referred, NOW)).toMatchObject({ phase: 'ENACTED', marks: ['CABINET_REFERRED'] });
    expect(statusOf(stateAfter([...exhausted(), decideFinally()]), NOW).marks).toEqual([]);
  });
});

describe('the tally', () => {
  it('counts the effective votes of a running round, and says who is still waited for', () => {
    const state = stateAfter([...inRound(), cast('BMF', 'OBJECTION'), cast('BMG', 'CONSENT')]);
    expect(tallyOf(state, 'r1')).toEqual({
      ...{ round: 'r1', no: 1, rule: 'consensus-silence@1' },
      ...{ E: 7, Y: 1, N: 1, A: 0, S: 5, V: 0, C: 0 },
    });
    expect(tallyOf(state, 'r9')).toBeUndefined();
    expect(waitingOf(state).map(({ ministry }) => ministry)).toEqual(['AA', 'BMAS', 'BMDS', 'BMI', 'BMVg']);
    expect(waitingOf(stateAfter(agreed()))).toEqual([]);
  });
});

describe('a VS-NfD matter', () => {
  it('is there for participants and those whose office it is, OFFEN and INTERN for everybody', () => {
    const secret = visibilityOf(stateAfter(opened({ classification: 'VS_NFD' })));
    expect(maySee({ function: 'REP', ministry: 'BMI' }, secret)).toBe(true);
    expect(maySee({ function: 'REP', ministry: 'BMZ' }, secret)).toBe(false);
    expect(maySee({ function: 'RUL' }, secret)).toBe(false);
    for (const office of ['SEC', 'CHAIR', 'AUD', 'REG', 'DSB'] as const)
      expect(maySee({ function: office }, secret)).toBe(true);
    expect(maySee({ function: 'REP', ministry: 'BMZ' }, visibilityOf(stateAfter(opened())))).toBe(true);
  });
});
