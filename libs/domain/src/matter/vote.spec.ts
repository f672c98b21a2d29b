import { amend, atDeadline, cast, establish, inRound, SEATS, step, withSeat } from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';

const { after } = specification(matter);
const LAST = '2027-04-08T23:59:59.999+02:00';
const DUE = '2027-04-09T00:00:00+02:00';
const dueAt = '2027-04-08T22:00:00.000Z';
const exclude = (person = 'BMG/REP') =>
  step(
    'DecideRecusal',
    { subject: 'PERSON', seat: 'BMG', person, ruling: 'EXCLUDED', reason: 'Angehöriger', votedBy: ['BMI'] },
    { by: 'CHAIR' },
  );
const change = (seat: string, value: 'CONSENT' | 'OBJECTION', envelope = {}) =>
  ({ ...cast(seat, value, {}, envelope), type: 'ChangeVote' }) as MatterCommand;

describe('a vote', () => {
  it('is recorded with version, wording, time, person and mandate', () => {
    after(...inRound())
      .when(cast('BMG', 'CONSENT'))
      .then({
        type: 'VoteCast',
        data: {
          seat: 'BMG',
          version: 1,
          textHash: '[Fassung 1]',
          value: 'CONSENT',
          receivedAt: '2027-04-05T08:00:00.000Z',
          channel: 'PORTAL',
          person: 'BMG/REP',
        },
      });
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { by: 'BMG/REF' }))
      .then({ type: 'VoteCast', data: { mandate: 'mandate-BMG/REF' } });
  });
  it('is received when it is given, whatever the sender says', () => {
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { receivedAt: '2027-04-01T08:00:00.000Z' }))
      .then({ type: 'VoteCast', data: { receivedAt: '2027-04-05T08:00:00.000Z' } });
  });
  it('is in time until the last millisecond before the end (R5)', () => {
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { at: LAST }))
      .then({ type: 'VoteCast' });
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { at: DUE }))
      .refused('VOTE_LATE', { dueAt });
    after(...inRound(), atDeadline())
      .when(cast('BMG', 'CONSENT', {}, { at: DUE }))
      .refused('VOTE_LATE', { dueAt });
    after(...inRound(), amend('Fassung 2', LAST))
      .when(cast('BMG', 'CONSENT', {}, { at: LAST }))
      .refused('ROUND_CLOSED');
  });
  it('belongs to an eligible seat that lasts', () => {
    after(...inRound())
      .when(cast('BMZ', 'CONSENT'))
      .refused('SEAT_NOT_ELIGIBLE');
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { facts: withSeat('BMG', { ended: true }) }))
      .refused('SEAT_NOT_ELIGIBLE');
  });
  it('is not given by an excluded person; the deputy votes (R11)', () => {
    after(...inRound(), exclude())
      .when(cast('BMG', 'CONSENT'))
      .refused('SEAT_RECUSED');
    after(...inRound(), exclude())
      .when(cast('BMG', 'CONSENT', {}, { by: 'BMG/DEP' }))
      .then({ type: 'VoteCast' });
  });
  it('names the version and wording of the round (I3)', () => {
    after(...inRound())
      .when(cast('BMG', 'CONSENT', { version: 2 }))
      .refused('STALE_PROPOSAL_VERSION', { current: 1 });
    after(...inRound())
      .when(cast('BMG', 'CONSENT', { textHash: '[anders]' }))
      .refused('STALE_PROPOSAL_VERSION', { current: 1 });
    after(...inRound())
      .when(cast('BMG', 'CONSENT', { textHash: '[Fassung 1]' }))
      .then({ type: 'VoteCast' });
  });
  it('is given by occupant, deputy or a person of the house with a mandate to vote', () => {
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { by: 'BMG/AL' }))
      .refused('MANDATE_INSUFFICIENT');
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { by: 'BMI/ST' }))
      .refused('MANDATE_INSUFFICIENT');
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { by: 'BMG/ST' }))
      .then({ type: 'VoteCast' });
    after(...inRound())
      .when(cast('BMG', 'CONSENT', {}, { facts: withSeat('BMG', { occupant: 'BMG/NEW' }) }))
      .refused('MANDATE_INSUFFICIENT');
  });
  it('is given once and then changed', () => {
    after(...inRound(), cast('BMG', 'CONSENT'))
      .when(cast('BMG', 'OBJECTION'))
      .refused('ALREADY_VOTED');
    after(...inRound())
      .when(change('BMG', 'OBJECTION'))
      .refused('NO_VOTE_TO_CHANGE');
    after(...inRound(), cast('BMG', 'CONSENT'))
      .when(change('BMG', 'OBJECTION'))
      .then({ type: 'VoteChanged', data: { value: 'OBJECTION' } });
  });
  it('has a reason if it objects or declares the house not concerned', () => {
    after(...inRound())
      .when(cast('BMG', 'OBJECTION', { reason: ' ' }))
      .refused('REASON_REQUIRED');
    after(...inRound())
      .when(cast('BMG', 'NOT_CONCERNED'))
      .refused('REASON_REQUIRED');
    after(...inRound())
      .when(cast('BMG', 'ABSTENTION'))
      .then({ type: 'VoteCast' });
  });
  it('brings a reservation with a consent only, of a kind the rule book knows', () => {
    const kind = (value: 'CONSENT' | 'ABSTENTION', reservation: 'LEITUNG' | 'HAUSHALT' | 'PARLAMENT') =>
      cast('BMG', value, { reservation: { kind: reservation } });
    after(...inRound())
      .when(kind('ABSTENTION', 'LEITUNG'))
      .refused('RESERVATION_NEEDS_CONSENT');
    after(...inRound())
      .when(kind('CONSENT', 'PARLAMENT'))
      .refused('RESERVATION_KIND');
    after(...inRound())
      .when(kind('CONSENT', 'LEITUNG'))
      .then(
        { type: 'VoteCast' },
        { type: 'ReservationDeclared', data: { kind: 'LEITUNG', blocking: true, due: '2027-04-15T22:00:00.000Z' } },
      );
    after(...inRound())
      .when(kind('CONSENT', 'HAUSHALT'))
      .then({ type: 'VoteCast' }, { type: 'ReservationDeclared', data: { blocking: false } });
  });
  it('brings a statement for the minutes', () => {
    after(...inRound())
      .when(cast('BMG', 'CONSENT', { statement: 'zu Protokoll' }))
      .then({ type: 'VoteCast' }, { type: 'StatementRecorded', data: { text: 'zu Protokoll' } });
  });
});

