import { exported } from './export.js';

process.exitCode = await exported(process.argv.slice(3), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
