import type { SeatFact } from '../matter/facts.js';
import { type Keyed, valueOf, valuesOf } from '../keyed.js';
import type { Day } from '../time.js';
import { latestOn } from '../validity.js';
import type { SeatKind } from './messages.js';

/** A person in office from the first day until the day before `until`. */
export interface Term {
  readonly person: string;
  readonly from: Day;
  readonly until?: Day;
}

export interface Seat {
  readonly seat: string;
  readonly kind: SeatKind;
  readonly endedOn?: Day;
  readonly occupants: readonly Term[];
  readonly deputies: readonly Term[];
}

export interface Chair {
  readonly person: string;
  /** The seat whose vote breaks a tie, if the chair holds one. */
  readonly seat?: string;
  readonly from: Day;
}

/** One established body. */
export interface Body {
  readonly code: string;
  readonly name: string;
  readonly purpose: string;
  readonly place: string;
  readonly tracks: readonly string[];
  readonly ended: boolean;
  /** By code, in the order of creation. */
  readonly seats: Keyed<Seat>;
  /** In the order of recording. */
  readonly chairs: readonly Chair[];
  /** By person. */
  readonly secretariat: Keyed<{ readonly person: string; readonly origin: string; readonly external: boolean }>;
}

/** Undefined until the body is established. */
export type BodyState = Body | undefined;

export const isRunning = (term: Term, day: Day): boolean =>
  term.from <= day && (term.until === undefined || day < term.until);

/** Whether the term reaches the day or begins after it. */
export const isOpenFrom = (term: Term, day: Day): boolean => term.until === undefined || day < term.until;

export const hasEnded = (seat: Seat, day: Day): boolean => seat.endedOn !== undefined && seat.endedOn <= day;

function seatOn(seat: Seat, day: Day): SeatFact {
  const facts = { seat: seat.seat, voting: seat.kind === 'VOTING' };
  if (hasEnded(seat, day)) return { ...facts, ended: true, deputies: [] };
  const occupant = seat.occupants.find((term) => isRunning(term, day))?.person;
  const deputies = seat.deputies.filter((term) => isRunning(term, day)).map((term) => term.person);
  return { ...facts, ended: false, ...(occupant === undefined ? {} : { occupant }), deputies };
}

/** Every seat as it stands on the day, in the order of creation; an ended one has neither occupant nor deputies. */
export const seatsOn = (state: BodyState, day: Day): SeatFact[] =>
  valuesOf(state?.seats ?? []).map((seat) => seatOn(seat, day));

/** Who chairs the body on the day: the appointment with the latest beginning. */
export const chairOn = (state: BodyState, day: Day): Chair | undefined => latestOn(state?.chairs ?? [], day);

/** Whether the person works in the secretariat without belonging to it; external staff never records votes. */
export const isExternal = (state: BodyState, person: string): boolean =>
  valueOf(state?.secretariat ?? [], person)?.external ?? false;

/** Everybody who works in the secretariat. */
export const staffOf = (state: BodyState): readonly string[] =>
  valuesOf(state?.secretariat ?? []).map(({ person }) => person);

/** Tracks of the charter; none for a body that does not exist. */
export const tracksOf = (state: BodyState): readonly string[] => state?.tracks ?? [];
