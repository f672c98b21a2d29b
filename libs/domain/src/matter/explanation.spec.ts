import { agreed, amend, decideFinally, enact, escalated, exhausted, grounds, opened, step } from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import { explanationOf } from './explanation.js';

const { given } = specification(matter);

/** The explanation after the course, and the record of a type by its place among those of the type. */
function explained(course: readonly MatterCommand[], now = '2027-06-08T12:00:00.000Z') {
  const { state, history } = given().when(...course.slice(0, -1), course.at(-1)!);
  const record = (type: string, place = -1) => history.filter((one) => one.type === type).at(place)?.entry.revision;
  return { why: explanationOf(state, grounds(history), now), record };
}

const finally2 = () => [...exhausted(), decideFinally()];

describe('the explanation', () => {
  it('says why the result is what it is', () => {
    expect(explained(finally2()).why).toMatchObject({
      ...{ outcome: 'DISSENT', origin: 'FINAL', ruleBook: 'RB-POLOPS@1.0.0', grant: 'CG-1' },
      ...{ legalBasis: { type: 'ORGANISATION_DECREE' }, dissenting: ['BMF', 'BMI'], answered: ['BMF', 'BMI'] },
      ...{ tally: { E: 7, Y: 3, N: 2, S: 2 }, version: { no: 1, textHash: '[Fassung 1]', revision: 0 } },
    });
    const { why } = explained([...opened(), amend('Fassung 2', '2027-04-01T09:00:00+02:00')]);
    expect(why).toMatchObject({ positions: [], reasoning: [], levels: [], corrected: [] });
    for (const name of ['version', 'decision', 'finalDecision', 'exhausted', 'cabinet'])
      expect(why).not.toHaveProperty(name);
  });

  it('names the record behind result, electorate, rule book and its adoption', () => {
    const { why, record } = explained(finally2());
    expect(why).toMatchObject({
      revision: record('ResultEstablished'),
      roundRevision: record('RoundOpened'),
      book: {
        ...{ id: 'RB-POLOPS', version: '1.0.0', revision: record('ProcedureOpened'), adopted: 2 },
        legalBasis: { reference: 'Fall-Rechtsgrundlage' },
      },
    });
  });

  it('says who decided finally, on which version, and which record that is', () => {
    const { why, record } = explained(finally2());
    expect(why.finalDecision).toEqual({
      ...{ decider: 'BMDS', rank: 'STATE_SECRETARY', grant: 'CG-1', version: 2, textHash: '[Fassung 2]' },
      legalBasis: { type: 'ORGANISATION_DECREE', reference: 'Fall-Rechtsgrundlage' },
      ...{ answered: ['BMF', 'BMI'], dissenting: ['BMF', 'BMI'], reportDates: ['2027-12-08', '2028-06-08'] },
      revision: record('FinalDecisionTaken'),
    });
  });

  it('tells the effect of the decision on the day of the instant, and none before its first', () => {
    const course = [...agreed(), enact({ effectiveFrom: '2027-07-02', validUntil: '2027-08-31' })];
    const effectAt = (now: string) => explained(course, now).why.decision?.effect;
    expect(effectAt('2027-07-01T21:59:59.999Z')).toBeUndefined();
    expect(effectAt('2027-07-01T22:00:00.000Z')).toBe('IN_FORCE');
    expect(effectAt('2027-08-31T22:00:00.000Z')).toBe('EXPIRED');
  });

  it('says what was enacted, whom it binds from when, and which record that is', () => {
    const { why, record } = explained(finally2());
    expect(why.decision).toMatchObject({
      ...{ version: 2, textHash: '[Fassung 2]', origin: 'FINAL', bindingness: 'BINDING' },
      ...{ effectiveFrom: '2027-06-08', binds: ['AA', 'BMAS', 'BMDS', 'BMF', 'BMG', 'BMI', 'BMVg'] },
      ...{ effect: 'IN_FORCE', changes: [], revision: record('DecisionEnacted') },
    });
    expect(why.decision?.decisionNo).toMatch(/^DA-2027-/);
  });

  it('names the records of every level of the ladder and of its exhaustion', () => {
    const { why, record } = explained(finally2());
    const level = (name: string, place: number) => ({
      ...{ level: name, status: 'NOT_AGREED', revision: record('LevelOpened', place) },
      ...{ attempts: [record('AttemptRecorded', place)], closed: record('LevelClosed', place) },
    });
    expect(why.levels).toEqual([level('DIRECTORATE', 0), level('STATE_SECRETARY', 1), level('MINISTER', 2)]);
    expect(why.exhausted).toEqual({ revision: record('EscalationExhausted') });
    const { why: climbing, record: then } = explained(escalated());
    expect(climbing.levels).toEqual([
      { level: 'DIRECTORATE', status: 'OPEN', attempts: [], revision: then('LevelOpened') },
    ]);
    expect(climbing).not.toHaveProperty('exhausted');
  });

  it('names for every position its record: the vote, or the proof of delivery behind silence', () => {
    const { why, record } = explained(agreed());
    expect(why.positions).toContainEqual(
      expect.objectContaining({ seat: 'BMF', value: 'CONSENT', revision: record('VoteCast') }),
    );
    expect(why.positions).toContainEqual({ seat: 'AA', value: 'DEEMED', delivered: record('DeliveryProven') });
  });

  it('tells of a decision what changed it afterwards, and of the cabinet what it decided', () => {
    const at = '2027-06-09T10:00:00+02:00';
    const refer = step('ReferToCabinet', { reason: 'Grundsatz' }, { by: 'BMF/BM', at });
    const change = { outcome: 'CHANGED', reference: 'KB-7', date: '2027-06-16', text: 'Fassung 3' } as const;
    const { why, record } = explained([...finally2(), refer, step('RecordCabinetDecision', change, { at })]);
    expect(why).toMatchObject({
      ...{ origin: 'CABINET', decision: { version: 3, changes: [], revision: record('DecisionEnacted') } },
      cabinet: { outcome: 'CHANGED', reference: 'KB-7', revision: record('CabinetDecisionRecorded') },
      finalDecision: { version: 2, revision: record('FinalDecisionTaken') },
    });
    const end = step(
      'EndDecision',
      { kind: 'REVOKED', by: 'm2', reason: 'überholt' },
      { facts: { basisInForce: true } },
    );
    const { why: ended, record: then } = explained([...agreed(), enact({ validUntil: '2027-12-31' }), end]);
    expect(ended.decision).toMatchObject({
      ...{ version: 1, validUntil: '2027-12-31', effect: 'REVOKED' },
      changes: [{ type: 'DecisionEnded', revision: then('DecisionEnded') }],
    });
    expect(ended).not.toHaveProperty('finalDecision');
  });
});
