import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { PostgresServer, startServer as StartServer } from './postgres-server.js';

// Jest resolves no `.js` to `.ts` here, and pure unit tests shall not wait for a database: it starts when asked for.
const { startServer } = createRequire(import.meta.url)('./postgres-server.ts') as { startServer: typeof StartServer };

let server: Promise<PostgresServer> | undefined;

const starter = createServer((_request, response) => {
  // A connection kept alive can be closed here just when the next test file uses it.
  response.setHeader('Connection', 'close');
  server ??= startServer();
  server.then(
    ({ ownerUrl }) => response.end(ownerUrl),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});

/** Ends what the run of tests has started. */
const stopStarted = async () => {
  starter.closeAllConnections();
  starter.close();
  await (await server)?.stop();
};

const setup = async () => {
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  starter.unref();
  process.env['TEST_POSTGRES_STARTER'] = `http://127.0.0.1:${(starter.address() as AddressInfo).port}`;
  Object.assign(globalThis, { stopStartedByTests: stopStarted });
};

export default setup;
