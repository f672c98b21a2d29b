import { type EventStore, OutcomeUnknown, type Position, type StoredEvent } from './event-store.js';

/** The target holds something else than the beginning of the source: it is left as it is. */
export class NotAPrefix extends Error {
  constructor(
    /** Place in the log, 0 for the first event. */
    readonly index: number,
    difference: string,
  ) {
    super(`Event ${index} of the target ${difference}`);
    this.name = 'NotAPrefix';
  }
}

export interface MoveProgress {
  readonly phase: 'comparing' | 'copying' | 'verifying';
  /** Events of the log that are done in this phase. */
  readonly events: number;
}

export interface Moved {
  /** Events that both logs hold now. */
  readonly events: number;
  /** Those of them that were copied now; the others were there already. */
  readonly copied: number;
}

type Report = (progress: MoveProgress) => void;

async function* eventsOf(store: EventStore, after?: Position): AsyncGenerator<StoredEvent, undefined> {
  for await (const batch of store.readAll(after)) yield* batch;
  return undefined;
}

const FIELDS = ['stream', 'revision', 'id', 'type', 'record'] as const;

const differenceOf = (source: StoredEvent | undefined, target: StoredEvent): string | undefined => {
  if (!source) return 'is not in the source';
  const field = FIELDS.find((name) => source[name] !== target[name]);
  return field && `has another ${field}: ${target.stream} at revision ${target.revision}`;
};

interface Common {
  readonly events: number;
  /** Place of the last one in the source. */
  readonly last: Position | undefined;
  /** True if the source holds no more. */
  readonly isWhole: boolean;
}

/** Goes through both logs side by side to the end of the target. Throws NotAPrefix. */
const compare = async (
  from: EventStore,
  to: EventStore,
  phase: MoveProgress['phase'],
  report: Report,
): Promise<Common> => {
  const source = eventsOf(from);
  let events = 0;
  let last: Position | undefined;
  try {
    for await (const target of eventsOf(to)) {
      const next: IteratorResult<StoredEvent, undefined> = await source.next();
      const difference = differenceOf(next.value, target);
      if (difference !== undefined) throw new NotAPrefix(events, difference);
      last = next.value?.position;
      events += 1;
      report({ phase, events });
    }
    return { events, last, isWhole: (await source.next()).done === true };
  } finally {
    await source.return(undefined);
  }
};

const MAX_GROUP = 100;
const MAX_GROUP_LENGTH = 200_000;

/** Neighbours of one stream go together. */
async function* groupsOf(events: AsyncIterable<StoredEvent>): AsyncGenerator<readonly [StoredEvent, ...StoredEvent[]]> {
  let group: [StoredEvent, ...StoredEvent[]] | undefined;
  let length = 0;
  for await (const event of events) {
    length += event.record.length;
    if (group?.[0].stream === event.stream && group.length < MAX_GROUP && length < MAX_GROUP_LENGTH) group.push(event);
    else {
      if (group) yield group;
      group = [event];
      ({ length } = event.record);
    }
  }
  if (group) yield group;
}

const appendUntilKnown = async (to: EventStore, events: readonly [StoredEvent, ...StoredEvent[]]): Promise<void> => {
  const [{ stream, revision }] = events;
  for (;;) {
    try {
      await to.append(stream, revision - 1, events);
      return;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
    }
  }
};

/**
 * Copies a log to another engine in its order, ids, revisions and record bytes as they are, then reads both once more
 * and compares. What is there already is compared and left out, so it can be cut off at any point and begun again.
 * Throws NotAPrefix, and Conflict where somebody else writes to the target. Nobody may write to either meanwhile.
 */
export const move = async (from: EventStore, to: EventStore, report: Report = () => undefined): Promise<Moved> => {
  const common = await compare(from, to, 'comparing', report);
  let copied = 0;
  // One after another: only so is the target at each moment a beginning of the source.
  for await (const group of groupsOf(eventsOf(from, common.last))) {
    await appendUntilKnown(to, group);
    copied += group.length;
    report({ phase: 'copying', events: common.events + copied });
  }
  const { events, isWhole } = await compare(from, to, 'verifying', report);
  if (!isWhole) throw new Error('The source has grown, or the target has lost what was copied: begin again');
  return { events, copied };
};
