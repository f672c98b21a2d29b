import { type Actor, dayOf, type FunctionCode, grantsOf, type Instant, mandatesOf } from '#domain';
import type { Registry } from './registry.js';

/** Who sends a command, as the issuer of the identity says. */
export interface Sender {
  /** Code in the directory, `BMI/REP`. */
  readonly person: string;
  readonly function: FunctionCode;
  readonly ministry?: string;
  readonly origin?: string;
}

/** Who acts, and what his mandates rest on. */
interface Acting {
  /** As the rules see him: a pseudonym, with the mandates in force. */
  readonly actor: Actor;
  /** Leaf hashes of the records that grant these. */
  readonly after: readonly string[];
}

/** The actor as he stands at `now`. */
export async function actorOf(registry: Registry, sender: Sender, pseudonym: string, now: Instant): Promise<Acting> {
  const { function: code, ministry, origin } = sender;
  const actor = { person: pseudonym, function: code, ...(origin === undefined ? {} : { origin }) };
  if (ministry === undefined) return { actor: { ...actor, mandates: [] }, after: [] };
  const { state, leaves } = await registry.ministry(ministry);
  return {
    actor: { ...actor, ministry, mandates: mandatesOf(state, pseudonym, dayOf(now)) },
    after: grantsOf(state, pseudonym, dayOf(now)).flatMap((revision) => leaves.slice(revision, revision + 1)),
  };
}
