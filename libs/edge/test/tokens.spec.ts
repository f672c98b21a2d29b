import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { importJWK, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import request, { type Response } from 'supertest';
import { programId, programSecret } from '#edge';
import { answering, echoApp, freePort, type RunningApp, said } from './echo-app.js';

const SECRET = 'a secret of development only';
const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('access tokens', () => {
  const key = newKey().export({ format: 'jwk' }) as JWK;
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;
  let app: RunningApp;
  beforeAll(async () => {
    app = await echoApp({}, { development: { secret: SECRET, key } });
  });
  afterAll(() => app.stop());

  const good = (): JWTPayload => ({
    iss: `${app.url}/oidc`,
    aud: 'beschlussbuch',
    exp: inAnHour(),
    person: 'BMI/REP',
    function: 'REP',
    ministry: 'BMI',
  });
  const signed = async (claims: JWTPayload, by?: KeyObject) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(by ?? (await importJWK(key, 'ES256')));
  const tokenIn = ({ body }: Response): string => (body as { readonly access_token: string }).access_token;
  const ask = (token: string) => request(app.url).get('/echo').set('Authorization', `Bearer ${token}`);
  const program = (person: string, secret = programSecret(SECRET, person)) =>
    request(app.url)
      .post('/oidc/token')
      .type('form')
      .send({ grant_type: 'client_credentials', client_id: programId(person), client_secret: secret });

  it('let programs act as the persons of the preset', async () => {
    const issued = await program('BMI/REP');
    expect(issued.status).toBe(200);
    const answer = await ask(tokenIn(issued));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ person: 'BMI/REP', name: 'CIO <BMI>', function: 'REP', ministry: 'BMI' });
  });

  it('carry the origin of the secretariat', async () => {
    expect((await ask(tokenIn(await program('SEC/A')))).body).toMatchObject({
      person: 'SEC/A',
      function: 'SEC',
      origin: 'BMDS',
    });
  });

  it('are given to no program with a wrong secret', async () => {
    const answer = await program('BMI/REP', programSecret('another secret', 'BMI/REP'));
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: 'invalid_client' });
  });

  it('are accepted when the issuer signed them for this audience', async () => {
    expect((await ask(await signed(good()))).status).toBe(200);
  });

  it('are required', async () => {
    const answer = await request(app.url).get('/echo');
    expect(said(answer)).toEqual([401, 'AUTHENTICATION_REQUIRED']);
    expect(answer.body).toMatchObject({ title: 'Bitte melden Sie sich an.' });
    expect(answer.get('WWW-Authenticate')).toBe('Bearer realm="beschlussbuch"');
  });

  it.each([
    ['are refused when expired', { exp: 1_700_000_000 }, 'TOKEN_EXPIRED'],
    ['are refused without an end', { exp: undefined }, 'TOKEN_INVALID'],
    ['are refused before their time', { nbf: 4_000_000_000 }, 'TOKEN_INVALID'],
    ['are refused from another issuer', { iss: 'https://elsewhere.example' }, 'TOKEN_INVALID'],
    ['are refused without an issuer', { iss: undefined }, 'TOKEN_INVALID'],
    ['are refused for another audience', { aud: 'something-else' }, 'TOKEN_INVALID'],
    ['are refused for no audience', { aud: undefined }, 'TOKEN_INVALID'],
    ['are refused with an end that is no number', { exp: 'tomorrow' as unknown as number }, 'TOKEN_INVALID'],
  ])('%s', async (_, change, code) => {
    const answer = await ask(await signed({ ...good(), ...change } as JWTPayload));
    expect(said(answer)).toEqual([401, code]);
    expect(answer.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  it('are refused when signed by another key', async () => {
    const answer = await ask(await signed(good(), newKey()));
    expect(said(answer)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('are refused with a key that the issuer does not know', async () => {
    const token = await new SignJWT(good()).setProtectedHeader({ alg: 'ES256', kid: 'foreign' }).sign(newKey());
    const answer = await ask(token);
    expect(said(answer)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('are refused without a signature', async () => {
    const answer = await ask(new UnsecuredJWT(good()).encode());
    expect(said(answer)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('are refused when signed symmetrically with the public key', async () => {
    const { x, y } = key;
    const token = await new SignJWT(good()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(`${x}${y}`));
    const answer = await ask(token);
    expect(said(answer)).toEqual([401, 'TOKEN_INVALID']);
  });

  it('are refused when a claim was changed afterwards', async () => {
    const [head, , signature] = (await signed(good())).split('.');
    const forged = Buffer.from(JSON.stringify({ ...good(), person: 'BMF/ST' })).toString('base64url');
    const answer = await ask(`${head}.${forged}.${signature}`);
    expect(said(answer)).toEqual([401, 'TOKEN_INVALID']);
  });

  it.each(['x', 'a.b.c', '..', 'eyJhbGciOiJFUzI1NiJ9.bm8ganNvbg.AAAA', 'x'.repeat(8000)])(
    'are refused when they are none: %#',
    async (token) => {
      const answer = await ask(token);
      expect(said(answer)).toEqual([401, 'TOKEN_INVALID']);
    },
  );

  it.each(['Basic Ym1pOnB3', 'Bearer', 'Bearer ', 'Bearer a b', ''])(
    'are the only authorization: %p',
    async (value) => {
      const { status } = await request(app.url).get('/echo').set('Authorization', value);
      expect(status).toBe(401);
    },
  );

  it.each([
    ['no function', { function: undefined }],
    ['an unknown function', { function: 'KING' }],
    ['two functions', { function: ['RUL', 'AUD'] }],
    ['no person', { person: undefined }],
    ['no ministry for a function of a ministry', { ministry: undefined }],
  ])('let nobody act with %s', async (_, change) => {
    const answer = await ask(await signed({ ...good(), ...change }));
    expect(said(answer)).toEqual([403, 'FUNCTION_UNKNOWN']);
  });

  it('are not asked for on public routes, which know nobody', async () => {
    expect((await request(app.url).get('/echo/public')).status).toBe(200);
    expect(said(await request(app.url).get('/echo/nobody'))).toEqual([401, 'AUTHENTICATION_REQUIRED']);
  });

  it('cannot be replaced by naming a person outside of the case mode', async () => {
    const answer = await request(app.url).get('/echo').set('X-Case-Actor', 'BMI/REP');
    expect(said(answer)).toEqual([401, 'CASE_ACTOR_REFUSED']);
  });
});

describe('the case mode', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await echoApp({ BESCHLUSSBUCH_MODE: 'case' });
  });
  afterAll(() => app.stop());

  it('takes the person of the preset that a header names', async () => {
    const { body } = await request(app.url).get('/echo').set('X-Case-Actor', 'BMF/ST');
    expect(body).toEqual({ person: 'BMF/ST', name: 'Staatssekretär:in BMF', function: 'ST', ministry: 'BMF' });
  });

  it('knows no other persons', async () => {
    const answer = await request(app.url).get('/echo').set('X-Case-Actor', 'BMX/ST');
    expect(said(answer)).toEqual([401, 'CASE_ACTOR_REFUSED']);
  });
});

describe('an issuer that cannot be asked', () => {
  const token = () => new SignJWT({}).setProtectedHeader({ alg: 'ES256' }).sign(newKey());
  const refusedBy = async (issuer: string) => {
    const app = await echoApp({ ISSUER: issuer });
    const answer = await request(app.url)
      .get('/echo')
      .set('Authorization', `Bearer ${await token()}`);
    const login = await request(app.url).get('/auth/login');
    await app.stop();
    return [...said(answer), login.status];
  };

  it('makes the service unavailable for its tokens when it is down', async () => {
    expect(await refusedBy(`http://127.0.0.1:${await freePort()}`)).toEqual([503, 'ISSUER_UNAVAILABLE', 503]);
  });

  it('makes the service unavailable when it fails', async () => {
    const issuer = await answering(500, () => ({}));
    expect(await refusedBy(issuer.url)).toEqual([503, 'ISSUER_UNAVAILABLE', 503]);
    issuer.close();
  });

  it('is not believed when it calls itself by another name', async () => {
    const issuer = await answering(200, () => ({ issuer: 'https://elsewhere.example' }));
    expect(await refusedBy(issuer.url)).toEqual([503, 'ISSUER_UNAVAILABLE', 503]);
    issuer.close();
  });

  it('makes the service unavailable when only its keys cannot be fetched', async () => {
    const closed = await freePort();
    const issuer = await answering(200, (own) => ({
      issuer: own,
      jwks_uri: `http://127.0.0.1:${closed}/jwks`,
      authorization_endpoint: `${own}/auth`,
    }));
    expect(await refusedBy(issuer.url)).toEqual([503, 'ISSUER_UNAVAILABLE', 302]);
    issuer.close();
  });
});
