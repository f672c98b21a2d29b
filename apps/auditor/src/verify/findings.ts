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
const place = ({ code }: Finding): number => ORDER.get(code) ?? 0;
/** More would tell nobody more, and a hostile file could fill the memory with them. */
const KEPT_PER_CODE = 100;

/** Collects what is found; of each code the first hundred, the rest are counted. */
export function findings() {
  const kept: Finding[] = [];
  const counts = new Map<Code, number>();
  return {
    add: (finding: Finding): void => {
      const count = (counts.get(finding.code) ?? 0) + 1;
      counts.set(finding.code, count);
      if (count <= KEPT_PER_CODE) kept.push(finding);
    },
    /** True once the records can no longer be taken for what was signed. */
    broken: (): boolean => [...counts.keys()].some((code) => CODES[code].exit === EXIT.BROKEN),
    kept: (): readonly Finding[] => kept,
    counts: (): ReadonlyMap<Code, number> => counts,
  };
}
export type Findings = ReturnType<typeof findings>;

/** In the order of the checks, and within one check in that of the log. */
export const listed = (found: readonly Findings[]): readonly Finding[] =>
  found.flatMap((one) => one.kept()).sort((a, b) => place(a) - place(b));

/** By how much each end outweighs the next: what is unreadable before what is broken. Source: evidence, Verify. */
const PRECEDENCE: readonly Exit[] = [EXIT.UNREADABLE, EXIT.BROKEN, EXIT.INCONCLUSIVE, EXIT.DEVIATES];

export const exitOf = (codes: Iterable<Code>): Exit => {
  const found = new Set<Exit>([...codes].map((code) => CODES[code].exit));
  return PRECEDENCE.find((exit) => found.has(exit)) ?? EXIT.PROVEN;
};
