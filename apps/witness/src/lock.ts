import { rmSync, writeFileSync } from 'node:fs';
import { codeOf, readIfThere } from './files.js';

const BOOT = '/proc/sys/kernel/random/boot_id';
/** Place of the start time, in ticks since the boot, behind the name of the program, which may hold anything. */
const START = 19;

/** What tells a process from a later one with its number; empty where the system does not say. */
function bornAt(pid: number): string {
  try {
    // In a namespace of its own a process may see /proc of another one, where its number is somebody else's.
    const stat = readIfThere(`/proc/${pid === process.pid ? 'self' : pid}/stat`) ?? '';
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START] ?? '';
    return start && `${readIfThere(BOOT)?.trim() ?? ''}/${start}`;
  } catch {
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to somebody else.
    return codeOf(error) === 'EPERM';
  }
}

/** Whether the process that wrote the lock still runs. In a container every start may have the same number. */
function isHeld(text: string): boolean {
  const [number = '', born = ''] = text.trim().split(' ');
  const pid = Number(number);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isRunning(pid)) return false;
  const now = bornAt(pid);
  if (born !== '' && now !== '') return born === now;
  return pid !== process.pid;
}

/**
 * Keeps a second process from the same file, as far as the first can be seen from here; the state file itself sees to
 * the rest. The lock is given back by the function that is returned, unless somebody else has taken it since.
 */
export function lock(file: string): () => void {
  const name = `${file}.lock`;
  const holder = readIfThere(name) ?? '';
  if (isHeld(holder)) throw new Error(`${file} is in use by process ${holder.trim().split(' ')[0]}`);
  rmSync(name, { force: true });
  const mine = `${process.pid} ${bornAt(process.pid)}\n`;
  writeFileSync(name, mine, { flag: 'wx', mode: 0o600 });
  return () => {
    if (readIfThere(name) === mine) rmSync(name, { force: true });
  };
}
