#!/usr/bin/env node
import { run } from './run.js';

// Whoever reads only the beginning, as `head` does, closes the pipe.
process.stdout.on('error', () => process.exit());

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
});
