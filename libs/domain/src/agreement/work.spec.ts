import { draft, head, inForce, step } from '../../test/agreement-course.js';
import { specification } from '../testing.js';
import { agreement } from './decider.js';
import type { AgreementCommand } from './messages.js';
import { agreementDeadlinesOf } from './timers.js';

const { after } = specification(agreement);
const evidence = { name: 'abnahme.pdf', sha256: '0'.repeat(64) };
const plan = (owner = 'BMG', by = 'BMAS/ST') =>
  step('PlanMeasure', { measure: 'm1', text: 'Umzug', owner, due: '2027-06-30' }, { by });
const report = (progress: number, by = head('BMG'), isProven = false): AgreementCommand => {
  const command = step('ReportMeasure', { measure: 'm1', progress }, { by });
  return isProven ? { ...command, meta: { ...command.meta, evidence } } : command;
};
const review = (more: object, by = 'BMAS/ST') => step('ReviewAgreement', more, { by });

describe('the joint office', () => {
  const staff = (...posts: { origin: string; posts: number }[]) => step('StaffOffice', { posts });
  it('is filled by houses that are parties', () => {
    const { state } = after(draft()).when(staff({ origin: 'BMAS', posts: 3 }, { origin: 'BMG', posts: 1 }));
    expect(state.staff).toEqual([
      { origin: 'BMAS', posts: 3 },
      { origin: 'BMG', posts: 1 },
    ]);
    for (const posts of [
      [{ origin: 'BMI', posts: 1 }],
      [{ origin: 'BMG', posts: 0 }],
      [
        { origin: 'BMG', posts: 1 },
        { origin: 'BMG', posts: 2 },
      ],
    ]) {
      after(draft())
        .when(staff(...posts))
        .refused('INVALID_PAYLOAD', { fields: ['posts'] });
    }
    after(draft())
      .when(step('StaffOffice', { posts: [] }, { by: 'BMI/ST' }))
      .refused('NOT_A_PARTY');
  });
});

describe('a measure', () => {
  it('has a party as its owner, and a name of its own', () => {
    after(...inForce())
      .when(plan())
      .then({ type: 'MeasurePlanned' });
    after(...inForce())
      .when(plan('BMI'))
      .refused('ACCOUNTABLE_MISSING', { items: ['m1'] });
    after(...inForce(), plan())
      .when(plan())
      .refused('ALREADY_EXISTS');
    after(...inForce())
      .when(plan('BMG', 'BMI/ST'))
      .refused('NOT_A_PARTY');
  });
  it('is reported on by its owner, and done only with evidence', () => {
    const planned = [...inForce(), plan()];
    after(...planned)
      .when(report(50, 'BMAS/ST'))
      .refused('FORBIDDEN');
    after(...planned)
      .when(report(50, 'BMI/ST'))
      .refused('NOT_A_PARTY');
    after(...planned)
      .when(report(101))
      .refused('INVALID_PAYLOAD');
    after(...planned)
      .when(report(-1))
      .refused('INVALID_PAYLOAD');
    after(...planned)
      .when(report(100))
      .refused('EVIDENCE_REQUIRED');
    after(...inForce())
      .when(report(50))
      .refused('NOT_FOUND', { measure: 'm1' });
    after(...planned)
      .when(report(50, 'SEC/A'))
      .then({ type: 'MeasureReported' });
    const { state } = after(...planned, report(50)).when(report(100, head('BMG'), true));
    expect(state.measures).toMatchObject([{ measure: 'm1', progress: 100, evidence }]);
    expect(agreementDeadlinesOf(state)).toEqual([]);
  });
  it('is due until it is done', () => {
    const { state } = after(...inForce(), plan()).when(report(99));
    expect(agreementDeadlinesOf(state)).toEqual([
      { kind: 'MEASURE', dueAt: '2027-06-30T22:00:00.000Z', lastDay: '2027-06-30', subject: 'm1' },
    ]);
  });
});

describe('a review', () => {
  it('is due on a day to come, may be moved, and is done with its findings', () => {
    after(...inForce())
      .when(review({}))
      .refused('NO_CHANGE');
    after(...inForce())
      .when(review({ nextReviewOn: '2026-12-07' }))
      .refused('INVALID_PAYLOAD', { fields: ['nextReviewOn'] });
    after(...inForce())
      .when(review({ findings: 'x' }, 'BMI/ST'))
      .refused('NOT_A_PARTY');
    after(draft())
      .when(review({ findings: 'x' }))
      .refused('WRONG_STATE');
    const planned = [...inForce(), review({ nextReviewOn: '2027-12-01' })];
    const due = (last: AgreementCommand) => agreementDeadlinesOf(after(...planned).when(last).state);
    expect(due(review({ nextReviewOn: '2028-01-15' }))).toMatchObject([{ kind: 'REVIEW', lastDay: '2028-01-15' }]);
    expect(due(review({ findings: 'trägt' }))).toEqual([]);
    expect(due(review({ findings: 'trägt', nextReviewOn: '2028-12-01' }))).toMatchObject([{ lastDay: '2028-12-01' }]);
  });
});
