import request, { type Response } from 'supertest';
import { cookieOf, echoApp, type RunningApp, said } from './echo-app.js';

const SECRET = 'a secret of development only';

type Browser = ReturnType<typeof request.agent>;

/** Follows redirects as a browser does and notes the addresses. */
async function follow(browser: Browser, url: string, answer: Response): Promise<{ at: string; answer: Response }> {
  const location = answer.get('Location');
  if (location === undefined) return { at: url, answer };
  const next = new URL(location, url).href;
  const { origin, pathname, search } = new URL(next);
  return follow(browser, next, await requestOf(browser, origin, `${pathname}${search}`));
}

const requestOf = (browser: Browser, origin: string, path: string) => {
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:/);
  return browser.get(path).redirects(0);
};

async function personsPage(app: RunningApp, browser: Browser, query = ''): Promise<{ at: string; answer: Response }> {
  const path = `/auth/login${query}`;
  return follow(browser, `${app.url}${path}`, await browser.get(path).redirects(0));
}

async function choose(app: RunningApp, browser: Browser, person: string, query = '') {
  const { at } = await personsPage(app, browser, query);
  const posted = await browser
    .post(new URL(at).pathname)
    .type('form')
    .set('Origin', app.url)
    .send({ person })
    .redirects(0);
  return follow(browser, at, posted);
}

