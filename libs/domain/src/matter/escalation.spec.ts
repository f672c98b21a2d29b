import {
  amend,
  atDeadline,
  attempt,
  bookWith,
  cast,
  climbed,
  closeLevel,
  deliver,
  dissent,
  enact,
  escalate,
  escalated,
  exhaust,
  inRound,
  openLevel,
  openRound,
  POSITIONS,
  SEATS,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';

const { after } = specification(matter);
const skip = (level: string, consents: string[]) =>
  step('SkipLevel', { level, consents }, { at: '2027-04-13T09:00:00+02:00' });
const ALL = ['BMDS', 'BMF', 'BMI'];
const TALK = attempt('DIRECTORATE', 'DIRECTORATE', '2027-04-20T14:00:00+02:00');
const LAST = '2027-04-26T23:59:59.999+02:00';
const DUE = '2027-04-27T00:00:00+02:00';

describe('the ladder', () => {
  it('opens from a dissent, with points, options and every objecting seat heard', () => {
    after(...dissent())
      .when(escalate())
      .then(
        { type: 'EscalationOpened', data: { disputing: ALL } },
        {
          type: 'LevelOpened',
          data: { level: 'DIRECTORATE', rank: 'DIRECTORATE', lastDay: '2027-04-26', dueAt: '2027-04-26T22:00:00.000Z' },
        },
      );
    after(...inRound())
      .when(escalate())
      .refused('NO_DISSENT');
    after(...escalated())
      .when(escalate())
      .refused('NO_DISSENT');
    after(...dissent())
      .when(escalate({ positions: POSITIONS.slice(0, 1) }))
      .refused('ESCALATION_FILE_INCOMPLETE', { missing: ['BMI'] });
    after(...dissent())
      .when(escalate({ positions: [], points: [], options: [] }))
      .refused('ESCALATION_FILE_INCOMPLETE', { missing: ['points', 'BMF', 'BMI', 'options'] });
  });
  it('has no place on a track without levels', () => {
    const command = escalate();
    after(...dissent())
      .when({ ...command, facts: { ...command.facts, ruleBook: bookWith({ ladder: null }) } })
      .refused('WRONG_STATE');
  });
  it('is climbed level by level', () => {
    const closed = [...escalated(), TALK, closeLevel('DIRECTORATE', '2027-04-20T15:00:00+02:00')];
    after(...escalated())
      .when(openLevel('STATE_SECRETARY', LAST))
      .refused('WRONG_STATE');
    after(...closed)
      .when(openLevel('MINISTER', LAST))
      .refused('WRONG_STATE');
    after(...closed)
      .when(openLevel('STATE_SECRETARY', LAST))
      .then({ type: 'LevelOpened', data: { level: 'STATE_SECRETARY' } });
  });
});

describe('an attempt', () => {
  it('counts if every disputing party took part in the rank of the level', () => {
    after(...escalated())
      .when(TALK)
      .then({ type: 'AttemptRecorded', data: { counts: true } });
    const low = attempt('DIRECTORATE', 'DESK', '2027-04-20T14:00:00+02:00');
    after(...escalated())
      .when(low)
      .then({ type: 'AttemptRecorded', data: { counts: false } });
    const without = attempt('DIRECTORATE', 'MINISTER', '2027-04-20T14:00:00+02:00', {
      ranks: [{ code: 'BMF', rank: 'MINISTER' }],
    });
    after(...escalated())
      .when(without)
      .then({ type: 'AttemptRecorded', data: { counts: false } });
  });
  it('belongs to the open level', () => {
    after(...escalated())
      .when(attempt('MINISTER', 'MINISTER', LAST))
      .refused('WRONG_STATE', { openLevel: 'DIRECTORATE' });
  });
});

describe('the closing of a level without agreement', () => {
  const declined = (by: string) =>
    attempt('DIRECTORATE', 'DIRECTORATE', '2027-04-20T14:00:00+02:00', { ranks: [], declinedBy: [by] });
  it('needs an attempt that counts, or two invitations declined by the same party to the dispute', () => {
    const close = closeLevel('DIRECTORATE', '2027-04-21T09:00:00+02:00');
    after(...escalated())
      .when(close)
      .refused('ATTEMPT_MISSING');
    after(...escalated(), declined('BMF'), declined('BMI'))
      .when(close)
      .refused('ATTEMPT_MISSING');
    after(...escalated(), declined('BMZ'), declined('BMZ'))
      .when(close)
      .refused('ATTEMPT_MISSING');
    after(...escalated(), declined('BMF'), declined('BMF'))
      .when(close)
      .then({ type: 'LevelClosed', data: { result: 'NOT_AGREED' } });
    after(...escalated(), TALK)
      .when(close)
      .then({ type: 'LevelClosed' });
  });
  it('by the secretariat waits for the end of the level, to the millisecond', () => {
    const close = (at: string) => closeLevel('DIRECTORATE', at, {}, 'SEC/A');
    after(...escalated(), TALK)
      .when(close(LAST))
      .refused('DEADLINE_RUNNING', { dueAt: '2027-04-26T22:00:00.000Z' });
    after(...escalated(), TALK)
      .when(close(DUE))
      .then({ type: 'LevelClosed' });
    after(...escalated(), TALK)
      .when(closeLevel('STATE_SECRETARY', DUE))
      .refused('WRONG_STATE');
  });
});

describe('an agreement on a level', () => {
  const agree = (version: number, consents: string[]) =>
    closeLevel('DIRECTORATE', '2027-04-14T09:00:00+02:00', { result: 'AGREED', version, consents }, 'SEC/A');
  const amended = [...escalated(), amend('Fassung 2', '2027-04-13T09:00:00+02:00')];
  it('needs the consent of every objecting seat to a version', () => {
    after(...escalated())
      .when(agree(1, ['BMF']))
      .refused('LEVEL_CONSENT_MISSING', { codes: ['BMI'] });
    after(...escalated())
      .when(agree(7, ['BMF', 'BMI']))
      .refused('INVALID_PAYLOAD', { fields: ['version'] });
  });
  it('on the text of the ballot ends the dispute; nobody dissents any more', () => {
    const run = after(...amended).when(agree(1, ['BMF', 'BMI']));
    run.then(
      { type: 'LevelClosed', data: { result: 'AGREED' } },
      { type: 'EscalationResolved', data: { version: 1, confirming: false } },
    );
    expect(run.state).toMatchObject({ phase: 'AGREED', current: 1 });
    const decided = after(...escalated(), agree(1, ['BMF', 'BMI'])).when(
      enact({ bindingScope: 'CONSENTING' }, { at: '2027-04-14T10:00:00+02:00' }),
    );
    decided.then({
      type: 'DecisionEnacted',
      data: { origin: 'CONSENSUS', binds: ['AA', 'BMAS', 'BMDS', 'BMF', 'BMI'] },
    });
    expect(decided.events[0]?.data).not.toHaveProperty('dissenting');
  });
  it('on another text is confirmed in a round; until then nothing is enacted (I18)', () => {
    const resolved = [...amended, agree(2, ['BMF', 'BMI'])];
    after(...amended)
      .when(agree(2, ['BMF', 'BMI']))
      .then({ type: 'LevelClosed' }, { type: 'EscalationResolved', data: { version: 2, confirming: true } });
    after(...resolved)
      .when(enact())
      .refused('DISSENT_LOCK');
    const round = [
      openRound({ round: 'r2' }, { at: '2027-04-14T10:00:00+02:00' }),
      deliver(SEATS, '2027-04-14T08:00:00.000Z', 'r2'),
      cast('BMF', 'CONSENT', { round: 'r2', version: 2 }, { at: '2027-04-15T09:00:00+02:00' }),
      atDeadline('r2', '2027-04-22T00:00:00+02:00'),
      step('EstablishResult', { round: 'r2' }, { at: '2027-04-22T12:00:00+02:00' }),
    ];
    after(...resolved, ...round)
      .when(enact({}, { at: '2027-04-22T13:00:00+02:00' }))
      .then({ type: 'DecisionEnacted', data: { version: 2, origin: 'SILENCE' } });
  });
});

describe('skipping a level', () => {
  it('needs the consent of all disputing parties, the lead included', () => {
    after(...escalated())
      .when(skip('DIRECTORATE', ['BMDS', 'BMF']))
      .refused('LEVEL_CONSENT_MISSING', { codes: ['BMI'] });
    after(...escalated())
      .when(skip('DIRECTORATE', ALL))
      .then({ type: 'LevelSkipped' });
  });
  it('never concerns the level of the ministers (G15)', () => {
    const levels = [{ level: 'MINISTER', rank: 'MINISTER', period: 'P10WD', skippable: true }] as const;
    const ruleBook = bookWith({ ladder: { openWithin: 'P5WD', levels } });
    const inBook = (command: MatterCommand) => ({ ...command, facts: { ...command.facts, ruleBook } }) as MatterCommand;
    after(...[...escalated(), skip('MINISTER', ALL)].slice(0, -1).map(inBook))
      .when(inBook(skip('MINISTER', ALL)))
      .refused('LEVEL_NOT_SKIPPABLE');
  });
});

describe('exhaustion', () => {
  it('is established when every level is closed, and starts the final window', () => {
    after(...escalated())
      .when(exhaust())
      .refused('ESCALATION_NOT_EXHAUSTED', { openLevel: 'DIRECTORATE' });
    after(...escalated(), TALK, closeLevel('DIRECTORATE', LAST))
      .when(exhaust())
      .refused('ESCALATION_NOT_EXHAUSTED', { openLevel: 'STATE_SECRETARY' });
    after(...climbed())
      .when(exhaust())
      .then({
        type: 'EscalationExhausted',
        data: { lastDay: '2027-06-14', windowDueAt: '2027-06-14T22:00:00.000Z', objections: ['BMF', 'BMI'] },
      });
    after(...dissent())
      .when(exhaust())
      .refused('WRONG_STATE', { state: 'DISSENT' });
  });
  it('opens no window where there is no final decision', () => {
    const command = exhaust();
    const { events } = after(...climbed()).when({
      ...command,
      facts: { ...command.facts, ruleBook: bookWith({ finalDecision: null }) },
    });
    expect(events[0]?.data).not.toHaveProperty('windowDueAt');
  });
  it('is not established before the result', () => {
    after(...inRound(), atDeadline())
      .when(exhaust())
      .refused('WRONG_STATE');
  });
});