describe('a declaration received by the secretariat', () => {
  const record = (data: object = {}, at = '2027-04-06T09:00:00+02:00', envelope = {}) =>
    step(
      'RecordVote',
      { round: 'r1', seat: 'BMG', version: 1, value: 'OBJECTION', reason: 'Haftung', ...data },
      { at, channel: 'EMAIL', receivedAt: '2027-04-08T21:40:00.000Z', ...envelope },
    );
  const confirm = (by = 'SEC/B', envelope = {}) =>
    step('ConfirmVote', { round: 'r1', seat: 'BMG' }, { by, at: '2027-04-09T08:40:00+02:00', ...envelope });
  const MORNING = '2027-04-09T08:15:00+02:00';

  it('is confirmed only where it was recorded', () => {
    for (const seat of ['BMG', 'constructor', 'toString'])
      after(...inRound())
        .when(step('ConfirmVote', { round: 'r1', seat }, { by: 'SEC/B' }))
        .refused('WRONG_STATE');
  });
  it('counts at once while the round runs', () => {
    after(...inRound())
      .when(record())
      .then({ type: 'VoteCast', data: { receivedAt: '2027-04-08T21:40:00.000Z', channel: 'EMAIL', person: 'SEC/A' } });
    after(...inRound(), cast('BMG', 'CONSENT'))
      .when(record({ change: true }))
      .then({ type: 'VoteChanged' });
  });
  it('waits for a second person if it is recorded after the end (R6)', () => {
    after(...inRound(), atDeadline())
      .when(record({}, MORNING))
      .then({ type: 'VoteRecordPending', data: { receivedAt: '2027-04-08T21:40:00.000Z' } });
    const pending = [...inRound(), atDeadline(), record({}, MORNING)];
    after(...pending)
      .when(confirm('SEC/A'))
      .refused('FOUR_EYES');
    after(...pending)
      .when(establish('2027-04-09T12:00:00+02:00'))
      .refused('FOUR_EYES', { seats: ['BMG'] });
    after(...pending)
      .when(record({}, MORNING))
      .refused('ALREADY_VOTED');
    after(...pending)
      .when(confirm())
      .then({
        type: 'VoteCast',
        data: { value: 'OBJECTION', person: 'SEC/A', confirmedBy: 'SEC/B', receivedAt: '2027-04-08T21:40:00.000Z' },
      });
    after(...pending, confirm())
      .when(confirm())
      .refused('WRONG_STATE');
  });
  it('is late from the end on, and once the result is established', () => {
    after(...inRound(), atDeadline())
      .when(record({}, MORNING, { receivedAt: dueAt }))
      .refused('VOTE_LATE', { dueAt });
    const done = [...inRound(), cast('BMF', 'CONSENT'), atDeadline(), establish()];
    after(...done)
      .when(record({}, '2027-04-12T11:00:00+02:00'))
      .refused('VOTE_LATE', { dueAt });
    const early = SEATS.map((seat) => cast(seat, 'CONSENT'));
    const closed = step('CloseRound', { round: 'r1' }, { at: '2027-04-05T11:00:00+02:00' });
    after(...inRound(), ...early, closed)
      .when(record({}, '2027-04-05T12:00:00+02:00', { receivedAt: '2027-04-05T08:00:00.000Z' }))
      .refused('ROUND_CLOSED');
  });
  it('is checked like a vote, but for the mandate', () => {
    after(...inRound())
      .when(record({ seat: 'BMZ' }))
      .refused('SEAT_NOT_ELIGIBLE');
    after(...inRound())
      .when(record({ version: 2 }))
      .refused('STALE_PROPOSAL_VERSION');
    after(...inRound(), cast('BMG', 'CONSENT'))
      .when(record())
      .refused('ALREADY_VOTED');
    after(...inRound())
      .when(record({ change: true }))
      .refused('NO_VOTE_TO_CHANGE');
    after(...inRound())
      .when(record({ reason: '' }))
      .refused('REASON_REQUIRED');
  });
  it('is never recorded or confirmed by external staff', () => {
    after(...inRound())
      .when(record({}, MORNING, { facts: { external: true } }))
      .refused('FORBIDDEN');
    after(...inRound())
      .when(confirm('SEC/B', { facts: { external: true } }))
      .refused('FORBIDDEN');
  });
  it('does not replace what was received after it (I4)', () => {
    const reserved = cast('BMG', 'CONSENT', { reservation: { kind: 'LEITUNG' } }, { at: '2027-04-06T10:00:00+02:00' });
    const { state } = after(...inRound(), reserved).when(
      record({ change: true }, '2027-04-07T09:00:00+02:00', { receivedAt: '2027-04-06T07:00:00.000Z' }),
    );
    expect(state.rounds[0]?.reservations).toHaveProperty('BMG');
    const changed = after(...inRound(), reserved).when(change('BMG', 'OBJECTION', { at: '2027-04-07T09:00:00+02:00' }));
    expect(changed.state.rounds[0]?.reservations).toEqual({});
  });
});

