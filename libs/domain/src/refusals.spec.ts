import { Refusal, refusals, refuse, sentence } from './refusals.js';

describe('a refusal', () => {
  it('carries code and parameters, and says it in English', () => {
    const refused = () => refuse('STALE_PROPOSAL_VERSION', { current: 2 });
    expect(refused).toThrow(Refusal);
    expect(refused).toThrow('The proposal has changed; please respond to version 2.');
  });
  it('fills its sentence in both languages', () => {
    expect(sentence('OBJECTION_UNANSWERED', 'de', { seats: ['BMF', 'BMI'] })).toBe(
      'Auf Widersprüche ist einzugehen: BMF, BMI.',
    );
    expect(sentence('DEADLINE_RUNNING', 'en', { dueAt: null })).toBe('The deadline runs until –.');
    expect(sentence('DEADLINE_RUNNING', 'en')).toBe('The deadline runs until –.');
  });
  it.each(Object.entries(refusals))('%s names the same parameters in both languages', (_, { de, en }) => {
    const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    expect(named(de)).toEqual(named(en));
  });
});
