import { isSealed, type Json, type JsonObject } from '#evidence';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A sealed value equals the same seal, and any words: their salt is not in the file. */
const isSameSeal = (recorded: { readonly '#': string }, yielded: unknown): boolean =>
  isSealed(yielded) ? yielded['#'] === recorded['#'] : typeof yielded === 'string';

function isSameList(recorded: readonly Json[], yielded: unknown): boolean {
  if (!Array.isArray(yielded) || yielded.length !== recorded.length) return false;
  for (let at = 0; at < recorded.length; at += 1) if (!isSame(recorded[at] as Json, yielded[at])) return false;
  return true;
}

/** Absent and undefined are the same: a record has no undefined. */
function isSameObject(recorded: JsonObject, yielded: JsonObject): boolean {
  let more = 0;
  for (const name in recorded) {
    if (!Object.hasOwn(yielded, name) || !isSame(recorded[name] as Json, yielded[name])) return false;
    more -= 1;
  }
  for (const name in yielded) if (yielded[name] !== undefined) more += 1;
  // Every recorded name was found: as many names are the same names.
  return more === 0;
}

/** Whether what the rules yield is what a record holds. */
export function isSame(recorded: Json, yielded: unknown): boolean {
  if (recorded === yielded) return true;
  if (Array.isArray(recorded)) return isSameList(recorded as readonly Json[], yielded);
  if (!isObject(recorded)) return false;
  return isSealed(recorded) ? isSameSeal(recorded, yielded) : isObject(yielded) && isSameObject(recorded, yielded);
}
