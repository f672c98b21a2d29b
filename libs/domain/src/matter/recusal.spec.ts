import { atDeadline, cast, establish, inRound, SEATS, step } from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterPayloads } from './commands.js';
import { matter } from './decider.js';

const { after } = specification(matter);
type Ruling = Partial<MatterPayloads['DecideRecusal']>;
const declare = (ground = 'EVALUATION_OF_OWN_PROJECT') =>
  step('DeclareRecusal', { subject: 'SEAT', seat: 'BMG', ground }, { by: 'BMI/REP' });
const decide = (data: Ruling = {}, by = 'CHAIR') =>
  step(
    'DecideRecusal',
    { subject: 'SEAT', seat: 'BMG', ruling: 'EXCLUDED', reason: 'eigenes Vorhaben', votedBy: ['BMDS', 'BMI'], ...data },
    { by },
  );

describe('a recusal', () => {
  it('names the person, if it is about one', () => {
    after(...inRound())
      .when(step('DeclareRecusal', { subject: 'PERSON', seat: 'BMG', ground: 'RELATIVE' }))
      .refused('INVALID_PAYLOAD', { fields: ['person'] });
    after(...inRound())
      .when(decide({ subject: 'PERSON' }))
      .refused('INVALID_PAYLOAD', { fields: ['person'] });
    after(...inRound())
      .when(declare())
      .then({ type: 'RecusalDeclared' });
  });
  it('is ruled on without the affected (R11)', () => {
    after(...inRound(), declare())
      .when(decide({ votedBy: ['BMG', 'BMI'] }))
      .refused('SELF_RULING');
    after(...inRound(), declare())
      .when({ ...decide({ seat: 'BMI' }, 'SEC/B') })
      .refused('SELF_RULING');
    after(...inRound())
      .when(decide({ subject: 'PERSON', person: 'CHAIR' }))
      .refused('SELF_RULING');
    after(...inRound(), declare())
      .when(decide({ reason: '' }))
      .refused('REASON_REQUIRED');
  });
  it('of a seat rests on a ground of the rule book', () => {
    after(...inRound(), declare('INSTITUTIONAL_INTEREST'))
      .when(decide())
      .refused('RECUSAL_GROUND_NOT_LISTED');
    after(...inRound())
      .when(decide())
      .refused('RECUSAL_GROUND_NOT_LISTED');
    after(...inRound(), declare('INSTITUTIONAL_INTEREST'))
      .when(decide({ ruling: 'REJECTED' }))
      .then({ type: 'RecusalDecided' });
    after(...inRound(), declare())
      .when(decide())
      .then({ type: 'RecusalDecided' });
  });
  const votes = [
    ...SEATS.filter((seat) => seat !== 'BMG').map((seat) => cast(seat, 'CONSENT')),
    cast('BMG', 'OBJECTION'),
  ];
  it('takes the seat out of the electorate; its vote stays visible and is not counted (R1)', () => {
    const run = after(...inRound(), ...votes, declare(), decide(), atDeadline()).when(establish());
    run.then({ type: 'ResultEstablished', data: { outcome: 'AGREED', tally: { E: 6, Y: 6, N: 0 }, recused: ['BMG'] } });
    expect(run.state.rounds[0]?.votes.filter(({ seat }) => seat === 'BMG')).toHaveLength(1);
    after(...inRound(), declare(), decide())
      .when(cast('BMG', 'CONSENT'))
      .refused('SEAT_RECUSED');
  });
  it('of a seat changes nothing in a round that is closed', () => {
    after(...inRound(), ...votes, atDeadline(), declare(), decide())
      .when(establish())
      .then({ type: 'ResultEstablished', data: { outcome: 'DISSENT', tally: { E: 7, N: 1 }, recused: [] } });
  });
  const person: Ruling = { subject: 'PERSON', person: 'BMG/REP' };
  it('of a person lets an earlier vote of that person fall', () => {
    after(...inRound(), ...votes, decide(person), atDeadline())
      .when(establish())
      .then({ type: 'ResultEstablished', data: { outcome: 'AGREED', tally: { E: 7, N: 0, S: 1 } } });
  });
  it('changes nothing in a result that is established (I6)', () => {
    const established = after(...inRound(), ...votes, atDeadline()).when(establish()).state.rounds[0];
    const later = after(...inRound(), ...votes, atDeadline(), establish()).when(decide(person)).state.rounds[0];
    expect(later).toEqual(established);
  });
});
