import {
  actor,
  agreed,
  amend,
  bookWith,
  cast,
  dissent,
  draft,
  enact,
  inRound,
  open,
  step,
  submit,
} from '../../test/course.js';
import { specification } from '../testing.js';
import { evolve } from '../decider.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import { erasedIn } from './erasure.js';
import { tallyOf } from './questions.js';

const { after, given } = specification(matter);
const legalGround = { type: 'LAW', reference: 'Art. 17 DSGVO' } as const;
const digests = ['digest-1', 'digest-2'];

const request = (at: string, by = 'DSB/1', facts = {}) =>
  step('RequestErasure', { erasure: 'x1', person: 'BMF/REP', legalGround }, { by, at, facts });
const approve = (at: string, by = 'REG/1', facts = {}, erasure = 'x1') =>
  step('ApproveErasure', { erasure }, { by, at, facts: { digests, ...facts } });
const withdraw = (at: string) => step('WithdrawMatter', { reason: 'entfällt' }, { by: 'BMDS/REF', at });

const WITHDRAWN = [...inRound(), cast('BMF', 'OBJECTION'), withdraw('2027-04-06T10:00:00+02:00')];
const erased = (erasure: string) => ({
  ...{ type: 'ValuesErased' as const, data: { erasure, digests, legalGround } },
  entry: { at: OVER, revision: 99, by: { sub: 'REG/1', org: 'REG', role: 'REG' }, commandId: 'c' },
});
/** Thirty years after the day of the withdrawal, in Berlin. */
const LAST = '2057-04-06T23:59:59.999+02:00';
const OVER = '2057-04-07T00:00:00+02:00';

describe('the retention of a matter', () => {
  it('is endless while the matter is open', () => {
    for (const course of [[draft()], inRound(), dissent(), [...agreed(), enact()]]) {
      const refused = after(...course).when(request(OVER));
      refused.refused('RETENTION_RUNNING');
      expect(() => refused.events).toThrow(expect.objectContaining({ params: {} }) as Error);
    }
  });

  it('is counted in the years of the rule book from the day on which the matter ended', () => {
    const until = '2057-04-06T22:00:00.000Z';
    after(...WITHDRAWN)
      .when(request(LAST))
      .refused('RETENTION_RUNNING', { until });
    after(...WITHDRAWN)
      .when(request(OVER))
      .then({ type: 'ErasureRequested', data: { erasure: 'x1', person: 'BMF/REP', legalGround } });
    const short = { ruleBook: bookWith({}, { retentionYears: 1 }) };
    after(...WITHDRAWN)
      .when(request('2028-04-06T12:00:00+02:00', 'DSB/1', short))
      .refused('RETENTION_RUNNING');
    after(...WITHDRAWN)
      .when(request('2028-04-07T00:00:00+02:00', 'DSB/1', short))
      .then({ type: 'ErasureRequested' });
  });

  it('begins for a decision when its effect ends', () => {
    const enacted = [...agreed(), enact({ validUntil: '2027-06-30' })];
    const expired = step('ExpireDecision', {}, { at: '2027-07-01T00:00:00+02:00' });
    after(...enacted)
      .when(request('2099-01-01T10:00:00+01:00'))
      .refused('RETENTION_RUNNING');
    after(...enacted, expired)
      .when(request('2057-07-01T12:00:00+02:00'))
      .refused('RETENTION_RUNNING', { until: '2057-07-01T22:00:00.000Z' });
    after(...enacted, expired)
      .when(request('2057-07-02T00:00:00+02:00'))
      .then({ type: 'ErasureRequested' });
  });

  it('runs also for a draft that never had a rule book, by the one in force', () => {
    const drafted = [draft(), withdraw('2027-04-06T10:00:00+02:00')];
    after(...drafted)
      .when(request(LAST))
      .refused('RETENTION_RUNNING');
    after(...drafted)
      .when(request(OVER))
      .then({ type: 'ErasureRequested' });
    expect(after(draft(), submit()).when(open()).state.endedAt).toBeUndefined();
  });

  it('is forgotten when the end is taken back', () => {
    const refused = { endedAt: '2027-04-06T08:00:00.000Z' };
    expect(after(...WITHDRAWN.slice(0, -1)).when(WITHDRAWN.at(-1) as MatterCommand).state).toMatchObject(refused);
    const enacted = [...agreed(), enact({ validUntil: '2027-06-30' })];
    const ended = step(
      'EndDecision',
      { kind: 'REVOKED', by: 'm2', reason: 'überholt' },
      { facts: { basisInForce: true } },
    );
    expect(after(...enacted).when(ended).state.endedAt).toBeDefined();
    const back = given().when(...enacted, ended).state;
    const reinstated = matter.evolve.DecisionReinstated(back, {
      type: 'DecisionReinstated',
      data: { cause: 'CABINET' },
      entry: { at: '2028-01-01T00:00:00.000Z', revision: 99, by: { sub: 'x', org: 'x', role: 'SEC' }, commandId: 'c' },
    });
    expect(reinstated.endedAt).toBeUndefined();
  });
});

