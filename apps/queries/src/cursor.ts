import { createHash } from 'node:crypto';
import { instant, isDay } from '#domain';
import { invalidPayload } from '#edge';
import type { Place } from '#read-model';

const marked = (question: object): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);

/** Where a page ends, as its client gets it: a place, and a mark of the question that it belongs to. */
export const cursorAt = (question: object, place: Place): string =>
  Buffer.from(JSON.stringify([marked(question), ...place])).toString('base64url');

/** What the values of a place may be. */
const PARTS = {
  instant: (value: unknown) => typeof value === 'string' && instant(value) === value,
  day: (value: unknown) => typeof value === 'string' && isDay(value),
  name: (value: unknown) => typeof value === 'string' && /^[\p{L}\p{N}._-]{1,120}$/u.test(value),
  text: (value: unknown) => typeof value === 'string' && /^[^\p{C}]{0,200}$/u.test(value),
  number: (value: unknown) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 1e9,
} as const;
export type Part = keyof typeof PARTS;

const isPlace = (place: readonly unknown[], parts: readonly Part[]): place is Place =>
  place.length === parts.length && parts.every((part, index) => PARTS[part](place[index]));

const parsed = (cursor: string): readonly unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
};

/** The place of these parts that a cursor stands for. Throws INVALID_PAYLOAD naming `cursor`. */
export function placeIn(cursor: string, question: object, parts: readonly Part[]): Place {
  const [mark, ...place] = parsed(cursor);
  const wrong = (problem: string) => invalidPayload([{ field: 'cursor', problem }]);
  if (!isPlace(place, parts)) throw wrong('cursor must be one that an answer gave as next');
  if (mark !== marked(question)) throw wrong('cursor belongs to a question with other filters');
  return place;
}
