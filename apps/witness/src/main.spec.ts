import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeVkey, generateSkey, parseSkey } from '#evidence';

const folder = mkdtempSync(join(tmpdir(), 'witness-'));
const [key, policy, state] = ['key', 'policy', 'state'].map((name) => join(folder, name)) as [string, string, string];
const program = ['--conditions=source', '--import', './test/typescript.js', 'apps/witness/src/main.ts', 'witness'];
const end = (...more: readonly string[]) => {
  const args = [...program, ...more, '--key', key, '--policy', policy, '--state', state];
  return spawnSync(process.execPath, args, { encoding: 'utf8', input: '' });
};

it('says in a sentence which port or file is wrong, and leaves nothing behind', () => {
  const port = '--port: 0 bis / to 65535, nicht / not 99999\n';
  expect(end('serve', '--port', '99999')).toMatchObject({ status: 64, stderr: port });
  const missing = (option: string, file: string) => `${option}: ${file} gibt es nicht / does not exist\n`;
  expect(end('sign')).toMatchObject({ status: 1, stderr: missing('--key', key) });
  writeFileSync(key, generateSkey('witness.test'), { mode: 0o600 });
  expect(end('sign')).toMatchObject({ status: 1, stderr: missing('--policy', policy) });
  expect(existsSync(`${state}.lock`)).toBe(false);
}, 60_000);

it('reads its policy octet by octet: two names that differ only in Latin-1 are two', () => {
  writeFileSync(key, generateSkey('witness.test'), { mode: 0o600 });
  const vkey = (name: string) => encodeVkey({ ...parseSkey(generateSkey(name)), role: 'witness' });
  const names = `# Häuser\nwitness é ${vkey('e.test')}\nwitness è ${vkey('f.test')}\nquorum none\n`;
  writeFileSync(policy, Buffer.from(names, 'latin1'));
  // The empty request is refused by the witness itself, who has read both files then.
  expect(end('sign')).toMatchObject({ status: 1, stderr: expect.not.stringContaining('policy') });
  writeFileSync(policy, names.replace('è', 'é'));
  expect(end('sign')).toMatchObject({ stderr: expect.stringContaining('policy') });
}, 60_000);
