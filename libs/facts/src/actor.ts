import { type Actor, dayOf, type FunctionCode, type Instant, type Mandate, mandatesOf } from '#domain';
import type { Registry } from './registry.js';

/** Who sends a command, as the issuer of the identity says. */
export interface Sender {
  /** Code in the directory, `BMI/REP`. */
  readonly person: string;
  readonly function: FunctionCode;
  readonly ministry?: string;
  readonly origin?: string;
}

/** The actor as the rules see him: a pseudonym, with the mandates in force at `now`. */
export async function actorOf(registry: Registry, sender: Sender, pseudonym: string, now: Instant): Promise<Actor> {
  const { function: code, ministry, origin } = sender;
  const mandates: readonly Mandate[] =
    ministry === undefined ? [] : mandatesOf((await registry.ministry(ministry)).state, pseudonym, dayOf(now));
  return {
    person: pseudonym,
    function: code,
    mandates,
    ...(ministry === undefined ? {} : { ministry }),
    ...(origin === undefined ? {} : { origin }),
  };
}
