import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** A program of ours in a process of its own. */
export interface Program {
  /** Everything it has printed so far, complaints included. */
  output(): string;
  /** Resolves with the first match in what it prints; rejects when it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code, null if a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

const running: Program[] = [];

/** Starts a built program, `dist/<script>`. */
export const start = (
  script: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Program => {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_ENV'));
  const child = spawn(process.execPath, [join(root, 'dist', script), ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const printed = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const over = child.exitCode !== null || child.signalCode !== null;
      const match = pattern.exec(output);
      if (match) return match;
      if (over) throw new Error(`${script} ended without printing ${String(pattern)}:\n${output}`);
      await new Promise((next) => setTimeout(next, 20));
    }
  };
  const program = { output: () => output, printed, ended, kill: (signal: NodeJS.Signals) => void child.kill(signal) };
  running.push(program);
  return program;
};

/** Ends what tests have left running. */
export const endAll = async (): Promise<void> => {
  for (const program of running.splice(0)) {
    program.kill('SIGTERM');
    await program.ended;
  }
};

/** An empty folder that the user of PostgreSQL can enter as well. */
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'standalone-'));
  chmodSync(folder, 0o755);
  return folder;
};
