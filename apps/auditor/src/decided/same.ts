import { isSealed, type Json, type JsonObject } from '#evidence';
import { isObject } from './shape.js';

/** Where a payload holds words that can be erased: there a seal stands, and nowhere else one that nobody had sealed before. */
export type Places = true | { readonly [name: string]: Places };

/** The places that the paths name (`reason`, `answers[].text`, `labels[]`); those of a list are those of its items. */
function placesOf(paths: readonly string[]): Places {
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', ...rest] = path.replaceAll('[]', '').split('.');
    heads.set(head, [...(heads.get(head) ?? []), ...(rest.length === 0 ? [] : [rest.join('.')])]);
  }
  return Object.fromEntries([...heads].map(([head, rest]) => [head, rest.length === 0 ? true : placesOf(rest)]));
}

/** The same for the events of a decider, by their types. */
export const sealedIn = (erasable: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, Places> =>
  new Map(Object.entries(erasable).map(([type, paths]) => [type, placesOf(paths)]));

/** A seal that was carried over is the same one. Of words that were sealed here only their seal is known: any text. */
const isSameSeal = (recorded: { readonly '#': string }, yielded: unknown, places: Places | undefined): boolean =>
  isSealed(yielded) ? yielded['#'] === recorded['#'] : places === true && typeof yielded === 'string';

function isSameList(recorded: readonly Json[], yielded: unknown, places: Places | undefined): boolean {
  if (!Array.isArray(yielded) || yielded.length !== recorded.length) return false;
  for (let at = 0; at < recorded.length; at += 1) if (!isSame(recorded[at] as Json, yielded[at], places)) return false;
  return true;
}

const inside = (places: Places | undefined, name: string): Places | undefined =>
  places !== undefined && places !== true && Object.hasOwn(places, name) ? places[name] : undefined;

/** Absent and undefined are the same: a record has no undefined. */
function isSameObject(recorded: JsonObject, yielded: JsonObject, places: Places | undefined): boolean {
  let more = 0;
  for (const name in recorded) {
    if (!Object.hasOwn(yielded, name)) return false;
    if (!isSame(recorded[name] as Json, yielded[name], inside(places, name))) return false;
    more -= 1;
  }
  for (const name in yielded) if (yielded[name] !== undefined) more += 1;
  // Every recorded name was found: as many names are the same names.
  return more === 0;
}

/** Whether what the rules yield is what a record holds; `places` are those of its words. */
export function isSame(recorded: Json, yielded: unknown, places?: Places): boolean {
  if (Array.isArray(recorded)) return isSameList(recorded as readonly Json[], yielded, places);
  // Words that can be erased are never written out.
  if (!isObject(recorded)) return places !== true && recorded === yielded;
  if (isSealed(recorded)) return isSameSeal(recorded, yielded, places);
  return places !== true && isObject(yielded) && isSameObject(recorded, yielded, places);
}
