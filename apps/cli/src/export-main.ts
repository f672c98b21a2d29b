import { exported } from './export.js';

process.exitCode = await exported(process.argv.slice(3), process.env, (text) => process.stderr.write(text));
