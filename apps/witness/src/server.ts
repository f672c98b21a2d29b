import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Reply, Witness } from './witness.js';

const MAX_BODY = 100_000;

const TOO_LONG: Reply = { status: 400, body: 'The request is too long.\n', type: 'text/plain; charset=utf-8' };

/** Undefined for more than anybody needs. */
const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
};

/** `POST /add-checkpoint` of C2SP tlog-witness. Listens when the promise resolves. */
export const serve = (witness: Witness, host: string, port: number): Promise<Server> => {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0];
    if (path !== '/add-checkpoint' || request.method !== 'POST') {
      send(response, 404, 'text/plain', 'There is POST /add-checkpoint only.\n');
      return;
    }
    const body = await bodyOf(request);
    if (body === undefined) response.setHeader('Connection', 'close');
    const { status, type, body: text } = body === undefined ? TOO_LONG : await witness(body);
    send(response, status, type, text);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      // The state could not be written, for instance: without memory there is no cosignature.
      if (response.headersSent) response.destroy();
      else send(response, 500, 'text/plain', 'The witness could not remember the checkpoint.\n');
    });
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, host, () => resolve(server));
  });
};
