import { type Keyed, put, valueOf } from './keyed.js';

/** A recorded event does not fit what was recorded before it: the history is broken, and the replay stops. */
class BrokenHistory extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenHistory';
  }
}

/** The state an event changes. */
export function begun<S>(state: S | undefined): S {
  if (state === undefined) throw new BrokenHistory('The stream has no beginning');
  return state;
}

/** The state that the first event of a stream makes. */
export function beginning<S>(before: S | undefined, state: S): S {
  if (before !== undefined) throw new BrokenHistory('The stream begins twice');
  return state;
}

/** The list with the one item changed that the event is about. */
export function changed<T>(items: readonly T[], isMeant: (item: T) => boolean, change: (item: T) => T): readonly T[] {
  if (!items.some(isMeant)) throw new BrokenHistory('The event changes something that was never recorded');
  return items.map((item) => (isMeant(item) ? change(item) : item));
}

/** The list with a new item that no earlier one shares its key with. */
export function added<T>(items: readonly T[], item: T, keyOf: (item: T) => string): readonly T[] {
  const isKnown = items.some((one) => keyOf(one) === keyOf(item));
  if (isKnown) throw new BrokenHistory(`The event records ${keyOf(item)} a second time`);
  return [...items, item];
}

/** The values with a new one under a key that no earlier one has. */
export function addedTo<T>(values: Keyed<T>, key: string, value: T): Keyed<T> {
  if (valueOf(values, key) !== undefined) throw new BrokenHistory(`The event records ${key} a second time`);
  return put(values, key, value);
}

/** The values with the one changed that the event is about; `change` answers undefined where it cannot be. */
export function changedIn<T>(values: Keyed<T>, key: string, change: (value: T) => T | undefined): Keyed<T> {
  const known = valueOf(values, key);
  const other = known === undefined ? undefined : change(known);
  if (other === undefined) throw new BrokenHistory('The event changes something that was never recorded');
  return put(values, key, other);
}
