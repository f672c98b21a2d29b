import { createServer, type AddressInfo } from 'node:net';

export const HOST = '127.0.0.1';

/** Listens for a moment; undefined when the port is taken, 0 lets the system choose. */
const probe = (port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(new Error(`Port ${port}: ${error.message}.`)),
    );
    server.listen(port, HOST, () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });

const FIRST = 3000;
const TRIES = 20;

/** The wanted port, or without one the first free port from 3000. Throws a sentence when there is none. */
export const freePort = async (wanted?: number): Promise<number> => {
  if (wanted !== undefined) {
    const port = await probe(wanted);
    if (port !== undefined) return port;
    throw new Error(`Port ${wanted} is taken by another program; choose another one with PORT.`);
  }
  for (let port = FIRST; port < FIRST + TRIES; port += 1) {
    if ((await probe(port)) !== undefined) return port;
  }
  throw new Error(`The ports ${FIRST} to ${FIRST + TRIES - 1} are all taken; name another one with PORT.`);
};
