/** Runs one work at a time per key, in the order of asking; works with different keys do not wait for each other. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Taken by command: the same request that arrives twice at once is answered twice with what was recorded; without turns both
 * would be decided, the second at an instant of its own, which no record holds. And by stream: houses that vote on a matter
 * at the same second wait for one another, instead of being decided again whenever another was faster until they are refused
 * for it. Does not promise that for two processes: there too a command is recorded once, but the second answer may tell its
 * own instant, and of very many at once some may be refused.
 */
export const turns = (): Turns => {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const mine = last.get(key)?.then(work, work) ?? work();
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
};
