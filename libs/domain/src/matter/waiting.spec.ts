import {
  agreed,
  atDeadline,
  cast,
  deliver,
  draft,
  enact,
  establish,
  inRound,
  open,
  openRound,
  SEATS,
  step,
  submit,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { Waiting } from '../waiting.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import { waitingOf } from './waiting.js';

const waitingAfter = (commands: readonly MatterCommand[]): readonly Waiting[] =>
  waitingOf(
    specification(matter)
      .given()
      .when(...(commands as [MatterCommand])).state,
  );
const waitingFor = (ministry: string, commands: readonly MatterCommand[]) =>
  waitingAfter(commands).filter((one) => one.ministry === ministry);
const evidence = { name: 'scan.pdf', sha256: '0'.repeat(64) };

describe('what waits for a house in a matter', () => {
  it('is its open vote, due with the round, and what its silence means', () => {
    const vote = { kind: 'VOTE', subject: 'r1', version: 1, dueAt: '2027-04-08T22:00:00.000Z', lastDay: '2027-04-08' };
    expect(waitingFor('BMF', inRound())).toEqual([{ ministry: 'BMF', ...vote, silence: 'DEEMED_CONSENT' }]);
    expect(waitingFor('BMF', [...inRound(), cast('BMF', 'CONSENT')])).toEqual([]);
    const express = [draft(), submit(), open(), openRound({ rule: 'unanimous-express@1' }), deliver()];
    expect(waitingFor('BMF', express)).toMatchObject([{ kind: 'VOTE', silence: 'NO_RESULT' }]);
  });
  it('is its reservation until it is answered or the result is there', () => {
    const reserved = (kind: 'LEITUNG' | 'HAUSHALT') => [
      ...inRound(),
      cast('BMF', 'CONSENT', { reservation: { kind } }),
    ];
    expect(waitingFor('BMF', reserved('LEITUNG'))).toMatchObject([
      { kind: 'RESERVATION', subject: 'r1', silence: 'RESERVATION_LAPSES' },
    ]);
    expect(waitingFor('BMF', reserved('HAUSHALT'))).toMatchObject([{ silence: 'BECOMES_CONDITION' }]);
    expect(waitingFor('BMF', [...reserved('HAUSHALT'), atDeadline(), establish()])).toEqual([]);
  });
  it('is its hearing until it has commented', () => {
    const heard = [draft(), submit(), open({ participants: { EINVERNEHMEN: SEATS, ANHOERUNG: ['BMZ'] } })];
    expect(waitingFor('BMZ', heard)).toMatchObject([{ kind: 'HEARING', silence: 'HEARING_DONE' }]);
    const comment = step('RecordComment', { code: 'BMZ', text: 'ja' }, { by: 'BMZ/REF' });
    expect(waitingFor('BMZ', [...heard, comment])).toEqual([]);
  });
  it('is its duty until it is done, and nothing after the decision has ended', () => {
    const duties = [{ duty: 'd1', ministry: 'BMG', text: 'Bericht', due: '2027-06-01' }];
    const enacted = [...agreed(), enact({ validUntil: '2027-06-30', duties })];
    expect(waitingFor('BMG', enacted)).toMatchObject([
      { kind: 'DUTY', subject: 'd1', lastDay: '2027-06-01', silence: 'OVERDUE' },
    ]);
    const report = step('ReportDuty', { duty: 'd1', report: 'ja', done: true }, { by: 'BMG/REF' });
    expect(waitingFor('BMG', [...enacted, report])).toEqual([]);
    expect(waitingFor('BMG', [...enacted, step('ExpireDecision', {}, { at: '2027-07-01T00:00:00+02:00' })])).toEqual(
      [],
    );
  });
  it('is the correction that concerns it, the examination it owes, and the lead that it is to take over', () => {
    const request = step(
      'RequestCorrection',
      {
        correction: 'k1',
        kind: 'VOTE_VALUE',
        target: { round: 'r1', seat: 'BMF' },
        right: { value: 'OBJECTION' },
        reason: 'r',
      },
      { evidence },
    );
    const comment = step('CommentCorrection', { correction: 'k1', text: 'ja' }, { by: 'BMF/REF' });
    const voted = [...inRound(), cast('BMF', 'CONSENT')];
    expect(waitingFor('BMF', [...voted, request])).toMatchObject([
      { kind: 'CORRECTION', subject: 'k1', silence: 'DECIDED_UNHEARD' },
    ]);
    expect(waitingFor('BMF', [...voted, request, comment])).toEqual([]);
    const transfer = step('AnnounceLeadTransfer', { to: 'BMF', on: '2027-05-01', reason: 'r' }, { by: 'BMDS/REF' });
    expect(waitingFor('BMF', [...agreed(), transfer])).toMatchObject([
      { kind: 'LEAD_TRANSFER', silence: 'LEAD_STAYS' },
    ]);
    const examine = step('RequestExamination', { question: 'Was?', due: '2027-05-01' }, { by: 'BMDS/REF' });
    expect(waitingFor('BMDS', [...agreed(), examine])).toMatchObject([{ kind: 'EXAMINATION' }]);
  });
  it('is nothing once the matter is over', () => {
    const withdraw = step('WithdrawMatter', { reason: 'r' }, { by: 'BMDS/REF' });
    expect(waitingAfter([...inRound(), withdraw])).toEqual([]);
  });
});
