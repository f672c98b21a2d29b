import type { bodyOf } from './body.js';
import type { Exit } from './codes.js';
import { countsOf, exitOf, type Finding, type Findings, listed } from './findings.js';
import { instantOf } from './instant.js';
import type { Opening } from './opening.js';
import type { TrustedKey } from './rotation.js';
import { scopeText } from './scope.js';
import type { Predecessor } from './succession.js';

type Seen = ReturnType<ReturnType<typeof bodyOf>['end']>;

/** Everything a verification can tell; counts are of the bundle, not of the log. */
export interface Report {
  readonly exit: Exit;
  readonly scope: string;
  readonly origin: string;
  readonly size: string;
  readonly root: string;
  /**
   * Instants between which a quorum of witnesses saw this tree; none without one. How old it is reads from the first:
   * somebody honest saw it then or later; a rogue's clock makes neither an old one look new nor a new one old.
   */
  readonly witnessed?: { readonly first: string; readonly last: string };
  readonly records: number;
  readonly withheld: number;
  readonly omitted: string;
  readonly opened: number;
  readonly streams: number;
  /** There where later records of the matter or agreement that the bundle is about may be among the hidden leaves. */
  readonly mayGoOn?: true;
  /** The log that this one continues; none where its first record names none, or is not there. */
  readonly predecessor?: Predecessor;
  /** Keys beyond those of the policy that are trusted because the log announced them, and the records that did. */
  readonly keys: readonly TrustedKey[];
  /** Decisions that were decided again, and how many of them came out as recorded. */
  readonly decided: number;
  readonly confirmed: number;
  readonly findings: readonly Finding[];
  /** How often each code was found; the list has no more than a hundred of each. */
  readonly counts: Readonly<Record<string, number>>;
  /** The signed checkpoint that was verified, to be remembered. */
  readonly checkpoint: string;
}

function headOf(opening: Opening | undefined) {
  if (!opening) return { scope: '', origin: '', size: '0', root: '', checkpoint: '' };
  const { head, signed } = opening;
  const { origin, size, root } = signed.checkpoint;
  const { first, last } = signed.witnessed ?? {};
  return {
    ...{ scope: scopeText(head.manifest), origin, size: String(size), root: root.toString('base64') },
    checkpoint: head.checkpoints.at(-1) ?? '',
    ...(first === undefined || last === undefined
      ? {}
      : { witnessed: { first: instantOf(first), last: instantOf(last) } }),
  };
}

const NOTHING = {
  keys: [],
  predecessor: undefined,
  records: 0,
  withheld: 0,
  omitted: 0n,
  opened: 0,
  streams: 0,
  decided: 0,
  confirmed: 0,
  mayGoOn: false,
};

export function reportOf(parts: {
  readonly opening: Opening | undefined;
  readonly seen: Seen | undefined;
  readonly found: readonly Findings[];
}): Report {
  const { keys, predecessor, records, withheld, omitted, opened, streams, decided, confirmed, mayGoOn } =
    parts.seen ?? NOTHING;
  const counts = countsOf(parts.found);
  return {
    exit: exitOf(counts.keys()),
    ...headOf(parts.opening),
    ...(predecessor ? { predecessor } : {}),
    ...(mayGoOn ? { mayGoOn } : {}),
    ...{ keys, records, withheld, omitted: String(omitted), opened, streams, decided, confirmed },
    findings: listed(parts.found),
    counts: Object.fromEntries(counts),
  };
}