describe('a late vote', () => {
  const note = (at: string, envelope = {}) =>
    step(
      'NoteLateVote',
      { round: 'r1', seat: 'BMG', value: 'OBJECTION', reason: 'Haftung' },
      { by: 'BMG/REP', at, ...envelope },
    );
  it('is noted without effect when the round is over', () => {
    after(...inRound())
      .when(note(LAST))
      .refused('ROUND_STILL_RUNNING');
    after(...inRound())
      .when(note(DUE))
      .then({ type: 'LateVoteNoted', data: { dueAt } });
    const run = after(...inRound(), cast('BMF', 'CONSENT'), atDeadline(), note(DUE)).when(establish());
    run.then({ type: 'ResultEstablished', data: { outcome: 'AGREED', deemed: expect.arrayContaining(['BMG']) } });
  });
  it('that the house notes itself was received now, and one by letter when the secretariat says so', () => {
    const letter = { channel: 'LETTER', receivedAt: '2027-04-05T08:00:00.000Z' };
    after(...inRound())
      .when(note(DUE, letter))
      .then({ type: 'LateVoteNoted', data: { receivedAt: dueAt } });
    after(...inRound())
      .when(note(DUE, { ...letter, by: 'SEC/A' }))
      .then({ type: 'LateVoteNoted', data: { receivedAt: letter.receivedAt } });
  });
});
