import type { Position } from '../../event-store.js';

/** A place in the log of the server: strictly growing, with holes where its own events are. */
export interface Place {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const PLACE = /^(\d{1,19})\/(\d{1,19})$/;

export const toPosition = ({ commit, prepare }: Place): Position => `${String(commit)}/${String(prepare)}`;

export const toPlace = (position: Position): Place => {
  const [, commit, prepare] = PLACE.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) throw new TypeError(`${position} is no Position of this log`);
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
};

export const comparePositions = (a: Position, b: Position): number => {
  const [one, other] = [toPlace(a), toPlace(b)];
  return Number(one.commit - other.commit) || Number(one.prepare - other.prepare);
};
