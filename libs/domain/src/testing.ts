import { FUNCTIONS } from './actor.js';
import type { Actor, FunctionCode } from './actor.js';
import { decide, evolve } from './decider.js';
import type { Command, Decider, Entry, Event, Message, Meta, Recorded } from './decider.js';
import { Refusal } from './refusals.js';
import type { RefusalCode, RefusalParams } from './refusals.js';
import type { Instant } from './time.js';

export const MONDAY: Instant = '2027-01-11T08:00:00.000Z';

/** A person as the presets name them: `BMI/ST`, `SEC/A`, `RUL/1`, `CHAIR`. The pseudonym is that name. */
export function person(name: string, more: Partial<Actor> = {}): Actor {
  const [first = '', second = ''] = name.split('/');
  const isOffice = (FUNCTIONS as readonly string[]).includes(first);
  const house = isOffice ? {} : { ministry: first };
  return { person: name, function: (isOffice ? first : second) as FunctionCode, mandates: [], ...house, ...more };
}

interface Envelope<F> extends Partial<Omit<Meta, 'actor'>> {
  /** A name for `person`, or an actor; the secretariat if absent. */
  readonly by?: string | Actor;
  readonly facts?: F;
}

export function command<const T extends string, const D, const F = unknown>(
  type: T,
  data: D,
  { by = 'SEC/A', facts, ...meta }: Envelope<F> = {},
): Command<T, D, F> {
  const actor = typeof by === 'string' ? person(by) : by;
  const onBehalfOf = actor.ministry ?? 'DA';
  return { type, data, meta: { now: MONDAY, channel: 'PORTAL', onBehalfOf, ...meta, actor }, facts: facts as F };
}

/** An event with only those parts of its entry that the test is about. */
type Past<E extends Event> = E & { readonly entry?: Partial<Entry> };

function recorded<E extends Event>(event: Past<E>, revision: number, defaults: Partial<Entry> = {}): Recorded<E> {
  const by = { sub: 'SEC/A', org: 'DA', role: 'SEC' };
  const entry = { at: MONDAY, revision, by, commandId: `command-${revision}`, ...defaults, ...event.entry };
  return { ...event, entry };
}

const entryOf = ({ now, actor, onBehalfOf }: Meta): Partial<Entry> => ({
  at: now,
  by: { sub: actor.person, org: onBehalfOf, role: actor.function },
});

/** What a subset of an event must be: its type, and of the payload the fields named. */
interface Expected {
  readonly type: string;
  readonly data?: object;
}

/**
 * Sentences about one decider: `given(events).when(commands).then(events)` or `.refused(code, params)`.
 * Of several commands all but the last are accepted and recorded; `then` compares named fields only
 * and replays what was recorded; `state`, `events` and `history` are there for questions.
 */
export function specification<C extends Command, E extends Event, S>(decider: Decider<C, E, S>) {
  const fold = (history: readonly Recorded<E>[]) =>
    history.reduce((state, event) => evolve(decider, state, event), decider.initial);

  const run = (history: readonly Recorded<E>[], next: C): Recorded<E>[] =>
    decide(decider, next, fold(history)).map((event, index) =>
      recorded(event, history.length + index, entryOf(next.meta)),
    );

  const given = (...past: readonly Past<E>[]) => {
    const history = past.map((event, revision) => recorded<E>(event, revision));
    return {
      state: fold(history),
      when: (...commands: readonly [...C[], C]) => {
        const before = commands
          .slice(0, -1)
          .reduce<Recorded<E>[]>((before, next) => [...before, ...run(before, next)], history);
        const outcome = () => run(before, commands.at(-1) as C);
        return {
          get events(): Recorded<E>[] {
            return outcome();
          },
          get state(): S {
            return fold([...before, ...outcome()]);
          },
          get history(): Recorded<E>[] {
            return [...before, ...outcome()];
          },
          then(...expected: readonly Expected[]): void {
            const events = outcome();
            expect(events).toMatchObject(expected);
            recordable(events);
            fold([...before, ...events]);
          },
          refused(code: RefusalCode, params: RefusalParams = {}): void {
            const refusal = refusalOf(outcome);
            expect({ code: refusal?.code, params: refusal?.params }).toMatchObject({ code, params });
          },
        };
      },
    };
  };

  return {
    given,
    /** After commands from the beginning of a stream. */
    after: (...before: readonly C[]) => ({ when: (last: C) => given().when(...before, last) }),
  };
}

/** A record holds plain JSON without undefined members; what was written and read back is the same event. */
export function recordable(events: readonly Message[]): void {
  expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
}

function refusalOf(outcome: () => unknown): Refusal | undefined {
  try {
    outcome();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
