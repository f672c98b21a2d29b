import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What is known of a running process. A number is used again after its process has ended; its start time is not. */
export interface RunningProcess {
  readonly started: string;
  readonly command: string;
}

const fromProc = (pid: number): RunningProcess | undefined => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses and may contain spaces; the state is the third.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  return { started: `${boot} ${fields[19] ?? ''}`, command };
};

const fromPs = (pid: number): RunningProcess => {
  const ask = (field: string) =>
    execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  return { started: ask('lstart'), command: ask('args') };
};

/** The process with this number, or undefined when there is none (any more). */
export const processOf = (pid: number): RunningProcess | undefined => {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
};
