import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenPlace } from '#log';
import { newFolder } from './log.support.js';

/** Where distributions put SoftHSM's library. */
const MODULES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'];
const module = MODULES.find((path) => existsSync(path)) ?? '';

const answers = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;

/** Whether this machine has SoftHSM and OpenSC (Debian: softhsm2, opensc). */
export const hasSoftHsm = (): boolean => module !== '' && answers('softhsm2-util') && answers('pkcs11-tool');

export const PIN = '482915';

/** A new token with a user PIN, in a folder of its own; the process sees no other from now on. */
export const freshToken = (): Omit<TokenPlace, 'label'> => {
  const folder = newFolder();
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf');
  const init = ['--init-token', '--free', '--label', 'log token', '--pin', PIN, '--so-pin', '7531'];
  // Jest's environment is a copy of its own, which children do not inherit by themselves.
  execFileSync('softhsm2-util', init, { stdio: 'pipe', env: process.env });
  return { module, token: 'log token' };
};

/** Makes a key pair within the token. */
export const generateIn = (token: Omit<TokenPlace, 'label'>, label: string, id: string, type = 'EC:edwards25519') => {
  const place = ['--module', token.module, '--token-label', token.token, '--login', '--pin', 'env:TEST_PIN'];
  execFileSync('pkcs11-tool', [...place, '--keypairgen', '--key-type', type, '--label', label, '--id', id], {
    stdio: 'pipe',
    env: { ...process.env, TEST_PIN: PIN },
  });
  return { ...token, label };
};