describe('an erasure', () => {
  it('is not asked for where the person has nothing in the matter', () => {
    after(...WITHDRAWN)
      .when(request(OVER, 'DSB/1', { absent: true }))
      .refused('NOT_FOUND');
    after(...WITHDRAWN)
      .when(request(LAST, 'DSB/1', { absent: true }))
      .refused('RETENTION_RUNNING');
    after(...WITHDRAWN)
      .when(request(OVER, 'DSB/1', { absent: false }))
      .then({ type: 'ErasureRequested' });
  });

  const requested = [...WITHDRAWN, request(OVER)];

  it('needs two persons', () => {
    after(...requested)
      .when(approve(OVER, 'DSB/1'))
      .refused('FOUR_EYES');
    after(...requested)
      .when(approve(OVER))
      .then({ type: 'ValuesErased', data: { erasure: 'x1', digests, legalGround } });
  });

  it('is approved once, and only where it was requested', () => {
    after(...WITHDRAWN)
      .when(approve(OVER))
      .refused('NOT_FOUND', { erasure: 'x1' });
    after(...requested, approve(OVER))
      .when(approve(OVER))
      .refused('ALREADY_EXISTS', { erasure: 'x1' });
    after(...requested)
      .when(request(OVER))
      .refused('ALREADY_EXISTS', { erasure: 'x1' });
  });

  it('is never requested by what every object has, whatever its id', () => {
    for (const erasure of ['constructor', 'toString', '__proto__']) {
      after(...requested)
        .when(approve(OVER, 'REG/1', {}, erasure))
        .refused('NOT_FOUND', { erasure });
      const { state } = after(...WITHDRAWN.slice(0, -1)).when(WITHDRAWN.at(-1) as MatterCommand);
      expect(() => evolve(matter, state, erased(erasure))).toThrow(`No erasure ${erasure}`);
    }
  });

  it('is not approved when the retention period runs anew', () => {
    const longer = { ruleBook: bookWith({}, { retentionYears: 50 }) };
    after(...requested)
      .when(approve(OVER, 'REG/1', longer))
      .refused('RETENTION_RUNNING');
  });

  it('tells which values and whose name are gone, and on which ground', () => {
    const before = after(...requested).when(
      step('RecordStatement', { seat: 'BMF', text: 'x' }, { by: actor('BMF/REP'), at: OVER }),
    );
    expect(erasedIn(before.state)).toEqual({ digests: new Map(), persons: new Map() });
    const { state } = after(...requested).when(approve(OVER));
    const gone = erasedIn(state);
    expect(gone.persons).toEqual(new Map([['BMF/REP', legalGround]]));
    expect([...gone.digests.keys()]).toEqual(digests);
  });

  it('changes no tally and no phase', () => {
    const before = given().when(...WITHDRAWN, request(OVER)).state;
    const erased = given().when(...WITHDRAWN, request(OVER), approve(OVER)).state;
    expect(tallyOf(erased, 'r1')).toEqual(tallyOf(before, 'r1'));
    expect({ ...erased, erasures: {} }).toEqual({ ...before, erasures: {} });
    given()
      .when(...WITHDRAWN, request(OVER), amend('Fassung 2', OVER))
      .refused('WRONG_STATE');
  });
});
