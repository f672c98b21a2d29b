import type { Decider } from '../decider.js';
import { addedTo, beginning, begun, changed, changedIn } from '../history.js';
import { put, valueOf } from '../keyed.js';
import { refuse } from '../refusals.js';
import type { Day } from '../time.js';
import { COMPETENCES } from './messages.js';
import type { BodyCommand, BodyCommandType, BodyEvent } from './messages.js';
import { hasEnded, isOpenFrom, isRunning } from './state.js';
import type { Body, BodyState, Seat, Term } from './state.js';

const OF_BODY = ['ChangeCharter', 'EndBody', 'CreateSeat', 'AppointChair', 'StaffSecretariat'] as const;
const OF_SEAT = ['EndSeat', 'OccupySeat', 'VacateSeat', 'AppointDeputy', 'RemoveDeputy'] as const;

type SeatStanding = 'OCCUPIED' | 'VACANT' | 'SEAT_ENDED';

/** The seat does not allow the step: because it ended, or for want of the person it is about. */
function wrongSeat(state: SeatStanding, step: BodyCommandType): never {
  const allowed = state === 'SEAT_ENDED' ? OF_BODY : [...OF_BODY, ...OF_SEAT];
  return refuse('WRONG_STATE', { state, allowed: allowed.filter((type) => type !== step) });
}

function active(state: BodyState): Body {
  if (!state) return refuse('NOT_FOUND');
  return state.ended ? refuse('WRONG_STATE', { state: 'ENDED', allowed: [] }) : state;
}

function seatOf(state: BodyState, seat: string): Seat {
  return valueOf(active(state).seats, seat) ?? refuse('NOT_FOUND', { seat });
}

/** The seat, unless it has ended by the day the step is about. */
function standing(state: BodyState, { type, data }: BodyCommand & { data: { seat: string } }, day: Day): Seat {
  const seat = seatOf(state, data.seat);
  return hasEnded(seat, day) ? wrongSeat('SEAT_ENDED', type) : seat;
}

const changeSeat = (state: BodyState, code: string, change: (seat: Seat) => Seat): Body => {
  const body = begun(state);
  return { ...body, seats: changedIn(body.seats, code, change) };
};

const end = (terms: readonly Term[], on: Day, person?: string): readonly Term[] =>
  changed(
    terms,
    (term) => isRunning(term, on) && (person === undefined || term.person === person),
    (term) => ({ ...term, until: on }),
  );

