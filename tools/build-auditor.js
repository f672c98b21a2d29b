// Bundles the auditor twice, from the same sources: as one file that runs with Node alone, wherever it is copied, without
// installing the product; and as one module for browsers. `node tools/build-auditor.js [FOLDER]`
import { build } from 'esbuild';
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? join(root, 'dist'));
const program = join(folder, 'beschlussbuch-auditor.mjs');
const module = join(folder, 'beschlussbuch-browser.mjs');

/** @type {import('esbuild').BuildOptions} */
const settings = { absWorkingDir: root, bundle: true, format: 'esm', legalComments: 'none' };

await build({
  ...settings,
  entryPoints: ['apps/auditor/src/main.ts'],
  outfile: program,
  platform: 'node',
  target: 'node20',
  conditions: ['source'],
});
await chmod(program, 0o755);

// The condition `browser` chooses the cryptography, as in package.json; Buffer is a global of Node alone.
await build({
  ...settings,
  entryPoints: ['apps/auditor/src/browser.ts'],
  outfile: module,
  platform: 'browser',
  target: 'es2022',
  conditions: ['browser', 'source'],
  inject: ['libs/evidence/src/buffer.browser.ts'],
});
console.log(`built ${program}\nbuilt ${module}`);
