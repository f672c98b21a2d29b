import 'reflect-metadata';
import {
  EdgeModule,
  type Identity,
  prepareApp,
  readConfiguration,
  systemClock,
  buildDocument,
  serveDocument,
} from '#edge';
import type { Answer } from '#event-store';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import request, { type Test as Call } from 'supertest';
import { EndpointsModule } from './endpoints.module.js';
import { EvidenceUpload, MatterRequest, MinistryRequest, type UploadedEvidence } from './requests.js';

const MATTER = '7d8a3c52-1f0e-4b8a-9c55-2f6f0e6a1b77';
const ROUND = '0b6cbe0e-9d0a-4d35-8a3b-6d4c6f6f8f10';
const KEY = '5c2a9a51-7d7c-4b11-8f0a-1f4cf1a2b3c4';
const vote = { round: ROUND, seat: 'BMI', version: 1, value: 'CONSENT' };
const persons: Identity[] = [{ person: 'BMI/REP', function: 'REP', ministry: 'BMI' }];

let asked: MatterRequest | MinistryRequest | undefined;
let uploaded: EvidenceUpload | undefined;

/** Answers what a decided command would be answered with; a key that was seen before is a repetition. */
const answer = (request: MatterRequest | MinistryRequest): Answer => {
  const repeated = asked?.commandId === request.commandId;
  asked = request;
  return { stream: 'matter-1', revision: 7, events: [{ type: 'VoteCast', revision: 7, data: request.data }], repeated };
};

@CommandHandler(MatterRequest)
class Matters implements ICommandHandler<MatterRequest> {
  execute = (request: MatterRequest): Promise<Answer> => Promise.resolve(answer(request));
}

@CommandHandler(MinistryRequest)
class Ministries implements ICommandHandler<MinistryRequest> {
  execute = (request: MinistryRequest): Promise<Answer> => Promise.resolve(answer(request));
}

@CommandHandler(EvidenceUpload)
class Files implements ICommandHandler<EvidenceUpload> {
  execute(upload: EvidenceUpload): Promise<UploadedEvidence> {
    uploaded = upload;
    return Promise.resolve({ name: upload.name, sha256: 'a'.repeat(64) });
  }
}

const configuration = readConfiguration({
  BESCHLUSSBUCH_MODE: 'case',
  DATABASE_URL: 'postgres://localhost/none',
  LOG_LEVEL: 'silent',
});
let app: NestExpressApplication;

beforeAll(async () => {
  const module = await Test.createTestingModule({
    imports: [EdgeModule.register({ configuration, clock: systemClock, persons }), EndpointsModule],
    providers: [Matters, Ministries, Files],
  }).compile();
  app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  prepareApp(app, configuration);
  serveDocument(app);
  await app.init();
});
afterAll(() => app.close());
beforeEach(() => {
  asked = undefined;
  uploaded = undefined;
});

const http = () => request(app.getHttpServer());
const asRep = (call: Call): Call => call.set('X-Case-Actor', 'BMI/REP');
const post = (path: string): Call => asRep(http().post(path));
const votes = `/matters/${MATTER}/votes`;

describe('a command over HTTP', () => {
  it('is handed on with payload, envelope, key, revision and person', async () => {
    const envelope = { channel: 'EMAIL', receivedAt: '2027-01-11T10:00:00+01:00' };
    const response = await post(votes)
      .set('Idempotency-Key', KEY.toUpperCase())
      .set('If-Match', '"6"')
      .send({ ...vote, reservation: { kind: 'LEITUNG' }, envelope })
      .expect(201);
    expect(asked).toBeInstanceOf(MatterRequest);
    expect(asked).toEqual({
      type: 'CastVote',
      data: { matter: MATTER, ...vote, reservation: { kind: 'LEITUNG' } },
      envelope: { channel: 'EMAIL', receivedAt: '2027-01-11T09:00:00.000Z' },
      identity: persons[0],
      commandId: KEY,
      expectedRevision: 6,
    });
    expect(response.headers).toMatchObject({ etag: '"7"' });
    expect(response.body).toMatchObject({ stream: 'matter-1', revision: 7, repeated: false });
  });

  it('carries plain values only, not the classes of the check', async () => {
    await post(votes)
      .send({ ...vote, reservation: { kind: 'LEITUNG' } })
      .expect(201);
    const { reservation } = asked?.data as { readonly reservation: object };
    expect(Object.getPrototypeOf(reservation)).toBe(Object.prototype);
  });

  it('gets a key of its own when it brings none', async () => {
    await post(votes).send(vote).expect(201);
    const first = asked?.commandId;
    await post(votes).send(vote).expect(201);
    expect(asked?.commandId).toMatch(/^[0-9a-f-]{36}$/);
    expect(asked?.commandId).not.toBe(first);
    expect(asked).not.toHaveProperty('expectedRevision');
  });

  it('is answered with 200 when it was recorded before', async () => {
    await post(votes).set('Idempotency-Key', KEY).send(vote).expect(201);
    const again = await post(votes).set('Idempotency-Key', KEY).send(vote).expect(200);
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true', etag: '"7"' });
    expect(again.body).toMatchObject({ repeated: true });
  });

  it('needs no body where its path says everything', async () => {
    await post(`/matters/${MATTER}/submission`).expect(201);
    expect(asked).toMatchObject({ type: 'SubmitMatter', data: { matter: MATTER }, envelope: {} });
  });

  it('is not taken from nobody', async () => {
    await http().post(votes).send(vote).expect(401);
    expect(asked).toBeUndefined();
  });
});

