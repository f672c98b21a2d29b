import { Writable } from 'node:stream';
import express from 'express';
import pg from 'pg';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { freshDatabase, sharedServer } from '../../../test/postgres-server.js';
import { createLogger, nestLogger, requestLog } from './log.js';

const recording = () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, logger: createLogger('info', stream) };
};

describe('the request log', () => {
  it('tells method, path and status, and nothing that could be used to act as somebody', async () => {
    const { lines, logger } = recording();
    const app = express().use(requestLog(logger));
    app.get('/auth/callback', (_request, response) => void response.cookie('session', 'secret-cookie').send('body'));
    await request(app)
      .get('/auth/callback?code=secret-code')
      .set({ Authorization: 'Bearer secret-token', Cookie: 'session=secret-old', 'X-Case-Actor': 'secret-actor' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      req: { method: 'GET', path: '/auth/callback' },
      res: { status: 200 },
    });
    expect(lines[0]).not.toContain('secret');
  });

  it('is not filled by health checks', async () => {
    const { lines, logger } = recording();
    await request(express().use(requestLog(logger))).get('/health/ready');
    expect(lines).toEqual([]);
  });

  it('takes the messages of Nest', () => {
    const { lines, logger } = recording();
    const nest = nestLogger(logger);
    nest.log('started', 'NestApplication');
    nest.error(new Error('broken'), 'stack', 'Router');
    nest.debug?.('unheard');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 30, context: 'NestApplication', msg: 'started' },
      { level: 50, context: 'Router', rest: ['stack'], err: { message: 'broken' } },
    ]);
  });
});

describe('the log of errors', () => {
  const SECRET = 'Geheimwort';
  let database: DataSource;
  let client: pg.Client;
  beforeAll(async () => {
    const url = await freshDatabase(await sharedServer());
    database = await new DataSource({ type: 'postgres', url }).initialize();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE TABLE register (title text PRIMARY KEY, votes int CHECK (votes >= 0))');
    await client.query('INSERT INTO register VALUES ($1, 1)', [SECRET]);
  });
  afterAll(() => Promise.all([client.end(), database.destroy()]));

  /** A real failure: what the driver throws, and what TypeORM makes of it. */
  const failures = async (statement: string): Promise<readonly Error[]> => {
    const ask = async (query: () => Promise<unknown>): Promise<Error> => {
      try {
        await query();
      } catch (error) {
        return error as Error;
      }
      throw new Error(`${statement} did not fail`);
    };
    return [await ask(() => client.query(statement, [SECRET])), await ask(() => database.query(statement, [SECRET]))];
  };
  const STATEMENTS = [
    ['repeats a key', 'INSERT INTO register (title) VALUES ($1)', '23505'],
    ['breaks a rule', 'INSERT INTO register (title, votes) VALUES ($1 || 2, -1)', '23514'],
    ['is no number', 'SELECT $1::text::int', '22P02'],
    ['is no day', "SELECT to_date($1, 'YYYY-MM-DD')", '22007'],
    ['cannot be searched for', "SELECT to_tsquery($1 || ' und')", '42601'],
    ['looks for what is not there', 'SELECT $1::text FROM nowhere', '42P01'],
  ] as const;

  it.each(STATEMENTS)(
    'holds no word of a query that %s, however the error comes in',
    async (_what, statement, code) => {
      for (const error of await failures(statement)) {
        const { lines, logger } = recording();
        const wrapped = new Error('cannot be answered', { cause: error });
        logger.error({ err: error }, 'under its name');
        logger.warn({ error, what: ['failed:', error], in: { some: { depth: error } } }, 'under other names');
        logger.error(error);
        logger.error(error, 'first');
        logger.error('%o', error);
        logger.fatal({ err: wrapped });
        logger.error(new AggregateError([error], 'all of them'));
        nestLogger(logger).error(error, 'Router');
        nestLogger(logger).error('failed', error, 'Router');
        expect(lines).toHaveLength(9);
        expect(lines.join('')).not.toContain(SECRET);
        expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { type: error.constructor.name, code } });
        expect(JSON.parse(lines[5] ?? '')).toMatchObject({ msg: 'cannot be answered', err: { cause: { code } } });
      }
    },
  );

  it('tells what an error is, where it comes from, and what it was caused by', () => {
    const { lines, logger } = recording();
    const cause = Object.assign(new TypeError('port is taken'), { code: 'EADDRINUSE', port: 3000 });
    logger.error(new Error('cannot listen\n    twice', { cause }));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'cannot listen\n    twice',
      err: {
        type: 'Error',
        message: 'cannot listen\n    twice',
        stack: expect.stringMatching(/^Error: cannot listen\n {4}twice\n {4}at .*log\.spec/) as string,
        cause: { type: 'TypeError', message: 'port is taken', code: 'EADDRINUSE' },
      },
    });
    expect(lines[0]).not.toContain('3000');
  });

  it('keeps the words of the database about its own tables and roles', async () => {
    const { lines, logger } = recording();
    for (const error of await failures('SELECT $1::text FROM nowhere')) logger.error(error);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ msg: 'relation "nowhere" does not exist' });
  });
});
