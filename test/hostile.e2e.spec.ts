import { randomUUID } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { circulated, type Course, DRAFT, vote } from './e2e/matter.js';
import { furnished, type Furnished } from './e2e/system.js';

let system: Furnished;
let course: Course;
let head: string | undefined;

beforeAll(async () => {
  system = await furnished();
  course = await circulated(system);
}, 120_000);
afterAll(() => system.stop());

// Whatever a test of this file sends, the log must stand where it stood.
beforeEach(async () => {
  head = await system.head();
});
afterEach(async () => {
  expect(await system.head()).toBe(head);
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly person?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface Received {
  readonly status: number;
  readonly type: string;
  readonly language: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sent byte by byte, for no client would send such things by itself. */
const sent = ({ method = 'POST', path, person = 'BMF/REP', headers = {}, body }: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const chunked = 'Transfer-Encoding' in headers || body === undefined;
    const length = chunked ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const request = rawRequest(system.url + (path ?? `/matters/${course.matter}/votes`), {
      method,
      headers: { ...length, 'X-Case-Actor': person, 'Content-Type': 'application/json', ...headers },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { 'content-type': type = '', 'content-language': language = '' } = response.headers;
        const parsed = type.includes('json') ? (JSON.parse(text) as Received['body']) : { text };
        resolve({ status: response.statusCode ?? 0, type, language, body: parsed });
      });
    });
    request.end(body);
  });

const SENTENCE = /^\p{Lu}.{8,}\.$/su;

/** A problem as RFC 9457 has it, with a sentence for people, and none of our insides. */
const expectProblem = (received: Received, status: number | readonly number[], code?: string): void => {
  expect([status].flat()).toContain(received.status);
  expect(received.body).toEqual(
    expect.objectContaining({
      status: received.status,
      title: expect.stringMatching(SENTENCE),
      detail: expect.stringMatching(SENTENCE),
      code: code ?? expect.stringMatching(/^[A-Z_]+$/),
      type: expect.stringMatching(/^urn:beschlussbuch:/),
    }),
  );
  expect(received.type).toMatch(/^application\/problem\+json/);
  expect(JSON.stringify(received.body)).not.toMatch(/node_modules|\bat .*\.ts|SELECT|pg_|stack/);
};

const good = () => ({ ...vote(course, 'BMF'), matter: undefined });
const json = (change: object): string => JSON.stringify({ ...good(), ...change });
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const withMember = (name: string, value: string): string => json({}).replace(/}$/, `,"${name}":${value}}`);

describe('a body that cannot be read', () => {
  it.each<[string, string | Buffer]>([
    ['half of an object', '{"seat":"BMF"'],
    ['no JSON', 'seat=BMF'],
    ['a comment', '/* x */ {}'],
    ['NaN', withMember('version', 'NaN')],
    ['a text', '"BMF"'],
    ['a number', '1'],
    ['null', 'null'],
    ['true', 'true'],
    ['a list', '[]'],
    ['a list of the right thing', `[{}]`],
    ['a null byte', Buffer.from([0])],
    ['a null byte at the end', `{}\0`],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
    ['a byte order mark', Buffer.from([0xfe, 0xff])],
    ['nothing', ''],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['a hundred thousand levels of lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['ten thousand levels of objects', nested(10_000)],
    ['twenty-one levels', nested(21)],
  ])('is refused: %s', async (_, body) => {
    expectProblem(await sent({ body }), 400, 'INVALID_PAYLOAD');
  });

  it.each([300_000, 10 * 1024 * 1024])('is too large with %d bytes', async (bytes) => {
    expectProblem(await sent({ body: json({ reason: 'x'.repeat(bytes) }) }), 413, 'BODY_TOO_LARGE');
  });

  it('is too large without a length as well', async () => {
    const body = json({ reason: 'x'.repeat(10 * 1024 * 1024) });
    expectProblem(await sent({ body, headers: { 'Transfer-Encoding': 'chunked' } }), 413, 'BODY_TOO_LARGE');
  });

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/xml', 415],
    ['', 415],
    ['application/json; charset=utf-16', [400, 415]],
    ['application/json; charset=nonsense', [400, 415]],
    ['application/octet-stream', [400, 415]],
  ])('is not JSON by its own word: %p', async (type, status) => {
    expectProblem(await sent({ body: json({}), headers: { 'Content-Type': type } }), status);
  });

  it.each(['gzip', 'br', 'deflate', 'nonsense'])('is not packed as it says: %s', async (encoding) => {
    expectProblem(await sent({ body: json({}), headers: { 'Content-Encoding': encoding } }), [400, 415]);
  });
});

