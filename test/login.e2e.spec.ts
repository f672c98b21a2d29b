import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { DRAFT } from './e2e/matter.js';
import { furnished, type Furnished } from './e2e/system.js';

let system: Furnished;
beforeAll(async () => {
  system = await furnished('development');
}, 120_000);
afterAll(() => system.stop());

const draft = () => ({ ...DRAFT, track: 'COMMITTEE', lead: 'BMDS', matter: randomUUID() });

const post = (headers: Readonly<Record<string, string>>, body: object = draft(), path = '/matters') =>
  fetch(system.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** Sends a draft that must be refused without a trace; answers with status and code. */
const refused = async (headers: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
  const head = await system.head();
  const response = await post(headers);
  const problem = (await response.json()) as Readonly<Record<string, unknown>>;
  expect(await system.head()).toBe(head);
  expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
  expect(problem).toMatchObject({ title: expect.stringMatching(/\.$/), detail: expect.stringMatching(/\.$/) });
  return [response.status, problem['code']];
};

describe('a program', () => {
  it('acts as its person with the token of its client credentials', async () => {
    const body = draft();
    const response = await post(bearer(await system.token('BMDS/REF')), body);
    expect(response.status).toBe(201);
    const [event] = await system.eventsOf(body.matter);
    expect(JSON.parse(event!.record)).toMatchObject({ by: { org: 'BMDS', role: 'REF' }, type: 'MatterDrafted' });
  });

  it('acts for nobody else', async () => {
    expect(await refused(bearer(await system.token('BMF/REF')))).toEqual([403, 'FORBIDDEN']);
    expect(await refused(bearer(await system.token('AUD/1')))).toEqual([403, 'FORBIDDEN']);
  });

  it('goes on with its token after a restart of the system', async () => {
    const token = await system.token('BMDS/REF');
    const { port } = new URL(system.url);
    await system.restart();
    // Another port is another issuer: the same token is good only where the same system answers.
    const status = new URL(system.url).port === port ? 201 : 401;
    expect((await post(bearer(token))).status).toBe(status);
    expect((await post(bearer(await system.token('BMDS/REF')))).status).toBe(201);
  });
});

describe('a token', () => {
  const hour = 3600;
  const now = (): number => Math.floor(Date.now() / 1000);
  const good = (): JWTPayload => ({
    ...{ iss: `${system.url}/oidc`, aud: 'beschlussbuch', exp: now() + hour },
    ...{ person: 'BMDS/REF', function: 'REF', ministry: 'BMDS' },
  });
  const signed = async (claims: JWTPayload, key?: KeyObject): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(key ?? (await importJWK(system.key, 'ES256')));

  it('is good when the issuer signed it for us', async () => {
    expect((await post(bearer(await signed(good())))).status).toBe(201);
  });

  it('is needed', async () => {
    expect(await refused({})).toEqual([401, 'AUTHENTICATION_REQUIRED']);
    expect(await refused({ Authorization: '' })).toEqual([401, expect.stringMatching(/^[A-Z_]+$/)]);
    expect(await refused({ Authorization: 'Basic U0VDOng=' })).toEqual([401, 'TOKEN_INVALID']);
  });

  it.each<[string, () => JWTPayload, string]>([
    ['has expired', () => ({ exp: now() - hour }), 'TOKEN_EXPIRED'],
    ['is not good yet', () => ({ nbf: now() + hour }), 'TOKEN_INVALID'],
    ['is of another issuer', () => ({ iss: 'https://elsewhere.example/oidc' }), 'TOKEN_INVALID'],
    ['is for another audience', () => ({ aud: 'elsewhere' }), 'TOKEN_INVALID'],
    ['is for our login page', () => ({ aud: 'beschlussbuch-web' }), 'TOKEN_INVALID'],
  ])('is refused when it %s', async (_, change, code) => {
    expect(await refused(bearer(await signed({ ...good(), ...change() })))).toEqual([401, code]);
  });

  it('is refused when nobody, somebody else, or the public key has signed it', async () => {
    const { privateKey: foreign } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = system.key;
    const symmetric = new SignJWT(good()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(`${x}${y}`));
    for (const token of [new UnsecuredJWT(good()).encode(), await signed(good(), foreign), await symmetric]) {
      expect(await refused(bearer(token))).toEqual([401, 'TOKEN_INVALID']);
    }
  });

  it('is refused when it was changed on the way', async () => {
    const [head, , signature] = (await signed(good())).split('.');
    const forged = Buffer.from(JSON.stringify({ ...good(), function: 'BM' })).toString('base64url');
    expect(await refused(bearer(`${head}.${forged}.${signature}`))).toEqual([401, 'TOKEN_INVALID']);
  });

  it('is not replaced by the name of a person', async () => {
    expect(await refused({ 'X-Case-Actor': 'BMDS/REF' })).toEqual([401, 'CASE_ACTOR_REFUSED']);
  });
});

describe('the clock of cases', () => {
  it('does not exist outside of case mode', async () => {
    const body = JSON.stringify({ at: '2030-01-01T00:00:00Z' });
    const headers = { 'Content-Type': 'application/json', ...bearer(await system.token('SEC/A')) };
    expect((await fetch(`${system.url}/case/clock`, { method: 'PUT', headers, body })).status).toBe(404);
  });
});

describe('the same request sent twice together', () => {
  const send = async (person: string, type: string, payload: object, headers: object = {}) => {
    const { matter, ...rest } = payload as Readonly<Record<string, unknown>>;
    const path = system.client.operations.get(type)!.path.replace('{matter}', String(matter));
    const response = await post({ ...bearer(await system.token(person)), ...headers }, rest, path);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  };

  it('is answered alike in every word, also when time has passed between the two', async () => {
    const { matter, ...rest } = draft();
    await post(bearer(await system.token('BMDS/REF')), { matter, ...rest });
    const round = randomUUID();
    await send('BMDS/REF', 'SubmitMatter', { matter });
    await send('SEC/A', 'OpenProcedure', { matter, participants: { EINVERNEHMEN: ['BMDS', 'BMF'] } });
    await send('SEC/A', 'OpenRound', { matter, round, mode: 'WRITTEN', rule: 'unanimous-express@1' });
    const key = { 'Idempotency-Key': randomUUID() };
    const ballot = { matter, round, seat: 'BMF', version: 1, value: 'CONSENT' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('BMF/REP', 'CastVote', ballot, key)));
    const recorded = (await system.eventsOf(matter)).filter(({ type }) => type === 'VoteCast');
    expect(recorded).toHaveLength(1);
    const { data } = JSON.parse(recorded[0]!.record) as { data: object };
    expect(answers).toEqual(
      answers.map(() => expect.objectContaining({ events: [expect.objectContaining({ data })] })),
    );
  });
});
