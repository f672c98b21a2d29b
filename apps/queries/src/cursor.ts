import { createHash } from 'node:crypto';
import { invalidPayload } from '#edge';
import type { Place } from '#read-model';
import { instant } from './parameter.js';

const marked = (question: object): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);

/** Where a page ends, as its client gets it: a place, and a mark of the question that it belongs to. */
export const cursorAt = (question: object, place: Place): string =>
  Buffer.from(JSON.stringify([marked(question), ...place])).toString('base64url');

const isInstant = (value: unknown): boolean => typeof value === 'string' && instant.read(value) === value;
const isId = (value: unknown): boolean => typeof value === 'string' && /^[\p{L}\p{N}._-]{1,120}$/u.test(value);
const isNumber = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0 && Number(value) < 1e9;

/** Places begin with an instant and the name of what they are about; some have a number behind. */
const isPlace = (place: readonly unknown[], length: number): place is Place =>
  place.length === length && [isInstant, isId, isNumber].slice(0, length).every((test, index) => test(place[index]));

const parsed = (cursor: string): readonly unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
};

/** The place with so many values that a cursor stands for. Throws INVALID_PAYLOAD naming `cursor`. */
export function placeIn(cursor: string, question: object, length: number): Place {
  const [mark, ...place] = parsed(cursor);
  const wrong = (problem: string) => invalidPayload([{ field: 'cursor', problem }]);
  if (!isPlace(place, length)) throw wrong('cursor must be one that an answer gave as next');
  if (mark !== marked(question)) throw wrong('cursor belongs to a question with other filters');
  return place;
}