describe('a payload in the wrong shape', () => {
  it.each<[string, object]>([
    ['an unknown field', { colour: 'red' }],
    ['the id of another matter', { matter: randomUUID() }],
    ['an unknown field of the envelope', { envelope: { colour: 'red' } }],
    ['the time, which is for us to tell', { envelope: { now: '2020-01-01T00:00:00Z' } }],
    ['an envelope that is a list', { envelope: [] }],
    ['an envelope that is a text', { envelope: 'x' }],
    ['an envelope that is null', { envelope: null }],
    ['a number for a text', { seat: 1 }],
    ['a list for a text', { seat: ['BMF'] }],
    ['an object for a text', { seat: { code: 'BMF' } }],
    ['null for a text', { seat: null }],
    ['a text for a number', { version: '1' }],
    ['a fraction', { version: 1.5 }],
    ['a huge number', { version: 1e308 }],
    ['a number beyond the exact ones', { version: 2 ** 53 }],
    ['true for a number', { version: true }],
    ['an unknown value', { value: 'PERHAPS' }],
    ['a value in small letters', { value: 'consent' }],
    ['no value', { value: undefined }],
    ['a text for a list', { points: 'x' }],
    ['a list with a number', { points: [1] }],
    ['a list with a list', { points: [['x']] }],
    ['a list of a thousand', { points: Array.from({ length: 1000 }, (_, index) => `p${index}`) }],
    ['an empty code', { seat: '' }],
    ['a code of a thousand letters', { seat: 'B'.repeat(1000) }],
    ['a code with a line end', { seat: 'BMF\n' }],
    ['a code that climbs', { seat: '../BMF' }],
    ['a null byte in a code', { seat: 'BMF\0' }],
    ['a null byte in a text', { reason: 'a\0b' }],
    ['a control character in a text', { reason: 'a\u001bb' }],
    ['a reason of 20,001 characters', { reason: 'x'.repeat(20_001) }],
    ['a bad UUID', { round: 'not-a-uuid' }],
    ['a UUID with a tail', { round: `${randomUUID()}x` }],
    ['a reservation that is a list', { reservation: [] }],
    ['a reservation without a kind', { reservation: { note: 'x' } }],
    ['an instant without an offset', { envelope: { receivedAt: '2026-12-01T09:00:00' } }],
    ['a day that does not exist', { envelope: { receivedAt: '2026-02-30T09:00:00Z' } }],
    ['a file that nobody uploaded', { envelope: { evidence: { name: 'x', sha256: 'a'.repeat(64) } } }],
    ['a hash that is none', { envelope: { evidence: { name: 'x', sha256: 'x' } } }],
    ['an unknown channel', { envelope: { channel: 'PIGEON' } }],
  ])('is refused: %s', async (_, change) => {
    expectProblem(await sent({ body: json(change) }), 400, 'INVALID_PAYLOAD');
  });

  it.each([
    ['a lone surrogate', withMember('reason', '"\\ud800"')],
    ['surrogates in the wrong order', withMember('reason', '"\\udc00\\ud800"')],
    ['a lone surrogate as a name', withMember('\\ud800', '1')],
    ['__proto__', withMember('__proto__', '{"function":"CHAIR"}')],
    ['__proto__ in the envelope', withMember('envelope', '{"__proto__":{"channel":"MEETING"}}')],
    ['constructor', withMember('constructor', '{"prototype":{"x":1}}')],
    ['toString', withMember('toString', '1')],
    ['hasOwnProperty', withMember('hasOwnProperty', '1')],
    ['then', withMember('then', '1')],
    ['a number of a thousand digits', withMember('version', '9'.repeat(1000))],
    ['minus zero point one', withMember('version', '-0.1')],
    ['an escaped null byte', withMember('reason', '"\\u0000"')],
    ['deep nesting in a known field', withMember('reservation', nested(500))],
  ])('is refused: %s', async (_, body) => {
    expectProblem(await sent({ body }), 400, 'INVALID_PAYLOAD');
    expect(({} as Record<string, unknown>)['function']).toBeUndefined();
  });

  it('is told where it names words in the vault, wherever that is', async () => {
    const seal = { '#': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' };
    const problem = 'a member named "#" stands for words in the vault, which no request can name';
    for (const [change, field] of [
      [{ reason: seal }, 'reason.#'],
      [{ seat: seal }, 'seat.#'],
      [{ points: [seal] }, 'points.0.#'],
      [{ reservation: { kind: 'AREA', note: seal } }, 'reservation.note.#'],
      [{ envelope: { evidence: { name: 'x', sha256: seal } } }, 'envelope.evidence.sha256.#'],
      [{ '#': 'x' }, '#'],
    ] as const) {
      const received = await sent({ body: json(change) });
      expectProblem(received, 400, 'INVALID_PAYLOAD');
      expect(received.body['params']).toMatchObject({ errors: [{ field, problem }] });
    }
  });

  it('is told which fields are wrong, and not more than fifty', async () => {
    const { body } = await sent({ body: json({ seat: 1, version: 'x' }) });
    expect(body['params']).toMatchObject({ fields: expect.arrayContaining(['seat', 'version']) });
    const names = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`unknown${index}`, 1]));
    const received = await sent({ body: json(names) });
    expectProblem(received, 400, 'INVALID_PAYLOAD');
    expect(JSON.stringify(received.body).length).toBeLessThan(20_000);
  });

  it('is refused in a draft, whose title may be anything but endless', async () => {
    const draft = { ...DRAFT, track: 'COMMITTEE', lead: 'BMDS', matter: randomUUID() };
    for (const change of [
      { title: '' },
      { title: 'x'.repeat(301) },
      { areas: 'IT_PLATFORM' },
      { areas: ['IT_PLATFORM', 'IT_PLATFORM'] },
      { matter: 'm1' },
      { track: 'SPENDING' },
      { decideBy: '2027-02-29' },
      { decideBy: '27-02-01' },
      { bindingness: 'VERY' },
    ]) {
      const body = JSON.stringify({ ...draft, ...change });
      expectProblem(await sent({ path: '/matters', person: 'BMDS/REF', body }), 400, 'INVALID_PAYLOAD');
    }
  });
});

