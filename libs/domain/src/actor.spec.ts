import { atLeast, FUNCTIONS, isMinistryFunction, type Mandate, rankOf } from './actor.js';
import { person } from './testing.js';

const mandate = (rank: Mandate['rank']): Mandate => ({ id: 'x', scope: [], rank });

describe('the rank of a person', () => {
  it('comes with the function', () => {
    const ranks = ['REF', 'REP', 'DEP', 'AL', 'LEAD', 'REVIEW', 'ST', 'BM'].map((code) =>
      rankOf(person(`BMI/${code}`)),
    );
    expect(ranks).toEqual(['DESK', ...Array<string>(5).fill('DIRECTORATE'), 'STATE_SECRETARY', 'MINISTER']);
  });
  it('is raised by a mandate in force, never lowered', () => {
    expect(rankOf(person('BMI/AL', { mandates: [mandate('STATE_SECRETARY'), mandate('DESK')] }))).toBe(
      'STATE_SECRETARY',
    );
    expect(rankOf(person('BMI/BM', { mandates: [mandate('DESK')] }))).toBe('MINISTER');
  });
  it('does what a lower rank may do', () => {
    expect([
      atLeast('MINISTER', 'STATE_SECRETARY'),
      atLeast('DESK', 'DESK'),
      atLeast('DIRECTORATE', 'MINISTER'),
    ]).toEqual([true, true, false]);
  });
  it('belongs to the functions of a ministry', () => {
    expect(FUNCTIONS.filter(isMinistryFunction)).toEqual(['REP', 'DEP', 'REF', 'AL', 'ST', 'BM', 'LEAD', 'REVIEW']);
  });
});
