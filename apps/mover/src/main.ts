import { move, type MoveProgress, openStore } from '#event-store';

/** `beschlussbuch move --from URL --to URL`: copies a log from one engine to another. */

const USAGE = `Usage: beschlussbuch move --from URL --to URL

Copies a whole log in its order and compares both in the end. Stop all services before. The target has to be empty or to
hold the beginning of the same log: so a move that was cut off is begun again with the same words.
URL: postgres://... or esdb://...

Ends with 0 when both logs hold the same, 1 when they do not or something failed, 64 for wrong words.`;

const EVERY_MS = 1_000;

/** One line a second, and the last one of each phase. */
const reporter = (print: (line: string) => void) => {
  let last: MoveProgress | undefined;
  let printed = 0;
  const show = ({ phase, events }: MoveProgress) => print(`${phase} ${events}`);
  return {
    report: (progress: MoveProgress) => {
      if (last && last.phase !== progress.phase) show(last);
      last = progress;
      if (performance.now() - printed < EVERY_MS) return;
      printed = performance.now();
      show(progress);
    },
    end: () => {
      if (last) show(last);
    },
  };
};

const addressesIn = (args: readonly string[]): { readonly from: string; readonly to: string } | undefined => {
  const [first, one = '', second, other = ''] = args;
  const isAsked = args.length === 4 && [first, second].toSorted().join(' ') === '--from --to' && one !== other;
  if (!isAsked) return undefined;
  return first === '--from' ? { from: one, to: other } : { from: other, to: one };
};

const moveBetween = async (addresses: { readonly from: string; readonly to: string }): Promise<number> => {
  const from = openStore(addresses.from);
  const to = openStore(addresses.to);
  const progress = reporter((line) => process.stderr.write(`${line}\n`));
  try {
    const { events, copied } = await move(from, to, progress.report);
    progress.end();
    process.stdout.write(`${events} events in both logs, ${copied} of them copied now\n`);
    return 0;
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
};

const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const addresses = addressesIn(args);
  if (!addresses) {
    process.stderr.write(`${USAGE}\n`);
    return 64;
  }
  try {
    return await moveBetween(addresses);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof TypeError ? 64 : 1;
  }
};

process.exitCode = await main(process.argv.slice(3));
