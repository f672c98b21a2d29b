import { createHmac } from 'node:crypto';
import pg from 'pg';
import request from 'supertest';
import { type Edge, migrateSessions } from '#edge';
import { freshDatabase, freshRole, sharedServer } from '../../../test/postgres-server.js';
import { answering, cookieOf, echoApp, type RunningApp, said } from './echo-app.js';

const SESSION_SECRET = 's'.repeat(32);
/** What a browser sends whose session has that id. */
const signedCookie = (id: string): string => {
  const signature = createHmac('sha256', SESSION_SECRET).update(id).digest('base64').replace(/=+$/, '');
  return `beschlussbuch=${encodeURIComponent(`s:${id}.${signature}`)}`;
};

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
    const [role, reader] = [await freshRole(ownerUrl), await freshRole(ownerUrl)];
    const roles = { write: [role.name], read: [reader.name] };
    await migrateSessions(ownerUrl, roles);
    return { ownerUrl, role, reader, roles };
  };
  const asRole = async (url: string, statement: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };
  /** Logs in by browser as the secretariat; the cookie that the browser then has. */
  const loggedIn = async ({ url }: RunningApp): Promise<string> => {
    const browser = request.agent(url);
    const page = (await browser.get('/auth/login').redirects(4)) as unknown as {
      readonly request: { readonly url: string };
    };
    await browser.post(new URL(page.request.url).pathname).type('form').send({ person: 'SEC/A' }).redirects(3);
    return cookieOf(await browser.get('/auth/login').redirects(0));
  };

  it('survive the service, and end at their time however often they are used', async () => {
    const { ownerUrl, role } = await prepared();
    const first = await start({}, { development: { secret: 'd' }, sessionsDatabaseUrl: role.url });
    const cookie = await loggedIn(first);
    await stopAll();

    const second = await start({}, { sessionsDatabaseUrl: role.url });
    const me = () => request(second.url).get('/auth/me').set('Cookie', cookie);
    expect((await me()).body).toMatchObject({ person: 'SEC/A' });

    await asRole(ownerUrl, `UPDATE session.session SET sess = jsonb_set(sess::jsonb, '{endsAt}', '1000')::json`);
    expect((await me()).status).toBe(401);
  });

  it('are recognised where nobody logs in, by a role that can neither begin nor change nor end one', async () => {
    const { ownerUrl, role, reader } = await prepared();
    const first = await start({}, { development: { secret: 'd' }, sessionsDatabaseUrl: role.url });
    const cookie = await loggedIn(first);
    const before = await asRole(ownerUrl, 'SELECT *, xmin FROM session.session ORDER BY sid');
    const second = await start({}, { sessionsDatabaseUrl: reader.url, login: 'elsewhere' });
    const ask = (path: string, sent = cookie) => request(second.url).get(path).set('Cookie', sent);
    expect((await ask('/echo')).body).toMatchObject({ person: 'SEC/A', function: 'SEC' });
    expect((await ask('/echo/public')).status).toBe(200);
    expect(said(await ask('/echo', 'beschlussbuch=s%3Anobody.knows'))).toEqual([401, 'AUTHENTICATION_REQUIRED']);
    for (const path of ['/auth/login', '/auth/callback', '/auth/me']) expect((await ask(path)).status).toBe(404);
    expect((await request(second.url).post('/auth/logout').set('Cookie', cookie)).status).toBe(404);
    expect(await asRole(ownerUrl, 'SELECT *, xmin FROM session.session ORDER BY sid')).toEqual(before);

    const somebodyElse = `jsonb_set(sess::jsonb, '{identity,function}', '"CHAIR"')::json`;
    for (const attack of [
      `UPDATE session.session SET sess = ${somebodyElse}`,
      `INSERT INTO session.session SELECT 'mine', ${somebodyElse}, expire FROM session.session`,
      'DELETE FROM session.session',
      'TRUNCATE session.session',
    ])
      await expect(asRole(reader.url, attack)).rejects.toThrow('permission denied');
  });

  it('cannot be taken over by who reads the table and knows the secret of the cookies', async () => {
    const { role, reader } = await prepared();
    const app = await start({}, { development: { secret: 'd' }, sessionsDatabaseUrl: role.url });
    await loggedIn(app);
    const rows = await asRole(reader.url, `SELECT sid FROM session.session WHERE sess->'identity' IS NOT NULL`);
    expect(rows).toHaveLength(1);
    const cookie = signedCookie(String(rows[0]?.['sid']));
    expect((await request(app.url).get('/auth/me').set('Cookie', cookie)).status).toBe(401);
  });

  it('are prepared as often as one likes, also by two at the same time, and leave a reader what readers have', async () => {
    const { ownerUrl, reader, roles } = await prepared();
    await asRole(ownerUrl, `GRANT INSERT, UPDATE, DELETE ON session.session TO ${reader.name}`);
    await Promise.all([migrateSessions(ownerUrl, roles), migrateSessions(ownerUrl, roles)]);
    await expect(asRole(reader.url, 'DELETE FROM session.session')).rejects.toThrow('permission denied');
    expect(await asRole(reader.url, 'SELECT * FROM session.session')).toEqual([]);
  });

  it('that cannot be read are an unexpected error, and stop nobody who needs none', async () => {
    const app = await start({}, { sessionsDatabaseUrl: 'postgres://nobody@127.0.0.1:1/none' });
    const me = request(app.url).get('/auth/me').set('Cookie', signedCookie('id'));
    expect(said(await me)).toEqual([500, 'INTERNAL_ERROR']);
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

describe('a service without sessions in production', () => {
  it('runs, has no login, and recognises nobody by a cookie', async () => {
    const app = await start({
      NODE_ENV: 'production',
      CLIENT_ID: 'web',
      CLIENT_SECRET: 'x'.repeat(32),
      PUBLIC_URL: 'https://beschlussbuch.example',
      ISSUER: 'https://issuer.example',
    });
    expect((await request(app.url).get('/health')).status).toBe(200);
    expect((await request(app.url).get('/auth/login')).status).toBe(404);
    const cookie = signedCookie('id').replace('beschlussbuch=', '__Host-beschlussbuch=');
    const answer = await request(app.url).get('/echo').set({ Cookie: cookie, 'X-Forwarded-Proto': 'https' });
    expect(said(answer)).toEqual([401, 'AUTHENTICATION_REQUIRED']);
  });
});
