#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';
import { run } from './run.js';

async function main(): Promise<number> {
  // Whoever reads only the beginning, as `head` does, closes the pipe.
  process.stdout.on('error', () => process.exit());
  return run(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  });
}

// Where the program is one file, its threads run it as well, for the part that replays.
if (isMainThread) process.exitCode = await main();
