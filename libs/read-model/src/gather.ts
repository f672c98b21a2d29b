import type { StoredEvent } from '#event-store';
import { isViewed } from './fold.js';

/** The latest events of one stream, without a gap. */
export interface Gathered {
  readonly events: StoredEvent[];
  /** How many of them are in the tables. */
  written: number;
  weight: number;
  usedAt: number;
}

/** Events by stream that wait to be folded; `limit` is the length of all their records together. */
export interface Gatherer {
  /** Takes over events in order and returns the streams that had to leave for them with something to write. */
  add(events: readonly StoredEvent[]): Gathered[];
  /** Streams with something to write. They stay. */
  unwritten(): Gathered[];
}

const isUnwritten = ({ events, written }: Gathered): boolean => events.length > written;

export const gatherer = (limit: number): Gatherer => {
  const gathered = new Map<string, Gathered>();
  let weight = 0;
  let added = 0;

  const take = (event: StoredEvent) => {
    let one = gathered.get(event.stream);
    if (!one) {
      if (!isViewed(event)) return;
      one = { events: [], written: 0, weight: 0, usedAt: 0 };
      gathered.set(event.stream, one);
    }
    one.events.push(event);
    one.weight += event.record.length;
    one.usedAt = added += 1;
    weight += event.record.length;
  };

  /** The longest unused leave, a quarter at a time: they are then written together. */
  const leave = (): Gathered[] => {
    const left: Gathered[] = [];
    for (const [stream, one] of [...gathered].sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
      if (weight <= limit * 0.75) break;
      gathered.delete(stream);
      weight -= one.weight;
      left.push(one);
    }
    return left;
  };

  return {
    add: (events) => {
      for (const event of events) take(event);
      return weight > limit ? leave().filter(isUnwritten) : [];
    },
    unwritten: () => [...gathered.values()].filter(isUnwritten),
  };
};
