import { book, calendar, climbed, decideFinally, dissent, exhausted, facts } from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { recount, redecide } from './audit.js';
import { matter } from './decider.js';

const { given } = specification(matter);
const after = (course: readonly MatterCommand[]) => given().when(...course.slice(0, -1), course.at(-1)!);
const rules = { ruleBook: book, calendar, hash: facts.hash };

describe('what an auditor decides again', () => {
  it('is a result from the state before it, whatever the record says', () => {
    const [established] = after(dissent()).events;
    const before = after(dissent().slice(0, -1)).state;
    if (established?.type !== 'ResultEstablished') throw new Error('No result');
    expect(recount(before, established.data, facts.hash)).toStrictEqual(established.data);
    const forged = { ...established.data, outcome: 'AGREED', objections: [] } as const;
    expect(recount(before, forged, facts.hash)).toStrictEqual(established.data);
  });

  const [taken, enacted] = after([...exhausted(), decideFinally()]).events;
  if (taken?.type !== 'FinalDecisionTaken' || enacted?.type !== 'DecisionEnacted') throw new Error('No final decision');
  const plain = [taken, enacted].map(({ type, data }) => ({ type, data }));

  it('is a final decision, sealed words included', () => {
    expect(redecide(after(exhausted()).state, taken, enacted.data, rules)).toStrictEqual(plain);
    const reasons = { '#': 'digest' };
    const sealed = { ...taken, data: { ...taken.data, reasons } };
    expect(redecide(after(exhausted()).state, sealed, enacted.data, rules)[0]?.data).toMatchObject({ reasons });
  });
  it('refuses what was never allowed', () => {
    expect(() => redecide(after(climbed()).state, taken, enacted.data, rules)).toThrow('not exhausted');
    const late = { ...taken, entry: { ...taken.entry, at: '2027-06-14T22:00:00.000Z' } };
    expect(() => redecide(after(exhausted()).state, late, enacted.data, rules)).toThrow('lapsed');
    const other = { ...taken, data: { ...taken.data, decider: 'BMI' } };
    expect(() => redecide(after(exhausted()).state, other, enacted.data, rules)).toThrow('not the final decider');
  });
});
