import { agreed, decidedFinally, written } from '../matter.histories.js';
import { inOrder, policies, sealed, world } from '../bundle.support.js';
import { mutations, payloads } from '../bundle.mutations.js';
import type { Findings } from '../../apps/auditor/src/verify/findings.js';
import { replaying } from '../../apps/auditor/src/verify/replaying.js';
import { squeezed } from '../../apps/auditor/src/verify/squeeze.js';
import { verifier } from '../../apps/auditor/src/verify/verifier.js';

/** In turn as a browser does it, and as the program does with a large file: whatever can be put away is put away. */
const manners = [
  (found: Findings) => replaying(found),
  (found: Findings) => replaying(found, { sparing: { squeeze: squeezed, atHand: 1 } }),
] as const;

const option = (args: readonly string[], name: string, otherwise: number) => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args[at + 1]);
};

interface Bundle {
  readonly bytes: Buffer;
  /** Lines in it that somebody changed. */
  readonly lines: number;
}

/** Verifies bundles until so many lines were changed; tells what came of it, and how often each exit. */
async function fuzzed(what: string, from: AsyncIterable<Bundle> | Iterable<Bundle>, wanted: number) {
  const exits = new Map<number, number>();
  let [bundles, changed, slowest, peak] = [0, 0, 0, 0];
  for await (const { bytes, lines } of from) {
    if (changed >= wanted) break;
    const began = performance.now();
    const { push, end } = verifier({ policy: policies.alone }, manners[bundles % 2]);
    bundles += 1;
    push(bytes);
    const { exit } = end();
    slowest = Math.max(slowest, performance.now() - began);
    exits.set(exit, (exits.get(exit) ?? 0) + 1);
    changed += lines;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const ends = [...exits].map(([exit, count]) => `${exit}: ${count}`).join(', ');
  console.log(`${what}: ${bundles} bundles with ${changed} changed lines, exits ${ends}`);
  console.log(`  slowest bundle ${slowest.toFixed(0)} ms, at most ${(peak / 1024 / 1024).toFixed(0)} MB`);
  return exits;
}

/** Logs with changed payloads, each signed again by who changed it. */
async function* signedAgain(log: readonly string[], seed: number): AsyncGenerator<Bundle> {
  for (const records of payloads(log, seed)) {
    const lines = records.filter((record, at) => record !== log[at]).length;
    yield { bytes: Buffer.from(await sealed(records)), lines };
  }
}

/**
 * Gives the verifier a million mutated lines of a bundle, some thousands per bundle, and then payloads that their writer
 * signed: nothing may be thrown, nothing may hang, and memory stays where it was. Options: --lines 1000000
 * --payloads 20000 --seed 1.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const matters = [
    await written('22222222-2222-4222-8222-222222222222', agreed()),
    await written('33333333-3333-4333-8333-333333333333', decidedFinally()),
  ];
  const log = inOrder([...world(), ...matters.flatMap(({ records }) => records)]);
  const seed = option(args, 'seed', 1);
  const exits = await fuzzed('lines', mutations(await sealed(log), seed), option(args, 'lines', 1_000_000));
  await fuzzed('payloads', signedAgain(log, seed), option(args, 'payloads', 20_000));
  if (exits.has(0)) throw new Error('A mutated bundle was taken for a proven one');
};