describe('headers', () => {
  it.each(['-1', '"-1"', 'x', '*', 'W/"3"', '"3", "4"', '1e3', '99999999999999999999', '""', '1.0'])(
    'that name no revision are refused: If-Match %s',
    async (match) => {
      expectProblem(await sent({ body: json({}), headers: { 'If-Match': match } }), 400, 'INVALID_PAYLOAD');
    },
  );

  it('that name a revision far ahead are refused', async () => {
    const received = await sent({ body: json({}), headers: { 'If-Match': '"999999999999999"' } });
    expectProblem(received, 409, 'CONCURRENT_MODIFICATION');
  });

  it.each(['x', '', 'not-a-uuid', `${randomUUID()},${randomUUID()}`, '{}', '%00'])(
    'that are no idempotency key are refused: %p',
    async (key) => {
      expectProblem(await sent({ body: json({}), headers: { 'Idempotency-Key': key } }), 400, 'INVALID_PAYLOAD');
    },
  );

  it('that are huge are refused', async () => {
    const { status } = await sent({ body: json({}), headers: { 'X-Filler': 'x'.repeat(100_000) } });
    expect(status).toBe(431);
  });

  it('that are large but bearable change nothing', async () => {
    const received = await sent({ body: json({ seat: 1 }), headers: { 'X-Filler': 'x'.repeat(8_000) } });
    expectProblem(received, 400, 'INVALID_PAYLOAD');
  });

  it.each(['BMX/REP', '', 'BMF', '../SEC/A', 'SEC/A, BMF/REP'])('that name nobody are refused: %p', async (person) => {
    expectProblem(await sent({ body: json({}), person }), 401);
  });

  it('choose the language of the title, German first', async () => {
    const title = async (language?: string) => {
      const headers: Record<string, string> = language === undefined ? {} : { 'Accept-Language': language };
      const received = await sent({ path: `/matters/${randomUUID()}/votes`, body: json({}), headers });
      return [received.body['title'], received.language, received.body['detail']];
    };
    const german = ['Nicht gefunden.', 'de', 'Not found.'];
    const english = ['Not found.', 'en', 'Not found.'];
    expect(await title()).toEqual(german);
    expect(await title('de')).toEqual(german);
    expect(await title('en')).toEqual(english);
    expect(await title('en-GB,en;q=0.9,de;q=0.1')).toEqual(english);
    expect(await title('fr')).toEqual(german);
    expect(await title('x'.repeat(2000))).toEqual(german);
  });
});

