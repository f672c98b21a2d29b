import { systemClock } from '#edge';
import { postgresStore } from '#event-store';
import { identitiesOf } from '../apps/standalone/src/bootstrap/preset.js';
import type { DatabaseUrls } from '../apps/standalone/src/postgres/roles.js';
import { newSecrets } from '../apps/standalone/src/secrets.js';
import { startSystem, type System } from '../apps/standalone/src/system.js';
import { freshUrls } from './e2e/database.js';
import { PRESET } from './e2e/system.js';
import { until } from './log.support.js';
import { sharedServer } from './postgres-server.js';
import { appendAll, drafted } from './read-model.support.js';

let urls: DatabaseUrls;
let system: System;
beforeAll(async () => {
  urls = await freshUrls(await sharedServer());
  const persons = identitiesOf(PRESET);
  const fixed = { urls, mode: 'development', clock: systemClock, persons, secrets: newSecrets(), port: 0 } as const;
  system = await startSystem({ ...fixed, logLevel: 'silent' });
}, 120_000);
afterAll(() => system.stop(), 60_000);

const text = async (path: string): Promise<string> => (await fetch(system.url + path)).text();

it('where time passes by itself timers come by themselves, and health and figures say how they fare', async () => {
  const store = postgresStore({ connectionString: urls.commands });
  await appendAll(store, [drafted('late', { decideBy: '2026-01-31' }, '2026-01-12T08:00:00.000Z')]);
  const types = async () => {
    const found: string[] = [];
    for await (const { type } of store.readStream('matter-late')) found.push(type);
    return found.join();
  };
  await until(async () => (await types()) === 'MatterDrafted,DeadlinePassed', types);
  await store.close();
  expect(await text('/metrics')).toMatch(/^beschlussbuch_timers_overdue 0$/m);
  expect(await text('/metrics')).toMatch(/^beschlussbuch_timers_alarm 0$/m);
  expect(JSON.parse(await text('/health/ready'))).toMatchObject({ status: 'ready', checks: { timers: 'ok' } });
});
