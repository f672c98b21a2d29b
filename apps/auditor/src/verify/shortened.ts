import { isSealed, type Json, type JsonObject } from '#evidence';

/** Longer texts are worded, names are not; no rule reads them, and a million of them would not fit into memory. */
const LONGEST = 300;
const KEPT = 40;

/** With the length behind it, lest another text is taken for the same that is only its beginning. */
const cut = (text: string): string =>
  text.length > LONGEST ? `${text.trimStart().slice(0, KEPT)}… (${text.length})` : text;

function shorter(value: Json): Json {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null || isSealed(value)) return value;
  if (Array.isArray(value)) return value.map((item: Json) => shorter(item));
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, item]) => [name, shorter(item)]));
}

/** The payload with long texts cut: what is left tells as much to the rules, which ask whether there are words, or other ones. */
export const shortened = (data: object): JsonObject => shorter(data as JsonObject) as JsonObject;
