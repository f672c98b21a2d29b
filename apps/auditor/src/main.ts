#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';
import { run } from './run.js';

/** What was found cannot be told. */
const UNTOLD = 3;

/** Runs to the end also where an output fails on the way: the code tells what was found, whoever reads it. */
async function main(): Promise<number> {
  let isOpen = true;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    isOpen = false;
    // Whoever reads only the beginning, as `head` does, closes the pipe. Anything else is a loss.
    if (code !== 'EPIPE') process.once('exit', () => (process.exitCode ||= UNTOLD));
  });
  process.stderr.on('error', () => undefined);
  return run(process.argv.slice(2), {
    out: (text) => {
      if (isOpen) process.stdout.write(`${text}\n`);
    },
    err: (text) => process.stderr.write(`${text}\n`),
  });
}

// Where the program is one file, its threads run it as well, for the part that replays.
if (isMainThread) process.exitCode = await main();
