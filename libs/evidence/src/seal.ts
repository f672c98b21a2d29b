import { isPlainObject } from './canonical.js';
import type { Json, JsonObject } from './canonical.js';
import { commit, isSealed } from './disclosure.js';

/** One value that was taken out of a record: `path` is the pattern that named it. */
export interface Disclosure {
  readonly digest: string;
  readonly disclosure: string;
  readonly path: string;
}

type Replace = (name: string, value: Json) => Json;

/**
 * Replaces the values at the paths (`reason`, `answers[].text`, `labels[]`) by `{"#": digest}`. What is missing, or
 * sealed already because it was carried over from an earlier record, stays. `salt` yields a fresh salt per value.
 */
export function sealData(
  data: object,
  paths: readonly string[],
  salt?: () => Uint8Array,
): { data: JsonObject; disclosures: readonly Disclosure[] } {
  const disclosures: Disclosure[] = [];
  const sealed = paths.reduce((current, path) => {
    const replace: Replace = (name, value) => {
      if (isSealed(value)) return value;
      const { digest, disclosure } = commit(name, value, salt?.());
      disclosures.push({ digest, disclosure, path });
      return { '#': digest };
    };
    return within(current, path.split('.'), replace) as JsonObject;
  }, data as JsonObject);
  return { data: sealed, disclosures };
}

/** Puts the values back: every `{"#": digest}` that `open` knows; the others, erased or withheld, stay as they are. */
export const openData = (data: object, open: (digest: string) => Json | undefined): JsonObject =>
  opened(data as JsonObject, open) as JsonObject;

/** The digests that occur in data, to fetch their values in one go before openData. */
export function digestsIn(data: object): string[] {
  const digests: string[] = [];
  openData(data, (digest) => void digests.push(digest));
  return digests;
}

function within(value: Json, path: readonly string[], replace: Replace): Json {
  const [step = '', ...rest] = path;
  const each = step.endsWith('[]');
  const name = each ? step.slice(0, -2) : step;
  if (!isPlainObject(value) || !Object.hasOwn(value, name)) return value;
  const inside = (item: Json): Json => (rest.length === 0 ? replace(name, item) : within(item, rest, replace));
  const member = value[name] as Json;
  if (!each) return { ...value, [name]: inside(member) };
  return Array.isArray(member) ? { ...value, [name]: member.map(inside) } : value;
}

/** fromEntries defines own members, so that `__proto__` from a hostile record sets no prototype. */
function opened(value: Json, open: (digest: string) => Json | undefined): Json {
  if (isSealed(value)) {
    const found = open(value['#']);
    return found === undefined ? value : found;
  }
  if (Array.isArray(value)) return value.map((item: Json) => opened(item, open));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, opened(item, open)]));
}