describe('what is not there', () => {
  const body = () => json({});

  it('is not found: an unknown matter, round or house', async () => {
    expectProblem(await sent({ path: `/matters/${randomUUID()}/votes`, body: body() }), 404, 'NOT_FOUND');
    expectProblem(await sent({ method: 'GET', path: `/matters/${randomUUID()}/status` }), 404, 'NOT_FOUND');
    const seat = { seat: 'XX', kind: 'VOTING' };
    const unknown = { path: '/bodies/UNKNOWN/seats', person: 'SEC/A', body: JSON.stringify(seat) };
    expectProblem(await sent(unknown), 404, 'NOT_FOUND');
  });

  it('is refused where it is a round of another matter', async () => {
    expectProblem(await sent({ body: json({ round: randomUUID() }) }), [404, 409, 403]);
  });

  it.each(['m1', '1', '%00', '..%2f..', 'null', 'a'.repeat(5_000), '%F0%9F%98%80', '%ff', '%'])(
    'is no matter: %s',
    async (id) => {
      expectProblem(await sent({ path: `/matters/${id}/votes`, body: body() }), [400, 404]);
      expectProblem(await sent({ method: 'GET', path: `/matters/${id}/status` }), [400, 404]);
    },
  );

  it.each(['/nowhere', '/matters/x/y/z', '/.env', '/..%2f', '/matters//votes', '/api/../x', '/__proto__', '/%', '//x'])(
    'is no route: %s',
    async (path) => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        expectProblem(await sent({ method, path, ...(method === 'GET' ? {} : { body: body() }) }), [400, 404, 405]);
      }
    },
  );

  it.each(['PUT', 'PATCH', 'DELETE', 'GET'])('is no way to vote: %s', async (method) => {
    const sending = method === 'GET' ? {} : { body: body() };
    expectProblem(await sent({ method, ...sending }), [404, 405]);
  });

  it('is answered with a problem to questions in the wrong shape', async () => {
    const { matter } = course;
    for (const path of [
      `/matters/${matter}/status?asOf=yesterday`,
      `/matters/${matter}/status?asOf=2027-02-30T00:00:00Z`,
      `/matters/${matter}/status?asOf=9999-12-31T00:00:00Z`,
      `/matters/${matter}/status?revision=-1`,
      `/matters/${matter}/status?revision=99999999999999999999`,
      `/matters/${matter}/status?revision=1&revision=2`,
      `/matters/${matter}/status?colour=red`,
      `/matters/${matter}/status?asOf[$gt]=1`,
      `/matters/${matter}/status?__proto__=1`,
      `/matters/${matter}/rounds/x/tally`,
      '/matters?phase=open',
      '/matters?limit=0',
      '/matters?limit=1000000',
      '/matters?cursor=-5',
      '/matters?phase[]=OPEN',
      '/ministries/BMF/binding?on=27-01-01',
      '/ministries/%00/waiting',
      '/deadline?from=2027-01-01&length=P99999999D&place=BE',
      '/deadline?from=x&length=P1D&place=BE',
      '/deadline',
      '/count?rule=simple-majority@1&params={&eligible=[]&lead=A&votes={}',
      '/count?rule=unknown@1&params={}&eligible=["A"]&lead=A&votes={}',
      '/count?rule=simple-majority@1&params={}&eligible=["A","A"]&lead=A&votes={"Y":["B"]}',
    ]) {
      const received = await sent({ method: 'GET', path });
      expect([path, received.status < 500 && received.status >= 400]).toEqual([path, true]);
      expectProblem(received, [400, 404, 422]);
    }
  });
});

