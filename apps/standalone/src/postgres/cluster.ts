import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { handOver, type Account } from './account.js';
import { binary } from './binaries.js';

// Collation by code point from PostgreSQL itself: the same order on every machine, whatever locales it has.
const FLAGS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
];

const newPassword = (file: string, account: Account) => {
  rmSync(file, { force: true });
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, password, { mode: 0o600, flush: true });
  // initdb reads the file itself; root can read it all the same.
  handOver(file, account);
  return password;
};

const initdb = (folder: string, passwordFile: string, account: Account) => {
  const flags = [`--pgdata=${folder}`, `--pwfile=${passwordFile}`, ...FLAGS];
  try {
    execFileSync(binary('initdb'), flags, {
      ...account,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString() ?? '';
    throw new Error(`PostgreSQL could not initialise ${folder}: ${said.trim()}`, { cause: error });
  }
};

const existing = (passwordFile: string) => {
  if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8');
  throw new Error(`The database exists but its password file ${passwordFile} is missing; restore it from a backup.`);
};

/**
 * Returns the superuser's password of the database cluster in `folder`, which is created when it is not there. A new
 * one grows under another name and is renamed when it is whole: what an interruption leaves behind is thrown away.
 */
export const ensureCluster = (folder: string, passwordFile: string, account: Account): string => {
  if (existsSync(join(folder, 'PG_VERSION'))) return existing(passwordFile);
  if (existsSync(folder)) {
    if (readdirSync(folder).length > 0) throw new Error(`${folder} holds files but no database; nothing was changed.`);
    rmdirSync(folder);
  }
  const growing = `${folder}.new`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { mode: 0o700 });
  handOver(growing, account);
  const password = newPassword(passwordFile, account);
  initdb(growing, passwordFile, account);
  renameSync(growing, folder);
  return password;
};
