import { createHmac } from 'node:crypto';
import pg from 'pg';
import request from 'supertest';
import { type Edge, migrateSessions } from '#edge';
import { freshDatabase, freshRole, sharedServer } from '../../../test/postgres-server.js';
import { answering, cookieOf, echoApp, type RunningApp, said } from './echo-app.js';

const SESSION_SECRET = 's'.repeat(32);
const running: RunningApp[] = [];
const start = async (environment: Readonly<Record<string, string>>, edge?: Partial<Edge>) => {
  const app = await echoApp({ SESSION_SECRET, ...environment }, edge);
  running.push(app);
  return app;
};
const stopAll = () => Promise.all(running.splice(0).map((app) => app.stop()));
afterEach(stopAll);

describe('sessions in PostgreSQL', () => {
  const prepared = async () => {
    const ownerUrl = await freshDatabase(await sharedServer());
    const role = await freshRole(ownerUrl);
    await migrateSessions(ownerUrl, [role.name]);
    return { ownerUrl, role };
  };

  it('survive the service, and end at their time however often they are used', async () => {
    const { ownerUrl, role } = await prepared();
    const first = await start({}, { development: { secret: 'd' }, sessionsDatabaseUrl: role.url });
    const browser = request.agent(first.url);
    const page = (await browser.get('/auth/login').redirects(4)) as unknown as {
      readonly request: { readonly url: string };
    };
    await browser.post(new URL(page.request.url).pathname).type('form').send({ person: 'SEC/A' }).redirects(3);
    const cookie = cookieOf(await browser.get('/auth/login').redirects(0));
    await stopAll();

    const second = await start({}, { sessionsDatabaseUrl: role.url });
    const me = () => request(second.url).get('/auth/me').set('Cookie', cookie);
    expect((await me()).body).toMatchObject({ person: 'SEC/A' });

    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query(`UPDATE session.session SET sess = jsonb_set(sess::jsonb, '{endsAt}', '1000')::json`);
    await owner.end();
    expect((await me()).status).toBe(401);
  });

  it('are prepared as often as one likes, also by two at the same time', async () => {
    const { ownerUrl, role } = await prepared();
    await Promise.all([migrateSessions(ownerUrl, [role.name]), migrateSessions(ownerUrl, [role.name])]);
  });

  it('that cannot be read are an unexpected error, and stop nobody who needs none', async () => {
    const app = await start({}, { sessionsDatabaseUrl: 'postgres://nobody@127.0.0.1:1/none' });
    const signature = createHmac('sha256', SESSION_SECRET).update('id').digest('base64').replace(/=+$/, '');
    const cookie = `beschlussbuch=${encodeURIComponent(`s:id.${signature}`)}`;
    expect(said(await request(app.url).get('/auth/me').set('Cookie', cookie))).toEqual([500, 'INTERNAL_ERROR']);
    expect((await request(app.url).get('/echo/public')).status).toBe(200);
  });
});

describe('sessions over TLS', () => {
  it('have a cookie that browsers send to this host over TLS only', async () => {
    const issuer = await answering(200, (own) => ({ issuer: own, authorization_endpoint: `${own}/auth` }));
    const app = await start({ PUBLIC_URL: 'https://beschlussbuch.example', ISSUER: issuer.url });
    const answer = await request(app.url).get('/auth/login').set('X-Forwarded-Proto', 'https').redirects(0);
    expect(answer.get('Set-Cookie')?.join()).toMatch(
      /^__Host-beschlussbuch=.*Path=\/;.*HttpOnly; Secure; SameSite=Lax/,
    );
    expect(answer.get('Strict-Transport-Security')).toBeDefined();
    issuer.close();
  });
});

describe('sessions in production', () => {
  it('need a database', async () => {
    const settings = {
      NODE_ENV: 'production',
      CLIENT_ID: 'web',
      CLIENT_SECRET: 'x'.repeat(32),
      PUBLIC_URL: 'https://beschlussbuch.example',
      ISSUER: 'https://issuer.example',
    };
    await expect(start(settings)).rejects.toThrow('Sessions need a database in production.');
  });
});
