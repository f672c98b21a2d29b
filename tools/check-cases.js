// Presets, rule books and cases are copies: they are compared byte for byte with their originals in ../shared.
import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = join(root, '..', 'shared');

/** @type {[original: string, copy: string, ending: RegExp][]} */
const pairs = [
  ['domain/presets', 'presets', /\.json$/],
  ['domain/rulebooks', 'presets/rulebooks', /\.json$/],
  ['cases', 'test/cases', /\.(yaml|json)$/],
];

/** @param {string} file */
const bytesOf = (file) => readFile(file).catch(() => undefined);

/** @param {string} folder @param {RegExp} ending */
const filesIn = async (folder, ending) => (await readdir(folder)).filter((name) => ending.test(name));

/** Answers one sentence for each file that differs. @type {(pair: typeof pairs[number]) => Promise<string[]>} */
const compare = async ([original, copy, ending]) => {
  const names = new Set([
    ...(await filesIn(join(shared, original), ending)),
    ...(await filesIn(join(root, copy), ending)),
  ]);
  const findings = [...names].map(async (name) => {
    const theirs = await bytesOf(join(shared, original, name));
    const ours = await bytesOf(join(root, copy, name));
    if (!theirs) return [`${copy}/${name} has no original`];
    if (!ours) return [`${copy}/${name} is missing`];
    return theirs.equals(ours) ? [] : [`${copy}/${name} differs from its original`];
  });
  return (await Promise.all(findings)).flat();
};

const judge = async () => {
  if (!existsSync(shared)) {
    console.log('left out: there is no ../shared to compare with');
    return process.env['CI'] === 'true' ? 1 : 0;
  }
  const findings = (await Promise.all(pairs.map(compare))).flat();
  console.log(findings.length === 0 ? 'presets, rule books and cases equal their originals' : findings.join('\n'));
  return findings.length === 0 ? 0 : 1;
};

process.exitCode = await judge();
