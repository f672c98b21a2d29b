import type { Position, StoredEvent } from '../event-store.js';

/** What following takes of an engine. */
export interface Followed {
  readAll(after: Position | undefined): AsyncIterable<readonly StoredEvent[]>;
  /** Asked before each look at the log, so that no news slips in between; the inner promise resolves at news. */
  listen(signal: AbortSignal): Promise<{ readonly news: Promise<void> }>;
  isClosed(): boolean;
}

/** First the past, then live, until `signal` aborts or the store closes; an empty batch where there is no news. */
export async function* follow(
  log: Followed,
  after: Position | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredEvent[]> {
  const isOver = () => signal.aborted || log.isClosed();
  let last = after;
  while (!isOver()) {
    const { news } = await log.listen(signal);
    const before = last;
    for await (const events of log.readAll(last)) {
      yield events;
      if (isOver()) return;
      last = events.at(-1)?.position ?? last;
    }
    if (last === before) yield [];
    await news;
  }
}