/** A body: charter, seats with occupants and deputies, chair, secretariat. */
export const body: Decider<BodyCommand, BodyEvent, BodyState> = {
  initial: undefined,

  decide: {
    EstablishBody: ({ data }, state) => (state ? refuse('ALREADY_EXISTS') : [{ type: 'BodyEstablished', data }]),

    ChangeCharter: ({ data }, state) => {
      active(state);
      return [{ type: 'CharterChanged', data }];
    },

    EndBody: ({ data }, state) => {
      active(state);
      return [{ type: 'BodyEnded', data }];
    },

    CreateSeat: ({ data }, state) => {
      const exists = valueOf(active(state).seats, data.seat);
      return exists ? refuse('ALREADY_EXISTS', { seat: data.seat }) : [{ type: 'SeatCreated', data }];
    },

    EndSeat: ({ data }, state) => {
      if (seatOf(state, data.seat).endedOn !== undefined) wrongSeat('SEAT_ENDED', 'EndSeat');
      if (data.reason.trim() === '') refuse('REASON_REQUIRED');
      return [{ type: 'SeatEnded', data }];
    },

    OccupySeat: (command, state) => {
      const { data } = command;
      const seat = standing(state, command, data.from);
      if (seat.occupants.some((term) => isOpenFrom(term, data.from))) refuse('SEAT_OCCUPIED');
      if (seat.kind === 'VOTING' && !data.decisionAuthority) refuse('DECISION_AUTHORITY_MISSING');
      if (!COMPETENCES.every((competence) => data.competences.includes(competence))) refuse('COMPETENCE_MISSING');
      return [{ type: 'SeatOccupied', data }];
    },

    VacateSeat: (command, state) => {
      const { data } = command;
      const seat = standing(state, command, data.on);
      if (!seat.occupants.some((term) => isRunning(term, data.on))) wrongSeat('VACANT', 'VacateSeat');
      return [{ type: 'SeatVacated', data }];
    },

    AppointDeputy: (command, state) => {
      const { data } = command;
      const seat = standing(state, command, data.from);
      const isDeputy = seat.deputies.some((term) => term.person === data.person && isOpenFrom(term, data.from));
      if (isDeputy) refuse('ALREADY_EXISTS', { seat: data.seat });
      if (seat.kind === 'VOTING' && !data.decisionAuthority) refuse('DECISION_AUTHORITY_MISSING');
      return [{ type: 'DeputyAppointed', data }];
    },

    RemoveDeputy: (command, state) => {
      const { data } = command;
      const seat = standing(state, command, data.on);
      const isDeputy = seat.deputies.some((term) => term.person === data.person && isRunning(term, data.on));
      const isOccupied = seat.occupants.some((term) => isRunning(term, data.on));
      if (!isDeputy) wrongSeat(isOccupied ? 'OCCUPIED' : 'VACANT', 'RemoveDeputy');
      return [{ type: 'DeputyRemoved', data }];
    },

    AppointChair: ({ data }, state) => {
      active(state);
      if (data.seat !== undefined) seatOf(state, data.seat);
      return [{ type: 'ChairAppointed', data }];
    },

    StaffSecretariat: ({ data }, state) => {
      active(state);
      if (data.external && data.records) refuse('EXTERNAL_STAFF');
      return [{ type: 'SecretariatStaffed', data }];
    },
  },

  evolve: {
    BodyEstablished: (state, { data: { body: code, name, purpose, place, tracks } }) =>
      beginning(state, { code, name, purpose, place, tracks, ended: false, seats: [], chairs: [], secretariat: [] }),
    CharterChanged: (state, { data: { purpose, tracks } }) => {
      const chartered = begun(state);
      return { ...chartered, purpose: purpose ?? chartered.purpose, tracks: tracks ?? chartered.tracks };
    },
    BodyEnded: (state) => ({ ...begun(state), ended: true }),
    SeatCreated: (state, { data: { seat, kind } }) => {
      const furnished = begun(state);
      const vacant: Seat = { seat, kind, occupants: [], deputies: [] };
      return { ...furnished, seats: addedTo(furnished.seats, seat, vacant) };
    },
    SeatEnded: (state, { data: { seat, on } }) => changeSeat(state, seat, (ended) => ({ ...ended, endedOn: on })),
    SeatOccupied: (state, { data: { seat, person, from } }) =>
      changeSeat(state, seat, (taken) => ({ ...taken, occupants: [...taken.occupants, { person, from }] })),
    SeatVacated: (state, { data: { seat, on } }) =>
      changeSeat(state, seat, (left) => ({ ...left, occupants: end(left.occupants, on) })),
    DeputyAppointed: (state, { data: { seat, person, from } }) =>
      changeSeat(state, seat, (taken) => ({ ...taken, deputies: [...taken.deputies, { person, from }] })),
    DeputyRemoved: (state, { data: { seat, person, on } }) =>
      changeSeat(state, seat, (left) => ({ ...left, deputies: end(left.deputies, on, person) })),
    ChairAppointed: (state, { data: { body: _, ...chair } }) => {
      const chaired = begun(state);
      return { ...chaired, chairs: [...chaired.chairs, chair] };
    },
    SecretariatStaffed: (state, { data: { person, origin, external } }) => {
      const staffed = begun(state);
      return { ...staffed, secretariat: put(staffed.secretariat, person, { person, origin, external }) };
    },
  },

  erasable: { SeatVacated: ['reason'] },
};
