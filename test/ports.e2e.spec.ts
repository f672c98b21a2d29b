import { systemClock } from '#edge';
import { migrate } from '../apps/standalone/src/postgres/migrations.js';
import { newSecrets } from '../apps/standalone/src/secrets.js';
import { startSystem, type System } from '../apps/standalone/src/system.js';
import { freshUrls } from './e2e/database.js';
import { sharedServer } from './postgres-server.js';

const started: System[] = [];
afterAll(() => Promise.all(started.map((system) => system.stop())));

it('systems that are started at once find a port each, although all saw the same one free', async () => {
  const server = await sharedServer();
  const usual = { mode: 'case', clock: systemClock, persons: [], logLevel: 'silent' } as const;
  const databases = await Promise.all([1, 2, 3].map(() => freshUrls(server)));
  await Promise.all(databases.map(({ owner }) => migrate(owner)));
  const starting = databases.map(async (urls) => {
    started.push(await startSystem({ ...usual, urls, secrets: newSecrets() }));
  });
  const outcomes = await Promise.allSettled(starting);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  const answers = await Promise.all(started.map(({ url }) => fetch(`${url}/api-json`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(started.map(({ url }) => url)).size).toBe(3);
}, 60_000);
