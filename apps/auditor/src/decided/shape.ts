import { instant as normal, isDay } from '#domain';
import { isSealed, type Json, type JsonObject } from '#evidence';

/** Whether a member of a recorded payload may be this; what is absent is undefined. `V` is what a command holds there. */
export type Shape<V> = ((value: Json | undefined) => boolean) & { readonly of?: (value: V) => V };
/** Of a member that may be absent. */
export type Maybe<V> = Shape<V> & { readonly mayBeAbsent: true };

/** A shape for each member. One that is forgotten, or of another type than the command says, does not compile. */
export type Members<P> = {
  readonly [K in keyof P]-?: undefined extends P[K] ? Maybe<Exclude<P[K], undefined>> : Shape<P[K]>;
};

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape<string> = (value) => typeof value === 'string';
/** Words that can be erased: the record holds their seal, and nothing else. */
export const words: Shape<string> = (value) => isSealed(value);
export const whole: Shape<number> = (value) => Number.isSafeInteger(value);
export const flag: Shape<boolean> = (value) => typeof value === 'boolean';
export const day: Shape<string> = (value) => typeof value === 'string' && isDay(value);
export const instant: Shape<string> = (value) => typeof value === 'string' && normal(value) === value;

export function oneOf<const V extends string>(known: readonly V[]): Shape<V> {
  const list: readonly unknown[] = known;
  return (value) => list.includes(value);
}

export const maybe = <V>(shape: Shape<V>): Maybe<V> =>
  Object.assign((value: Json | undefined) => value === undefined || shape(value), { mayBeAbsent: true as const });

export const list =
  <V>(item: Shape<V>): Shape<readonly V[]> =>
  (value) =>
    Array.isArray(value) && (value as readonly Json[]).every(item);

const texts = list(text);
/** Up to so many are compared with each other, which needs no room. */
const FEW = 16;
const isOnce = (name: Json, at: number, all: readonly Json[]): boolean => all.indexOf(name) === at;
const areDistinct = (all: readonly Json[]): boolean =>
  all.length > FEW ? new Set(all).size === all.length : all.every(isOnce);

/** Named things, each named once. */
export const names: Shape<readonly string[]> = (value) => texts(value) && areDistinct(value as readonly Json[]);

/** The members that are named, and no other. */
export function object<P>(members: Members<P>): Shape<P> {
  const shapes = Object.entries<Shape<never>>(members as never);
  const known: object = members;
  return (value) => {
    if (!isObject(value)) return false;
    for (const [name, shape] of shapes) if (!shape(value[name])) return false;
    for (const name in value) if (!Object.hasOwn(known, name)) return false;
    return true;
  };
}

function holdsSeal(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isSealed(value) || Object.values(value).some(holdsSeal);
}

/** Whatever JSON can say, with a seal nowhere but in the named members, and nothing else there. */
export const open =
  (...sealed: readonly string[]): Shape<Readonly<Record<string, unknown>>> =>
  (value) =>
    isObject(value) &&
    Object.entries(value).every(([name, member]) => (sealed.includes(name) ? isSealed(member) : !holdsSeal(member)));
