// Bundles the auditor into one file that runs with Node alone, wherever it is copied, without installing the product.
import { build } from 'esbuild';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = join(root, 'dist', 'beschlussbuch-auditor.mjs');

await build({
  entryPoints: [join(root, 'apps/auditor/src/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  conditions: ['source'],
  legalComments: 'none',
});
await chmod(outfile, 0o755);
console.log(`built ${outfile}`);
