import { freshDatabase, sharedServer } from '../../../test/postgres-server.js';
import { leased } from './lease.js';

it('the lease does not outlive a host that crashed: the server asks soon whether it is still there', async () => {
  const lease = await leased(await freshDatabase(await sharedServer()), () => Promise.resolve());
  if ('standing' in lease) throw new Error('Somebody else holds the lease');
  const { rows } = await lease.client.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name LIKE 'tcp\\_%' ORDER BY name",
  );
  await lease.client.end();
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    ...{ tcp_keepalives_count: '3', tcp_keepalives_idle: '5', tcp_keepalives_interval: '5' },
    tcp_user_timeout: '20000',
  });
});

it('the lease is given up where the database does not answer', async () => {
  const lease = await leased(await freshDatabase(await sharedServer()), () => Promise.resolve(), 2_000);
  if ('standing' in lease) throw new Error('Somebody else holds the lease');
  await expect(lease.client.query('SELECT pg_sleep(60)')).rejects.toThrow('Query read timeout');
  await lease.client.end();
  expect(lease.lost.aborted).toBe(true);
});