describe('the history', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('is immutable: %s', async (method) => {
    for (const person of ['SEC/A', 'CHAIR', 'AUD/1', 'BMF/REP', 'REG/1']) {
      for (const revision of [0, 3, 999]) {
        const path = `/matters/${course.matter}/events/${revision}`;
        expectProblem(await sent({ method, path, person, body: '{}' }), 405, 'HISTORY_IMMUTABLE');
      }
    }
  });

  it('is immutable with or without a body, and needs a login all the same', async () => {
    const path = `/matters/${course.matter}/events/0`;
    expectProblem(await sent({ method: 'DELETE', path, person: 'SEC/A' }), 405, 'HISTORY_IMMUTABLE');
    expectProblem(await sent({ method: 'PUT', path, person: 'X' }), 401);
    expectProblem(await sent({ method: 'PATCH', path, person: 'SEC/A', body: '{' }), [400, 405]);
    expectProblem(await sent({ method: 'PUT', path: `${path}x`, person: 'SEC/A', body: '{}' }), [400, 405]);
  });
});

describe('evidence', () => {
  const upload = (headers: Readonly<Record<string, string>>, body: string | Buffer) =>
    sent({
      ...{ path: '/evidence', person: 'SEC/A', body },
      headers: { 'Content-Type': 'application/octet-stream', 'X-File-Name': 'x.txt', ...headers },
    });

  it('is refused where it is empty, too large, without a name, or no file', async () => {
    expectProblem(await upload({}, ''), 400);
    expectProblem(await upload({}, Buffer.alloc(10 * 1024 * 1024)), 413);
    expectProblem(await upload({ 'X-File-Name': '' }, 'x'), 400);
    expectProblem(await upload({ 'X-File-Name': '%ff' }, 'x'), 400);
    expectProblem(await upload({ 'X-File-Name': 'a%00b' }, 'x'), 400);
    expectProblem(await upload({ 'X-File-Name': 'x'.repeat(400) }, 'x'), 400);
    expectProblem(await upload({ 'Content-Type': 'application/json' }, '{}'), [400, 415]);
  });
});

describe('many hostile requests at once', () => {
  it('harm nobody: the system answers as before', async () => {
    const bodies = ['{', '['.repeat(50_000), json({ seat: 1 }), json({ reason: 'x'.repeat(300_000) })];
    const received = await Promise.all(Array.from({ length: 200 }, (_, index) => sent({ body: bodies[index % 4]! })));
    expect(received.every(({ status }) => status === 400 || status === 413)).toBe(true);
    expect((await fetch(`${system.url}/health/ready`)).status).toBe(200);
  });
});
