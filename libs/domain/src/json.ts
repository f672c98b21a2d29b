/** What a record can hold: JSON without fractions. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Deeper than any rule book; hostile nesting must not exhaust the stack. */
const MAX_DEPTH = 32;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isJson(value: unknown, depth: number): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || depth === 0) return false;
  return Object.values(value).every((item) => isJson(item, depth - 1));
}

/** Whether the value is an object of JSON without fractions and not nested beyond reason. */
export const isJsonObject = (value: unknown): value is JsonObject => isObject(value) && isJson(value, MAX_DEPTH);

/** JSON merge patch: null removes, objects merge, anything else replaces. Source: RFC 7396, section 2. */
export function mergePatch(target: Json | undefined, patch: JsonObject): JsonObject;
export function mergePatch(target: Json | undefined, patch: Json): Json;
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map<string, Json>(isObject(target) ? Object.entries(target) : []);
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), change));
  }
  // fromEntries defines own members, so a hostile `__proto__` stays an ordinary name.
  return Object.fromEntries(merged);
}

/** One text per value, whatever the order of its members: names ascend by UTF-16 code units, as in RFC 8785. */
export function stableText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => stableText(item)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${stableText(item)}`).join(',')}}`;
}
