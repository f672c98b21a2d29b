type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The members that are there: an absent one is no member, in records as in answers. */
export const present = <T extends object>(members: T): Partial<Present<T>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<Present<T>>;
