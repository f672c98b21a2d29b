type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The members that are there: an absent one is no member, in records as in answers. */
export const present = <T extends object>(members: T): Partial<Present<T>> => {
  const found: Partial<T> = {};
  for (const name of Object.keys(members) as (keyof T)[]) if (members[name] !== undefined) found[name] = members[name];
  return found as Partial<Present<T>>;
};
