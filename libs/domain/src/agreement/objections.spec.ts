import { consent, draft, step } from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';
import type { AgreementCommand } from './messages.js';
import { refusalsIn } from './objections.js';

const { given } = specification(agreement);
const told = (commands: readonly AgreementCommand[]) => {
  const events = commands.flatMap(
    (_, index) => given().when(...(commands.slice(0, index + 1) as unknown as [AgreementCommand])).events,
  );
  return refusalsIn(events).map(({ house, version, settled, answers }) => ({
    ...{ house, version, settled, answers: answers.map(({ kind }) => kind) },
  }));
};
const refuse = (party: string, version = 1) =>
  step('RefuseAgreement', { party, version, reason: 'Kosten' }, { by: `${party}/ST` });

describe('a refusal', () => {
  it('stands until another text or the party’s own consent answers it', () => {
    expect(told([draft(), refuse('BMG')])).toEqual([{ house: 'BMG', version: 1, settled: false, answers: [] }]);
    expect(told([draft(), refuse('BMG'), consent('BMG')])).toMatchObject([{ settled: true, answers: ['WITHDRAWN'] }]);
    const revise = step('ReviseAgreement', { text: 'Fassung 2' });
    expect(told([draft(), refuse('BMG'), revise, refuse('BMG', 2)])).toEqual([
      { house: 'BMG', version: 1, settled: true, answers: ['AMENDED'] },
      { house: 'BMG', version: 2, settled: false, answers: [] },
    ]);
    const abandon = step('AbandonAgreement', { reason: 'zwecklos' });
    expect(told([draft(), refuse('BMG'), abandon])).toMatchObject([{ settled: true, answers: ['ENDED'] }]);
  });
});
