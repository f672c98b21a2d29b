import request from 'supertest';
import { echoApp, type RunningApp, said } from './echo-app.js';

const caseApp = () => echoApp({ BESCHLUSSBUCH_MODE: 'case' });

describe('problems of an HTTP application', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await caseApp();
  });
  afterAll(() => app.stop());

  const get = (path: string) => request(app.url).get(path);
  const post = () => request(app.url).post('/echo').set('X-Case-Actor', 'BMI/REP');

  it('answer a refusal with its status, sentences and parameters', async () => {
    const answer = await get('/echo/late?x=1');
    expect(answer.status).toBe(410);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:beschlussbuch:refusal:VOTE_LATE',
      title: 'Die Frist endete am 2027-01-25T23:00:00.000Z; die Erklärung kann nur noch vermerkt werden.',
      status: 410,
      detail: 'The period ended at 2027-01-25T23:00:00.000Z; the declaration can only be noted.',
      instance: '/echo/late',
      code: 'VOTE_LATE',
      params: { dueAt: '2027-01-25T23:00:00.000Z' },
    });
  });

  it('name the commands that would be allowed and the rule book', async () => {
    const { status, body } = await get('/echo/refused');
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'ROUND_CLOSED',
      allowedCommands: ['EstablishResult'],
      ruleBook: 'RB-POLOPS@1.0.0',
    });
  });

  it.each([
    ['en', 'The round is closed.'],
    ['en-GB,en;q=0.9,de;q=0.8', 'The round is closed.'],
    ['de,en;q=0.5', 'Die Abstimmungsrunde ist beendet.'],
    ['fr', 'Die Abstimmungsrunde ist beendet.'],
    ['*', 'Die Abstimmungsrunde ist beendet.'],
    ['not a language; q=what', 'Die Abstimmungsrunde ist beendet.'],
  ])('speak the language of %s', async (language, title) => {
    const answer = await get('/echo/refused').set('Accept-Language', language);
    expect(answer.body).toMatchObject({ title, detail: 'The round is closed.' });
    expect(answer.get('Vary')).toContain('Accept-Language');
  });

  it('answer an unexpected error with a number and nothing of its content', async () => {
    const { status, body, text } = await get('/echo/broken');
    expect(status).toBe(500);
    expect(body).toEqual({
      type: 'urn:beschlussbuch:fault:INTERNAL_ERROR',
      title: 'Ein unerwarteter Fehler ist aufgetreten.',
      status: 500,
      instance: '/echo/broken',
      code: 'INTERNAL_ERROR',
      params: {},
      incident: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(text).not.toContain('hunter2');
  });

  it('ask for the same request once more where nobody knows whether it was recorded', async () => {
    const { status, body, text } = await get('/echo/lost').set('Accept-Language', 'en');
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'OUTCOME_UNKNOWN', title: expect.stringContaining('same Idempotency-Key') });
    expect(text).not.toContain('inner words');
  });

  it.each([
    [401, 401, 'AUTHENTICATION_REQUIRED'],
    [403, 403, 'FORBIDDEN'],
    [405, 405, 'METHOD_NOT_ALLOWED'],
    [418, 418, 'REQUEST_REFUSED'],
    [429, 429, 'REQUEST_REFUSED'],
    [502, 500, 'INTERNAL_ERROR'],
    [503, 503, 'UNAVAILABLE'],
  ])('map the exception %i', async (thrown, status, code) => {
    const answer = await get(`/echo/status/${thrown}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.text).not.toContain('inner words');
  });

  it('answer an unknown route', async () => {
    const answer = await get('/nowhere');
    expect(answer.body).toMatchObject({ status: 404, code: 'NOT_FOUND', title: 'Nicht gefunden.' });
  });

  it.each(['/echo/number/x', '/echo/number/%E0%A4%A'])('refuse the path %s', async (path) => {
    const answer = await get(path);
    expect(said(answer)).toEqual([400, 'INVALID_PAYLOAD']);
  });

  it('refuse malformed JSON', async () => {
    const answer = await post().type('json').send('{"count": 1,');
    expect(said(answer)).toEqual([400, 'INVALID_PAYLOAD']);
    expect(answer.body).toMatchObject({ params: { fields: [], errors: [{ field: '' }] } });
  });

  it('name unknown and wrong fields by their path', async () => {
    const { body } = await post().send({ count: '1', extra: true, items: [{ title: 'a' }, { title: 7, x: 1 }] });
    expect(body).toMatchObject({ status: 400, code: 'INVALID_PAYLOAD' });
    const { params } = body as { readonly params: { readonly fields: string[]; readonly errors: unknown[] } };
    expect(params.fields.toSorted()).toEqual(['count', 'extra', 'items.1.title', 'items.1.x']);
    expect(params.errors).toContainEqual({ field: 'count', problem: 'count must be an integer number' });
  });

  it.each([
    '[]',
    '[{"count": 1, "items": []}]',
    '{}',
    '{"count": 1, "items": {}}',
    '{"count": 1, "items": [[]]}',
    '{"count": 1, "items": [[{"title": "a"}]]}',
    '{"count": 1, "items": [7]}',
    '{"count": 1, "items": [null]}',
    '{"count": 1, "items": [], "main": []}',
    '{"count": 1, "items": [], "main": [{"title": "a"}]}',
    '{"count": 1, "items": [], "main": "a"}',
  ])('refuse the payload %s', async (payload) => {
    const answer = await post().type('json').send(payload);
    expect(said(answer)).toEqual([400, 'INVALID_PAYLOAD']);
  });

  it.each(['7', '"text"', 'null', 'true', ''])('refuse %p as a payload', async (payload) => {
    const answer = await post().type('json').send(payload);
    expect(said(answer)).toEqual([400, 'INVALID_PAYLOAD']);
  });

  it('do not grow with the number of wrong fields', async () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`${'x'.repeat(100)}${n}`, n]));
    const { status, text } = await post().send(many);
    expect(status).toBe(400);
    expect(text.length).toBeLessThan(30_000);
  });

  it('accept a good payload as it is', async () => {
    const { status, body } = await post().send({ count: 1, items: [{ title: 'a' }] });
    expect([status, body]).toEqual([201, { count: 1, items: [{ title: 'a' }] }]);
  });

  it('let no payload touch the prototype of what is read from it', async () => {
    const payload =
      '{"count": 1, "items": [], "__proto__": {"admin": true}, "constructor": {"prototype": {"admin": true}}}';
    const { status, text } = await post().type('json').send(payload);
    expect([status, text]).toEqual([201, '{"count":1,"items":[]}']);
    expect(({} as { readonly admin?: boolean }).admin).toBeUndefined();
  });

  it('refuse a body of ten megabytes', async () => {
    const answer = await post()
      .type('json')
      .send(`{"count": 1, "title": "${'x'.repeat(10_000_000)}"}`);
    expect(said(answer)).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/json; charset=latin1'])(
    'refuse a body as %s',
    async (type) => {
      const answer = await post().set('Content-Type', type).send('count=1');
      expect(said(answer)).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    },
  );

  it('refuse a body that is not encoded as it says', async () => {
    const answer = await post().type('json').set('Content-Encoding', 'gzip').send('{"count": 1}');
    expect(said(answer)).toEqual([400, 'INVALID_PAYLOAD']);
  });

  it('forbid pages everything from elsewhere', async () => {
    const answer = await get('/health');
    expect(answer.get('Content-Security-Policy')).toContain("default-src 'self'");
    expect(answer.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(answer.get('X-Powered-By')).toBeUndefined();
  });

  it('leave health to everybody', async () => {
    expect((await get('/health')).body).toEqual({ status: 'alive' });
    expect((await get('/health/ready')).body).toEqual({ status: 'ready', checks: { echo: 'ok' } });
  });
});
