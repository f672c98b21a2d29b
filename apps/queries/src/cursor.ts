import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { instant, isDay } from '#domain';
import { invalidPayload } from '#edge';
import type { Place } from '#read-model';

const marked = (question: object): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);

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

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Texts are filled up to a multiple of it, so that no length tells how many digits a number has. */
const BLOCK_BYTES = 128;

function sealed(key: Uint8Array, text: string): string {
  const bytes = Buffer.from(text);
  const filling = Buffer.alloc(BLOCK_BYTES - (bytes.length % BLOCK_BYTES), ' ');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  const hidden = [cipher.update(Buffer.concat([bytes, filling])), cipher.final()];
  return Buffer.concat([iv, ...hidden, cipher.getAuthTag()]).toString('base64url');
}

/** Throws where nobody who has the key sealed it. */
function unsealed(key: Uint8Array, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const shown = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
  return Buffer.concat(shown).toString();
}

function partsIn(key: Uint8Array, cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(unsealed(key, cursor));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** What leads from page to page of a list. */
export interface Cursors {
  /** Where a page ends, as its client gets it: a place, and a mark of the question that it belongs to. */
  at(question: object, place: Place): string;
  /** The place of these parts that a cursor stands for. Throws INVALID_PAYLOAD naming `cursor`. */
  placeIn(cursor: string, question: object, parts: readonly Part[]): Place;
}

/**
 * Cursors that only those with the secret can read, for the place of a row counts rows that the client may not know of.
 * Derived for this purpose alone (RFC 5869): whoever learns the key knows nothing of the secret.
 */
export function cursorsUnder(secret: string): Cursors {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'beschlussbuch cursor 1', 32));
  return {
    at: (question, place) => sealed(key, JSON.stringify([marked(question), ...place])),
    placeIn: (cursor, question, parts) => {
      const [mark, ...place] = partsIn(key, cursor);
      const wrong = (problem: string) => invalidPayload([{ field: 'cursor', problem }]);
      if (!isPlace(place, parts)) throw wrong('cursor must be one that an answer gave as next');
      if (mark !== marked(question)) throw wrong('cursor belongs to a question with other filters');
      return place;
    },
  };
}
