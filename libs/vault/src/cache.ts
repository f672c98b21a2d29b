interface Entry {
  readonly value: string;
  readonly until: number;
}

/**
 * Remembers the entries used last, at most `capacity` of them, each for `lifetimeMs` after it was set: what another
 * process has deleted meanwhile. A Map keeps insertion order: the first key is the oldest.
 */
export function recent(
  capacity: number,
  lifetimeMs: number,
  now: () => number = Date.now,
): {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  clear(): void;
} {
  const entries = new Map<string, Entry>();
  const put = (key: string, entry: Entry): void => {
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size <= capacity) return;
    for (const oldest of entries.keys()) {
      entries.delete(oldest);
      return;
    }
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.until <= now()) {
        entries.delete(key);
        return undefined;
      }
      put(key, entry);
      return entry.value;
    },
    set: (key, value) => {
      put(key, { value, until: now() + lifetimeMs });
    },
    clear: () => entries.clear(),
  };
}
