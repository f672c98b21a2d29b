import type { Skimmed } from '#evidence';
import type { Findings } from './findings.js';
import { instantOf } from './instant.js';
import type { Opened, Witnessed } from './trust.js';

/** Clocks differ, and a record waits for the next checkpoint, and that for its witnesses. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * Records before the size had been seen at `last`: somebody honest saw them then or earlier, and a rogue's clock that is
 * fast excuses no record. Those from it on had not been seen at `first`: somebody honest knew of no larger tree then or
 * later, and a rogue's clock that is slow excuses none. Each accuses by that one of the two which accuses less.
 */
interface Bracket extends Witnessed {
  readonly size: bigint;
}

/** Each record against the clocks of the witnesses: those who had seen it already, and those who had not. */
export function brackets(checkpoints: readonly Opened[], found: Findings) {
  const ahead = checkpoints
    .flatMap(({ checkpoint: { size }, witnessed }): Bracket[] => (witnessed ? [{ size, ...witnessed }] : []))
    .sort((a, b) => (a.size < b.size ? -1 : 1));
  let notBefore = '';
  let notAfter = '';
  let limit = 0n;
  const advance = (index: bigint) => {
    while (ahead[0] && ahead[0].size <= index) {
      notBefore = instantOf(ahead[0].first - TOLERANCE_MS);
      ahead.shift();
    }
    limit = ahead[0]?.size ?? 1n << 64n;
    notAfter = ahead[0] ? instantOf(ahead[0].last + TOLERANCE_MS) : '';
  };
  advance(0n);
  return ({ at, stream, rev: revision }: Skimmed, index: bigint): void => {
    if (index >= limit) advance(index);
    const where = { index, stream, revision, found: at };
    if (at < notBefore) found.add({ code: 'TIME_BEFORE_WITNESS', ...where, expected: `>= ${notBefore}` });
    if (notAfter !== '' && at > notAfter)
      found.add({ code: 'TIME_AFTER_WITNESS', ...where, expected: `<= ${notAfter}` });
  };
}
