import { type Day, FUNCTIONS, holdersOn, isMinistryFunction, type MinistryState } from '#domain';
import type { Json, JsonObject } from '#evidence';
import { mayHide, type Registry } from '../records.js';
import type { Asked } from './asking.js';
import { remembering } from './remembering.js';

const OF_MINISTRIES: ReadonlySet<string> = new Set(
  FUNCTIONS.filter((code) => isMinistryFunction(code) || code === 'LAND'),
);

/** Whether the function is one of a house, whose stream holds its mandates. */
export const isOfMinistry = (role: string): boolean => OF_MINISTRIES.has(role);

/** Whether no ministry or party is registered under the code, and none can have been. */
export const isStranger = (registry: Registry, code: string): boolean =>
  !registry.ministries.has(code) && !mayHide(registry, `ministry-${code}`);

type Ministries = ReadonlyMap<string, MinistryState>;

/** All ministries in one value, the same as long as none of them changes. */
const together = new WeakMap<Ministries, Ministries>();
function allOf(ministries: Ministries): Ministries {
  const known = together.get(ministries);
  const isSame = known?.size === ministries.size && [...known].every(([code, state]) => ministries.get(code) === state);
  if (known && isSame) return known;
  const all = new Map(ministries);
  together.set(ministries, all);
  return all;
}

const holders = remembering((all: Ministries, day) => holdersOn(all, day));

/** Of what a ministry gained last so much is looked at: no command in work has overlooked more. */
const LAST = 64;

/** Ministries that were responsible for one of the areas on the day, `isUnseen` tells by which gains not. */
export function responsibleFor(
  { ministries, gains }: Registry,
  areas: readonly string[],
  day: Day,
  isUnseen?: (at: string) => boolean,
): readonly string[] {
  const held = holders(allOf(ministries), day);
  const isMeant = (code: string, area: string): boolean =>
    !gains
      .get(code)
      ?.slice(-LAST)
      .some((gain) => gain.area === area && isUnseen?.(gain.at));
  const found = new Set<string>();
  for (const area of areas)
    for (const code of held.get(area) ?? [])
      if (!found.has(code) && (isUnseen === undefined || isMeant(code, area))) found.add(code);
  return [...found];
}

const codesIn = (value: Json | undefined): readonly string[] =>
  [value].flat().filter((code): code is string => typeof code === 'string');

/** By command the members in which it names houses, beside those that the sender's own identity vouches for. */
const NAMING: { readonly [type: string]: (data: JsonObject) => readonly (Json | undefined)[] } = {
  DraftMatter: ({ lead }) => [lead],
  AddParticipant: ({ code }) => [code],
  AnnounceLeadTransfer: ({ to }) => [to],
  OpenProcedure: ({ participants }) => Object.values(participants as JsonObject),
  DraftAgreement: ({ parties }) => [parties],
  ProposeAmendment: ({ newParty }) => [newParty],
};

const NOBODY: readonly string[] = [];

/** Houses named in the command that nobody is registered under. */
export function unregistered({ ministries }: Registry, { type, data }: Asked): readonly string[] {
  const naming = Object.hasOwn(NAMING, type) ? NAMING[type] : undefined;
  return naming === undefined
    ? NOBODY
    : naming(data)
        .flatMap(codesIn)
        .filter((code) => !ministries.has(code));
}
