import { type Code, CODES, EXIT, type Exit } from './codes.js';

/** Where something is wrong and what; `index` counts the records of the log from 0. */
export interface Finding {
  readonly code: Code;
  readonly index?: bigint;
  readonly stream?: string;
  readonly revision?: number;
  readonly expected?: string;
  readonly found?: string;
}

const ORDER = new Map(Object.keys(CODES).map((code, place) => [code, place]));
const place = ({ code }: Pick<Finding, 'code'>): number => ORDER.get(code) ?? 0;
/** More would tell nobody more, and a hostile file could fill the memory with them. */
const KEPT_PER_CODE = 100;

/** What concerns the whole bundle comes before what concerns a record. */
const isBefore = (a: Finding, b: Finding): boolean => (a.index ?? -1n) < (b.index ?? -1n);

/** Puts the finding in its place among those of its code, if it is one of the first hundred of the log. */
function keep(kept: Finding[], finding: Finding): void {
  let at = kept.length;
  for (let before = kept[at - 1]; before && isBefore(finding, before); before = kept[at - 1]) at -= 1;
  kept.splice(at, 0, finding);
  if (kept.length > KEPT_PER_CODE) kept.pop();
}

/** Collects what is found; of each code the first hundred in the order of the log, the rest are counted. */
export function findings() {
  const kept = new Map<Code, Finding[]>();
  const counts = new Map<Code, number>();
  const count = (code: Code, more: number) => counts.set(code, (counts.get(code) ?? 0) + more);
  const put = (finding: Finding) => {
    const found = kept.get(finding.code) ?? [];
    keep(found, finding);
    kept.set(finding.code, found);
  };
  return {
    add: (finding: Finding): void => {
      count(finding.code, 1);
      put(finding);
    },
    /** Takes what was found elsewhere, as if it had been found here. */
    merge: (other: { readonly kept: readonly Finding[]; readonly counts: ReadonlyMap<Code, number> }): void => {
      for (const finding of other.kept) put(finding);
      for (const [code, found] of other.counts) count(code, found);
    },
    /** True once the records can no longer be taken for what was signed. */
    broken: (): boolean => [...counts.keys()].some((code) => CODES[code].exit === EXIT.BROKEN),
    kept: (): readonly Finding[] => [...kept.values()].flat(),
    counts: (): ReadonlyMap<Code, number> => counts,
  };
}
export type Findings = ReturnType<typeof findings>;

/** How often each code was found, in the order of the checks. */
export const countsOf = (found: readonly Findings[]): ReadonlyMap<Code, number> =>
  new Map(found.flatMap((one) => [...one.counts()]).sort(([a], [b]) => place({ code: a }) - place({ code: b })));

/** In the order of the checks, and within one check in that of the log. */
export const listed = (found: readonly Findings[]): readonly Finding[] =>
  found.flatMap((one) => one.kept()).sort((a, b) => place(a) - place(b));

/** By how much each end outweighs the next: what is unreadable before what is broken. Source: evidence, Verify. */
const PRECEDENCE: readonly Exit[] = [EXIT.UNREADABLE, EXIT.BROKEN, EXIT.INCONCLUSIVE, EXIT.DEVIATES];

export const exitOf = (codes: Iterable<Code>): Exit => {
  const found = new Set<Exit>([...codes].map((code) => CODES[code].exit));
  return PRECEDENCE.find((exit) => found.has(exit)) ?? EXIT.PROVEN;
};
