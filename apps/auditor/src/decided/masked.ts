import { isSealed, type Json, type JsonObject } from '#evidence';

/** Stands for words that are sealed: the rules ask only whether there are any. */
export const WORDS = '●';

function maskedList(values: readonly Json[]): readonly Json[] {
  let copy: Json[] | undefined;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as Json;
    const other = masked(value);
    if (other !== value) (copy ??= [...values])[at] = other;
  }
  return copy ?? values;
}

function maskedObject(values: JsonObject): JsonObject {
  let copy: Record<string, Json> | undefined;
  for (const name in values) {
    const value = values[name] as Json;
    const other = masked(value);
    if (other !== value) (copy ??= { ...values })[name] = other;
  }
  return copy ?? values;
}

/** Sealed values compare as such: their salt is not in the file. Most records seal nothing, and are not copied. */
export function masked(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return maskedList(value as readonly Json[]);
  return isSealed(value) ? WORDS : maskedObject(value as JsonObject);
}
