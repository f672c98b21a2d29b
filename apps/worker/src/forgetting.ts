import { chairOn, type Day, mandatedFrom, seatsOn, staffOf } from '#domain';
import { parseRecord } from '#evidence';
import type { EventStore } from '#event-store';
import type { Registry } from '#facts';

/** Every pseudonym looks like this; that free text may look so too only makes us remember longer. */
const PSEUDONYM = /p-[0-9a-f]{24}/g;
/** Streams in which offices are held: who only held one is not remembered for it. */
const OF_OFFICES = /^(?:ministry|body)-/;
const BATCH = 1_000;

/** Where a person occurs, and in which streams what the person said was erased. */
interface Trace {
  readonly streams: Set<string>;
  readonly requested: Set<string>;
  readonly erased: Set<string>;
  /** Ids of the commands whose records name the person. */
  readonly commands: Set<string>;
}

/** Whom to forget, and the commands about them that were found in the log: others may be on their way there. */
export interface Forgettable {
  readonly persons: readonly string[];
  readonly commands: readonly string[];
}

function note(trace: Trace, person: string, stream: string, text: string): void {
  const { by, data, cmd } = parseRecord(text);
  trace.commands.add(cmd.id);
  if (by.sub === person || !OF_OFFICES.test(stream)) trace.streams.add(stream);
  const { erasure, person: subject } = data as { readonly erasure?: string; readonly person?: string };
  if (erasure !== undefined && subject === person) trace.requested.add(erasure);
}

function noteErased(traces: ReadonlyMap<string, Trace>, stream: string, text: string): void {
  const { erasure = '' } = parseRecord(text).data as { readonly erasure?: string };
  for (const { requested, erased } of traces.values()) if (requested.has(erasure)) erased.add(stream);
}

async function tracesOf(
  store: Pick<EventStore, 'readAll'>,
  persons: readonly string[],
): Promise<ReadonlyMap<string, Trace>> {
  const traces = new Map<string, Trace>(
    persons.map((person) => [
      person,
      { streams: new Set(), requested: new Set(), erased: new Set(), commands: new Set() },
    ]),
  );
  for await (const batch of store.readAll(undefined, BATCH)) {
    for (const { stream, type, record } of batch) {
      for (const person of new Set(record.match(PSEUDONYM) ?? [])) {
        const trace = traces.get(person);
        if (trace) note(trace, person, stream, record);
      }
      if (type === 'ValuesErased') noteErased(traces, stream, record);
    }
  }
  return traces;
}

/** Persons in office on the day: mandates, also such as are to begin, seats, deputies, chairs, secretariats. */
async function inOffice(registry: Registry, day: Day): Promise<ReadonlySet<string>> {
  const ministries = [...(await registry.ministries()).values()];
  const bodies = await registry.bodies();
  return new Set([
    ...ministries.flatMap(({ state }) => mandatedFrom(state, day)),
    ...bodies.flatMap(({ state }) => [
      ...seatsOn(state, day).flatMap(({ occupant = '', deputies }) => [occupant, ...deputies]),
      chairOn(state, day)?.person ?? '',
      ...staffOf(state),
    ]),
  ]);
}

/**
 * Of these pseudonyms those behind which nobody needs to know the person any more: what the person said is erased in
 * every stream in which the person acted or is named, and the person holds no office.
 */
export async function forgettable(
  store: Pick<EventStore, 'readAll'>,
  registry: Registry,
  persons: readonly string[],
  day: Day,
): Promise<Forgettable> {
  if (persons.length === 0) return { persons, commands: [] };
  const [traces, holders] = [await tracesOf(store, persons), await inOffice(registry, day)];
  const found = [...traces].filter(
    ([person, { streams, erased }]) => !holders.has(person) && [...streams].every((stream) => erased.has(stream)),
  );
  return {
    persons: found.map(([person]) => person),
    commands: found.flatMap(([, { commands }]) => [...commands]),
  };
}
