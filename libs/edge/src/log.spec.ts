import { Writable } from 'node:stream';
import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { nestLogger, requestLog } from './log.js';

const recording = () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, logger: pino({ level: 'info', base: null, timestamp: false }, stream) };
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
