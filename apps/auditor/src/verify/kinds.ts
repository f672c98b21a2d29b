import { agreement, body, calendar, log, matter, ministry, rulebook, selfcheck } from '#domain';

const subjects = { matter, agreement } as const;
const registries = { ministry, body, calendar, rulebook, selfcheck, log } as const;
const deciders = { ...subjects, ...registries } as const;

type Kind = keyof typeof deciders;

/** What a stream is about, by its name: `matter-` and the id, `ministry-` and the code. */
export function nameOf(stream: string): { readonly kind: Kind | ''; readonly key: string } {
  const dash = stream.indexOf('-');
  const kind = stream.slice(0, Math.max(dash, 0));
  const key = stream.slice(dash + 1);
  return { kind: key !== '' && Object.hasOwn(deciders, kind) ? (kind as Kind) : '', key };
}

/** Own rows only: an event called `constructor` is none. */
export const isKnown = (kind: Kind | '', type: string): kind is Kind =>
  kind !== '' && Object.hasOwn(deciders[kind].evolve, type);

export const isSubject = (kind: Kind): kind is keyof typeof subjects => Object.hasOwn(subjects, kind);
