// Compiles every TypeScript source to dist/ at the same path, so that the default conditions of package.json "imports"
// hold. Files unchanged since the last build are skipped: each output carries its source's time of change.
import { transformFile, version } from '@swc/core';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'dist', '.settings');

/** @type {import('@swc/core').Options} */
const settings = {
  swcrc: false,
  configFile: false,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

/** @param {string} folder @param {string} ending */
const filesBelow = async (folder, ending) => {
  const entries = await readdir(join(root, folder), { recursive: true }).catch(() => []);
  return entries.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
};

/** @param {string} name */
const isSource = (name) =>
  !name.endsWith('.spec.ts') && !name.endsWith('.d.ts') && !name.includes('node_modules') && !name.startsWith('.');

/** @param {string} source */
const outputOf = (source) => join('dist', source.replace(/\.ts$/, '.js'));

/** @param {string} file */
const changed = async (file) => (await stat(join(root, file)).catch(() => ({ mtimeMs: 0 }))).mtimeMs;

/** Answers whether the file had to be compiled. @param {string} source */
const compile = async (source) => {
  const output = outputOf(source);
  const time = Math.floor((await changed(source)) / 1000);
  if (Math.floor((await changed(output)) / 1000) === time) return false;
  const { code, map } = await transformFile(join(root, source), { ...settings, cwd: root, sourceRoot: root });
  await mkdir(dirname(join(root, output)), { recursive: true });
  await writeFile(join(root, `${output}.map`), map ?? '');
  await writeFile(join(root, output), `${code}\n//# sourceMappingURL=${basename(output)}.map\n`);
  await utimes(join(root, output), time, time);
  return true;
};

/** A new compiler or new settings invalidate everything. */
const dropOutdated = async () => {
  const stamp = createHash('sha256')
    .update(JSON.stringify([version, settings]))
    .digest('hex');
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  await rm(join(root, 'dist'), { recursive: true, force: true });
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(stampFile, stamp);
};

/** Outputs whose source is gone would keep dead imports alive. @param {string[]} sources */
const dropOrphans = async (sources) => {
  const wanted = new Set(sources.map(outputOf));
  const outputs = await filesBelow('dist', '.js');
  const orphans = outputs.filter((name) => !wanted.has(name));
  await Promise.all(
    orphans.flatMap((name) => [rm(join(root, name), { force: true }), rm(join(root, `${name}.map`), { force: true })]),
  );
};

await dropOutdated();
const folders = await Promise.all(['apps', 'libs', 'test'].map((folder) => filesBelow(folder, '.ts')));
const sources = folders.flat().filter((name) => isSource(name));
await dropOrphans(sources);
const done = await Promise.all(sources.map(compile));
console.log(`built ${String(done.filter(Boolean).length)} of ${String(sources.length)} files`);
