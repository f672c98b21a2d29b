import { refuse } from '../refusals.js';
import { bookOf, type Changes, type Decisions, reasoned } from './rows.js';

/** Befangenheit of a person or a seat; the affected one takes no part in the ruling. Source: catalogue 4.2, R11. */
export const recusal: Decisions<'DeclareRecusal' | 'DecideRecusal'> = {
  DeclareRecusal: ({ data }) => {
    if (data.subject === 'PERSON' && data.person === undefined) refuse('INVALID_PAYLOAD', { fields: ['person'] });
    return [{ type: 'RecusalDeclared', data }];
  },
  DecideRecusal: (command, state) => {
    const { data, meta } = command;
    if (data.subject === 'PERSON' && data.person === undefined) refuse('INVALID_PAYLOAD', { fields: ['person'] });
    const house = meta.actor.ministry ?? meta.actor.origin;
    if (data.votedBy.includes(data.seat) || house === data.seat) refuse('SELF_RULING');
    const grounds = state.recusals.filter(({ subject, seat }) => subject === data.subject && seat === data.seat);
    const listed = bookOf(command).procedure.seatRecusalGrounds;
    const provided = grounds.some(({ ground }) => listed.includes(ground));
    if (data.subject === 'SEAT' && data.ruling === 'EXCLUDED' && !provided) refuse('RECUSAL_GROUND_NOT_LISTED');
    reasoned(data.reason);
    return [{ type: 'RecusalDecided', data }];
  },
};

export const recused: Changes<'RecusalDeclared' | 'RecusalDecided'> = {
  RecusalDeclared: (state, { data: { subject, seat, person, ground } }) => {
    const declared = { subject, seat, ground, excluded: false, ...(person === undefined ? {} : { person }) };
    return { ...state, recusals: [...state.recusals, declared] };
  },
  RecusalDecided: (state, { data: { subject, seat, person, ruling } }) => {
    const others = state.recusals.filter((r) => r.subject !== subject || r.seat !== seat || r.person !== person);
    const ground =
      state.recusals.find((r) => r.subject === subject && r.seat === seat && r.person === person)?.ground ?? '';
    const decided = {
      subject,
      seat,
      ground,
      excluded: ruling === 'EXCLUDED',
      ...(person === undefined ? {} : { person }),
    };
    return { ...state, recusals: [...others, decided] };
  },
};