describe('login by browser', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await echoApp({}, { development: { secret: SECRET } });
  });
  afterAll(() => app.stop());

  const loggedIn = async (person = 'BMI/REP') => {
    const browser = request.agent(app.url);
    await choose(app, browser, person);
    return browser;
  };

  it('shows the persons to choose from, without scripts, in German or English', async () => {
    const { answer } = await personsPage(app, request.agent(app.url));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<html lang="de">');
    expect(answer.text).toContain('kein Passwort');
    expect(answer.text).toContain('CIO &#60;BMI&#62;');
    expect(answer.text).toContain('<h2>Bund und Länder</h2>');
    expect(answer.text).not.toContain('<script');
    const english = request.agent(app.url).set('Accept-Language', 'en');
    expect((await personsPage(app, english)).answer.text).toContain('no password is asked for');
  });

  it('ends with a session and returns to the page it began from', async () => {
    const browser = request.agent(app.url);
    const { at } = await choose(app, browser, 'BMI/REP', '?returnTo=/echo/public?a=1%23b');
    expect(at).toBe(`${app.url}/echo/public?a=1#b`);
    const { status, body, headers } = await browser.get('/auth/me');
    expect(status).toBe(200);
    expect(body).toEqual({ person: 'BMI/REP', name: 'CIO <BMI>', function: 'REP', ministry: 'BMI' });
    expect(headers['cache-control']).toBe('no-store');
    expect((await browser.get('/echo')).body).toEqual(body);
  });

  it.each([
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https://elsewhere.example/',
    '/%09/elsewhere.example',
    'javascript:alert(1)',
    '/.//elsewhere.example',
  ])('never leads to a foreign page: %s', async (returnTo) => {
    const browser = request.agent(app.url);
    const { at } = await choose(app, browser, 'BMI/REP', `?returnTo=${encodeURIComponent(returnTo)}`);
    expect(new URL(at).origin).toBe(app.url);
  });

  it('hides the session from scripts and foreign sites and changes its id', async () => {
    const browser = request.agent(app.url);
    const before = (await browser.get('/auth/login').redirects(0)).get('Set-Cookie')?.join() ?? '';
    expect(before).toMatch(/^beschlussbuch=.*HttpOnly.*SameSite=Lax/);
    const { at } = await personsPage(app, browser);
    const posted = await browser.post(new URL(at).pathname).type('form').send({ person: 'BMI/REP' }).redirects(0);
    const resumed = await browser.get(pathOf(posted)).redirects(0);
    const after = (await browser.get(pathOf(resumed)).redirects(0)).get('Set-Cookie')?.join() ?? '';
    expect(after).toMatch(/beschlussbuch=.*HttpOnly.*SameSite=Lax/);
    expect(idIn(after)).not.toBe(idIn(before));
  });

  it('asks again for the person at each login', async () => {
    const browser = await loggedIn('BMI/REP');
    await choose(app, browser, 'SEC/A');
    expect((await browser.get('/auth/me')).body).toMatchObject({ person: 'SEC/A', function: 'SEC', origin: 'BMDS' });
  });

  it('fails without the session that began it', async () => {
    const answer = await request(app.url).get('/auth/callback?code=x&state=y');
    expect(said(answer)).toEqual([401, 'LOGIN_FAILED']);
  });

  it('fails with a foreign state and cannot be finished twice', async () => {
    const browser = request.agent(app.url);
    await browser.get('/auth/login').redirects(0);
    for (const state of ['foreign', 'again']) {
      const answer = await browser.get(`/auth/callback?code=x&state=${state}`);
      expect(said(answer)).toEqual([401, 'LOGIN_FAILED']);
    }
  });

  it('fails with a person that the provider does not know', async () => {
    const { answer } = await choose(app, request.agent(app.url), 'BMX/REP');
    expect(said(answer)).toEqual([401, 'LOGIN_FAILED']);
  });

  it('fails with an interaction of somebody else', async () => {
    const { at } = await personsPage(app, request.agent(app.url));
    const { status } = await request(app.url).get(new URL(at).pathname);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('lets a session change things from our own pages only', async () => {
    const browser = await loggedIn();
    const payload = { count: 1, items: [] };
    const post = (headers: Record<string, string>) => browser.post('/echo').set(headers).send(payload);
    expect((await post({ Origin: app.url })).status).toBe(201);
    expect((await post({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(201);
    for (const headers of [
      {},
      { Origin: 'https://elsewhere.example' },
      { Origin: 'null' },
      { Origin: `${app.url}.elsewhere.example` },
      { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ] as Record<string, string>[]) {
      expect([headers, ...said(await post(headers))]).toEqual([headers, 403, 'CROSS_SITE_REQUEST']);
    }
  });

  it('does not fall back on the session when a token is bad', async () => {
    const browser = await loggedIn();
    const answer = await browser.get('/echo').set('Authorization', 'Bearer x');
    expect(said(answer)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('ends with the logout', async () => {
    const browser = await loggedIn();
    const foreign = await browser.post('/auth/logout').set('Origin', 'https://elsewhere.example');
    expect(said(foreign)).toEqual([403, 'CROSS_SITE_REQUEST']);
    expect((await browser.get('/auth/me')).status).toBe(200);
    const { status, body } = await browser.post('/auth/logout').set('Origin', app.url);
    expect([status, body]).toEqual([200, { location: `${app.url}/` }]);
    expect((await browser.get('/auth/me')).status).toBe(401);
  });

  it('takes a plain form on to where its session ends as well', async () => {
    const browser = await loggedIn();
    const left = browser.post('/auth/logout').set('Origin', app.url).set('Accept', 'text/html').redirects(0);
    const { status, headers } = await left;
    expect([status, headers['location']]).toEqual([303, `${app.url}/`]);
  });

  it('makes the cookie of an ended session worthless', async () => {
    const browser = await loggedIn();
    const old = cookieOf(await browser.get('/auth/login').redirects(0));
    const me = () => request(app.url).get('/auth/me').set('Cookie', old);
    expect((await me()).status).toBe(200);
    await browser.post('/auth/logout').set('Origin', app.url);
    expect((await me()).status).toBe(401);
  });

  it('takes no cookie that we did not sign', async () => {
    const { status } = await request(app.url).get('/auth/me').set('Cookie', 'beschlussbuch=s%3Aabc.def');
    expect(status).toBe(401);
  });
});

const pathOf = (answer: Response): string => {
  const { pathname, search } = new URL(answer.get('Location') ?? '', 'http://127.0.0.1');
  return `${pathname}${search}`;
};

const idIn = (cookie: string): string => /beschlussbuch=([^;]+)/.exec(cookie)?.[1] ?? '';

describe('the development provider', () => {
  it('refuses to run in production', async () => {
    await expect(
      echoApp(
        {
          NODE_ENV: 'production',
          PUBLIC_URL: 'https://example.org',
          ISSUER: 'https://example.org/oidc',
          CLIENT_ID: 'web',
          CLIENT_SECRET: 'x'.repeat(32),
          SESSION_SECRET: 'x'.repeat(32),
        },
        { development: { secret: SECRET }, sessionsDatabaseUrl: 'postgres://unused' },
      ),
    ).rejects.toThrow('does not run in production');
  });
});
