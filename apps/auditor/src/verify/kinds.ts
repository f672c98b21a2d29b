import { agreement, body, calendar, log, matter, ministry, rulebook, selfcheck } from '#domain';

const subjects = { matter, agreement } as const;
const registries = { ministry, body, calendar, rulebook, selfcheck, log } as const;
const deciders = { ...subjects, ...registries } as const;

type Kind = keyof typeof deciders;

/** Matters come first, as nearly always. */
const PREFIXES = (Object.keys(deciders) as Kind[]).map((kind) => [kind, `${kind}-`] as const);

/** What a stream is about, by its name: `matter-` and the id, `ministry-` and the code. */
export function kindOf(stream: string): Kind | '' {
  for (const [kind, prefix] of PREFIXES) if (stream.startsWith(prefix) && stream.length > prefix.length) return kind;
  return '';
}

/** The same, and which one it is about. */
export function nameOf(stream: string): { readonly kind: Kind | ''; readonly key: string } {
  const kind = kindOf(stream);
  return { kind, key: kind === '' ? '' : stream.slice(kind.length + 1) };
}

/** Own rows only: an event called `constructor` is none. */
export const isKnown = (kind: Kind | '', type: string): kind is Kind =>
  kind !== '' && Object.hasOwn(deciders[kind].evolve, type);

export const isSubject = (kind: Kind): kind is keyof typeof subjects => Object.hasOwn(subjects, kind);
