import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../docs/govlog.py', import.meta.url));

/** Whether the machine has Python; where tests run for a contribution it must. */
export const isThere = spawnSync('python3', ['--version']).status === 0;

/** What the second implementation ends with, and says, about a bundle. */
export function govlog(text: string, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'govlog-'));
  const file = join(folder, 'bundle.govlog');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync('python3', [program, file, ...args], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return {
    status,
    said: stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
    stderr,
  };
}
