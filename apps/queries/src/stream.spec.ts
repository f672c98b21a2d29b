import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { sendFile } from './stream.js';

/** Serves the chunks as a file on a port of its own while somebody looks at the answer. */
const serving = async (
  chunks: () => AsyncIterable<string>,
  look: (port: number) => Promise<void>,
): Promise<unknown> => {
  let failure: unknown;
  const app = express();
  app.get('/', (_, response) => {
    void sendFile(response, { type: 'text/csv', name: 'matters.csv' }, chunks()).catch((error: unknown) => {
      failure = error;
    });
  });
  const server = app.listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  await look((server.address() as AddressInfo).port);
  await new Promise((resolve) => server.close(resolve));
  return failure;
};

const answered = (port: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get({ port, agent: false }, resolve).on('error', reject));

const whole = (response: IncomingMessage): Promise<'end' | 'error'> =>
  new Promise((resolve) => {
    response.on('end', () => resolve('end')).on('error', () => resolve('error'));
    response.resume();
  });

describe('A file that is sent', () => {
  it('comes whole, with its name', async () => {
    const failure = await serving(
      async function* () {
        yield 'a,b\r\n';
        yield '1,2\r\n';
      },
      async (port) => {
        const response = await answered(port);
        expect(response.headers['content-disposition']).toBe('attachment; filename="matters.csv"');
        expect(await whole(response)).toBe('end');
      },
    );
    expect(failure).toBeUndefined();
  });

  it('breaks off audibly when it cannot go on, be it on a whole line', async () => {
    const failure = await serving(
      async function* () {
        yield 'a,b\r\n';
        await new Promise((resolve) => setImmediate(resolve));
        throw new Error('The views are gone');
      },
      async (port) => {
        const outcome = await answered(port).then(whole, () => 'error');
        expect(outcome).toBe('error');
      },
    );
    expect(failure).toEqual(new Error('The views are gone'));
  });

  it('is read no further when its reader goes away, and that is no failure', async () => {
    let ended: () => void;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const failure = await serving(
      async function* () {
        try {
          for (;;) {
            yield 'x'.repeat(65_536);
            await new Promise((resolve) => setImmediate(resolve));
          }
        } finally {
          ended();
        }
      },
      async (port) => {
        (await answered(port)).destroy();
        await end;
      },
    );
    expect(failure).toBeUndefined();
  });
});
