import { isSealed, type Json, type JsonObject } from '#evidence';

/** Longer texts are worded proposals; no rule reads them, and a million of them would not fit into memory. */
const LONGEST = 200;
const KEPT = 40;

const cut = (text: string): string => (text.length > LONGEST ? text.trimStart().slice(0, KEPT) : text);

function shorter(value: Json): Json {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null || isSealed(value)) return value;
  if (Array.isArray(value)) return value.map((item: Json) => shorter(item));
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, item]) => [name, shorter(item)]));
}

/** The payload with long texts cut: what is left tells as much to the rules, which only ask whether there are words. */
export const shortened = (data: object): JsonObject => shorter(data as JsonObject) as JsonObject;
