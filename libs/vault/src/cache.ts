/** Remembers the entries used last, at most `capacity` of them. A Map keeps insertion order: the first key is the oldest. */
export function recent(capacity: number): {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
} {
  const entries = new Map<string, string>();
  const set = (key: string, value: string): void => {
    entries.delete(key);
    entries.set(key, value);
    if (entries.size <= capacity) return;
    for (const oldest of entries.keys()) {
      entries.delete(oldest);
      return;
    }
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
  };
}
