import { bell } from '../bell.js';

export interface Emitter {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
}

/** A stream of the client, read by hand: its iterator would neither batch nor cancel the call behind it. */
export interface Source<T> {
  readonly stream: Emitter;
  /** The next item that has arrived. */
  take(): T | undefined;
  /** Whether the server has accepted a subscription. */
  isConfirmed(): boolean;
  /** Ends the call at the server. */
  cancel(): Promise<void>;
}

/** The server says nothing, or no more, without telling why. */
export class Silence extends Error {
  constructor(what: string) {
    super(`The event store ${what}`);
    this.name = 'Silence';
  }
}

const takeUpTo = <T>(source: Source<T>, limit: number): T[] => {
  const taken: T[] = [];
  while (taken.length < limit) {
    const item = source.take();
    if (item === undefined) break;
    taken.push(item);
  }
  return taken;
};

export interface Batching {
  readonly limit: number;
  readonly quietMs: number;
  readonly signal: AbortSignal;
}

/**
 * What has arrived, up to `limit` at once, and nothing after each `quietMs` without news. Ends with the stream or when
 * `signal` aborts, throws the stream's error after what came before it, and leaves no call open.
 */
export async function* batchesOf<T>(
  source: Source<T>,
  { limit, quietMs, signal }: Batching,
): AsyncGenerator<readonly T[]> {
  const news = bell();
  const state: { failure?: { readonly error: unknown }; ended?: true } = {};
  source.stream.on('readable', () => news.ring());
  source.stream.on('end', () => {
    state.ended = true;
    news.ring();
  });
  // Stays in place: an error that comes after the call was cancelled would end the process.
  source.stream.on('error', (error) => {
    state.failure ??= { error };
    news.ring();
  });
  let heard = performance.now();
  try {
    while (!signal.aborted) {
      const taken = takeUpTo(source, limit);
      if (taken.length > 0 || performance.now() - heard >= quietMs) {
        yield taken;
        heard = performance.now();
      } else if (state.failure) throw state.failure.error;
      else if (state.ended) return;
      else await news.next(quietMs, signal);
    }
  } finally {
    await source.cancel().catch(() => undefined);
  }
}
