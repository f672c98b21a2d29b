import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Sources and their compiled form lie at different depths below the folder that holds what is shipped. */
const above = (folder: string): string => {
  if (existsSync(join(folder, 'presets', 'rulebooks'))) return folder;
  if (dirname(folder) === folder) throw new Error('The folder presets is missing from this installation.');
  return above(dirname(folder));
};

const root = above(dirname(fileURLToPath(import.meta.url)));

/** Path of a file that is shipped with the product. */
export const shipped = (...path: readonly string[]): string => join(root, ...path);

export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown;

/** Paths of the shipped files in a folder, by name. */
export const shippedFiles = (...folder: readonly string[]): readonly string[] =>
  readdirSync(shipped(...folder))
    .sort()
    .map((name) => shipped(...folder, name));
