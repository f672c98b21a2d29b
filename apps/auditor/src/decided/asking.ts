import type { AgreementPayloads, AgreementTimers, MatterPayloads, MatterTimers } from '#domain';
import type { Json, JsonObject, RecordFields } from '#evidence';
import { masked } from './masked.js';
import { type Members, object } from './shape.js';

type OfAgreements = Omit<AgreementPayloads, 'TakeFinalDecision'> & AgreementTimers;
type Payloads = MatterPayloads & MatterTimers & OfAgreements;
/** What is said beside whose stream it is. */
type Own<T extends keyof Payloads> = Omit<Payloads[T], 'matter' | 'agreement'>;

/** A command as far as it can be read from what it recorded. */
export interface Asked {
  readonly type: string;
  readonly data: JsonObject;
}

/** What was asked for, from the records of one command and the state before it; undefined where nobody can have asked for it. */
export type Row<S = unknown> = (records: readonly [RecordFields, ...RecordFields[]], state: S) => Asked | undefined;

/** Reads the named members of a record as they are, without seals; undefined where one is not what it may be. */
export function reading<P>(members: Members<P>) {
  const names = Object.keys(members);
  const shapes = members as Readonly<Record<string, (value: Json | undefined) => boolean>>;
  return ({ data }: RecordFields): Record<string, Json> | undefined => {
    const given = data as JsonObject;
    const read: Record<string, Json> = {};
    for (const name of names) {
      const value = given[name];
      if (!shapes[name]?.(value)) return undefined;
      if (value !== undefined) read[name] = masked(value);
    }
    return read;
  };
}

/** The members that its event holds as they were asked for; whatever else there is in the event, the rules put there. */
export const asking = <T extends keyof Payloads>(type: T, members: Members<Own<T>>): Row => {
  const read = reading(members);
  return ([first]) => {
    const data = read(first);
    return data && { type, data };
  };
};

/** A command that is merely noted, and the form of its event. */
export interface Noted<T> {
  readonly command: T;
  readonly fits: (data: JsonObject) => boolean;
}

/** `members` are those of the command, as its event holds them; `more` is what else there is in the event. */
export const noting = <T extends keyof Payloads>(
  command: T,
  members: Members<Own<T>>,
  more: Members<object> = {},
): Noted<T> => ({ command, fits: object({ ...members, ...more }) });
