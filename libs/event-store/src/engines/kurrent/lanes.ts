/** Lets the tasks of one stream run one after another, those of different streams side by side. */
export interface Lanes {
  run<T>(stream: string, task: () => Promise<T>): Promise<T>;
  /** Resolves when all that was begun has ended. */
  idle(): Promise<unknown>;
}

/**
 * Calls overtake each other on the way to the server; the order of a stream's appends is that of the calls all the same.
 * No more than `width` run at once: a call that waits inside the client for a place would use up its time for answering.
 */
export const lanes = (width: number): Lanes => {
  const last = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let free = width;

  const enter = () =>
    new Promise<void>((resolve) => {
      if (free === 0) waiting.push(resolve);
      else {
        free -= 1;
        resolve();
      }
    });

  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };

  return {
    run: (stream, task) => {
      const running = (async (before) => {
        await before;
        await enter();
        try {
          return await task();
        } finally {
          leave();
        }
      })(last.get(stream));
      const ended = running.then(
        () => undefined,
        () => undefined,
      );
      last.set(stream, ended);
      void ended.then(() => {
        if (last.get(stream) === ended) last.delete(stream);
      });
      return running;
    },
    idle: () => Promise.all(last.values()),
  };
};