describe('a malformed command', () => {
  it.each([
    ['a missing member', { ...vote, value: undefined }, ['value']],
    ['an unknown member', { ...vote, weight: 2 }, ['weight']],
    ['a member of the path in the body', { ...vote, matter: MATTER }, ['matter']],
    ['an unknown member of a part', { ...vote, reservation: { kind: 'LEITUNG', due: 1 } }, ['reservation.due']],
    ['a list instead of an object', { ...vote, reservation: [{ kind: 'LEITUNG' }] }, ['reservation']],
    ['null', { ...vote, reason: null }, ['reason']],
    [
      'an instant without offset',
      { ...vote, envelope: { receivedAt: '2027-01-11T10:00:00' } },
      ['envelope.receivedAt'],
    ],
    ['an unknown channel', { ...vote, envelope: { channel: 'FAX' } }, ['envelope.channel']],
    ['a list as body', [vote], ['']],
    ['an empty list as body', [], ['']],
  ])('with %s is INVALID_PAYLOAD and names the member', async (_, body, fields) => {
    const response = await post(votes).send(body).expect(400);
    expect(response.body).toMatchObject({ code: 'INVALID_PAYLOAD', params: { fields } });
    expect(asked).toBeUndefined();
  });

  it.each([
    '{"constructor": 1}',
    '{"other": {"constructor": 1}}',
    '{"toString": 1}',
    '{"__proto__": {"value": "CONSENT"}}',
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    '{"reason": ',
    '"text"',
    'null',
  ])('that attacks the parser is INVALID_PAYLOAD', async (body) => {
    const response = await post(votes).set('Content-Type', 'application/json').send(body).expect(400);
    expect(response.body).toMatchObject({ code: 'INVALID_PAYLOAD' });
    expect(asked).toBeUndefined();
  });

  it.each([
    ['Idempotency-Key', 'k1'],
    ['Idempotency-Key', ''],
    ['If-Match', '*'],
    ['If-Match', 'W/"3"'],
    ['If-Match', '"-1"'],
    ['If-Match', '"1", "2"'],
  ])('with the header %s: %s is INVALID_PAYLOAD', async (header, value) => {
    const response = await post(votes).set(header, value).send(vote).expect(400);
    expect(response.body).toMatchObject({ code: 'INVALID_PAYLOAD', params: { fields: [header] } });
  });

  it('with a path that is no id is INVALID_PAYLOAD', async () => {
    const response = await post('/matters/m1/votes').send(vote).expect(400);
    expect(response.body).toMatchObject({ code: 'INVALID_PAYLOAD', params: { fields: ['matter'] } });
  });

  it('larger than the limit is refused as too large', async () => {
    await post(votes)
      .send({ ...vote, reason: 'a'.repeat(10_000_000) })
      .expect(413);
  });
});

describe('an event of the past', () => {
  it.each(['put', 'patch', 'delete'] as const)('meets the rule that history is immutable on %s', async (method) => {
    await asRep(http()[method](`/matters/${MATTER}/events/5`)).send({ value: 'OBJECTION' });
    expect(asked).toMatchObject({ type: 'EditEvent', data: { matter: MATTER, revision: 5 } });
  });
});

describe('a file', () => {
  const upload = (bytes: Buffer, name = 'mail%20f%C3%BCr%20BMF.eml'): Call =>
    post('/evidence').set('Content-Type', 'application/octet-stream').set('X-File-Name', name).send(bytes);

  it('is handed on byte by byte under its name', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const response = await upload(bytes).expect(201);
    expect(uploaded).toMatchObject({ name: 'mail für BMF.eml', identity: persons[0] });
    expect(uploaded?.bytes.equals(bytes)).toBe(true);
    expect(response.body).toEqual({ name: 'mail für BMF.eml', sha256: 'a'.repeat(64) });
  });

  it('needs a name, bytes and the right type', async () => {
    await upload(Buffer.from('a'), '').expect(400);
    await upload(Buffer.from('a'), '%E0%A4%A').expect(400);
    await upload(Buffer.alloc(0)).expect(400);
    await post('/evidence').set('X-File-Name', 'a').send({ a: 1 }).expect(400);
    await post('/evidence').set('X-File-Name', 'a').set('Content-Type', 'text/plain').send('a').expect(415);
    expect(uploaded).toBeUndefined();
  });

  it('may have five megabytes and not more', async () => {
    await upload(Buffer.alloc(5 * 1024 * 1024)).expect(201);
    await upload(Buffer.alloc(5 * 1024 * 1024 + 1)).expect(413);
  });
});

describe('the API document', () => {
  it('names each operation after its command, once', () => {
    const { paths } = buildDocument(app);
    const operations = Object.values(paths).flatMap((path) => Object.values(path) as { operationId: string }[]);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['CastVote', 'TakeFinalDecision', 'EditEvent', 'UploadEvidence']));
  });

  it('says what a client needs to fill path and body from a payload', () => {
    const { paths, components } = buildDocument(app);
    const { post: operation } = paths['/matters/{matter}/votes'] ?? {};
    expect(operation?.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'matter', in: 'path', required: true }),
        expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }),
        expect.objectContaining({ name: 'If-Match', in: 'header' }),
      ]),
    );
    expect(components?.schemas?.['CastVoteDto']).toMatchObject({
      required: ['round', 'seat', 'version', 'value'],
      properties: {
        envelope: { $ref: '#/components/schemas/EnvelopeDto' },
        value: { type: 'string', enum: ['CONSENT', 'OBJECTION', 'ABSTENTION', 'NOT_CONCERNED'] },
        reservation: { $ref: '#/components/schemas/ReservationDto' },
      },
    });
  });

  it('is served as JSON and as a page that loads nothing from elsewhere', async () => {
    await http().get('/api-json').expect(200).expect('Content-Type', /json/);
    const page = await http().get('/api').expect(200);
    expect(page.text).not.toMatch(/(src|href)="https?:/);
  });
});
