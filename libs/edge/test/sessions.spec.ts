import pg from 'pg';
import request from 'supertest';
import { migrateSessions } from '#edge';
import { freshDatabase, freshRole, sharedServer } from '../../../test/postgres-server.js';
import { cookieOf, echoApp } from './echo-app.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  CLIENT_ID: 'web',
  CLIENT_SECRET: 'x'.repeat(32),
  SESSION_SECRET: 's'.repeat(32),
};

describe('sessions in PostgreSQL', () => {
  const prepared = async () => {
    const ownerUrl = await freshDatabase(await sharedServer());
    const role = await freshRole(ownerUrl);
    await migrateSessions(ownerUrl, [role.name]);
    return { ownerUrl, role };
  };

  it('survive the service and are shared by its instances', async () => {
    const { ownerUrl, role } = await prepared();
    const environment = { SESSION_SECRET: 's'.repeat(32) };
    const first = await echoApp(environment, { development: { secret: 'd' }, sessionsDatabaseUrl: role.url });
    const browser = request.agent(first.url);
    const start = await browser.get('/auth/login').redirects(4);
    const [{ pathname }] = [new URL(start.request.url)];
    await browser.post(pathname).type('form').set('Origin', first.url).send({ person: 'SEC/A' }).redirects(3);
    const cookie = cookieOf(await browser.get('/auth/login').redirects(0));
    await first.stop();
    const second = await echoApp(environment, { sessionsDatabaseUrl: role.url });
    const me = () => request(second.url).get('/auth/me').set('Cookie', cookie);
    expect((await me()).body).toMatchObject({ person: 'SEC/A' });
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    const change = `UPDATE session.session SET sess = jsonb_set(sess::jsonb, '{endsAt}', '1000')::json`;
    expect((await owner.query(change)).rowCount).toBe(1);
    await owner.end();
    expect((await me()).status).toBe(401);
    await second.stop();
  });

  it('are migrated as often as one likes, and by two at the same time', async () => {
    const { ownerUrl, role } = await prepared();
    await Promise.all([migrateSessions(ownerUrl, [role.name]), migrateSessions(ownerUrl, [role.name])]);
  });

  it('answer without a database like every unexpected error', async () => {
    const app = await echoApp({}, { sessionsDatabaseUrl: 'postgres://nobody@127.0.0.1:1/none' });
    const answer = await request(app.url).get('/auth/me').set('Cookie', 'beschlussbuch=x');
    expect(answer.status).toBe(401);
    await app.stop();
  });
});

describe('sessions in production', () => {
  const SETTINGS = { ...PRODUCTION, PUBLIC_URL: 'https://beschlussbuch.example', ISSUER: 'https://issuer.example' };

  it('need a database', async () => {
    await expect(echoApp(SETTINGS)).rejects.toThrow('Sessions need a database in production.');
  });
});
