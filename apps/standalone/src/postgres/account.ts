import { execFileSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const NAME = 'postgres';

/** The operating system's user that runs PostgreSQL; empty means the user who runs this process. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, NAME], { stdio: ['ignore', 'pipe', 'ignore'] }));

const lookUp = (): Account => ({ uid: idOf('-u'), gid: idOf('-g') });

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, who is created where missing. */
export const serverAccount = (): Account => {
  if (process.getuid?.() !== 0) return {};
  try {
    return lookUp();
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', NAME], { stdio: 'ignore' });
    return lookUp();
  }
};

/** Gives a file or folder to the account. */
export const handOver = (path: string, { uid, gid }: Account): void => {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
};

const parentsOf = (path: string): readonly string[] => {
  const parent = dirname(path);
  return parent === path ? [] : [...parentsOf(parent), parent];
};

const mayEnter = (folder: string, { uid, gid }: Account) => {
  const { mode, uid: owner, gid: group } = statSync(folder);
  if (owner === uid) return (mode & 0o100) !== 0;
  return (mode & (group === gid ? 0o010 : 0o001)) !== 0;
};

/** Throws a sentence that names the first parent folder of `path` which the account cannot enter. */
export const requireWay = (path: string, account: Account): void => {
  if (account.uid === undefined) return;
  const closed = parentsOf(resolve(path)).find((folder) => !mayEnter(folder, account));
  if (closed === undefined) return;
  throw new Error(
    `PostgreSQL refuses to run as root and therefore runs as the user "${NAME}", who cannot enter ${closed} ` +
      `on the way to ${path}. Allow it (chmod o+x ${closed}), use another folder, or start as an ordinary user.`,
  );
};
