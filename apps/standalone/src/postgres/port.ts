import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

/** Listens for a moment; 0 lets the system choose. Undefined when the port is taken. */
const probe = (port: number) =>
  new Promise<number | undefined>((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });

const remembered = (file: string) => {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
};

/** The wanted port, else the one of the last start, else a free one; the choice is kept in `file`. */
export const choosePort = async (file: string, wanted?: number): Promise<number> => {
  const port = (await probe(wanted ?? remembered(file))) ?? (wanted === undefined ? await probe(0) : undefined);
  if (port === undefined) throw new Error(`Port ${wanted ?? 0} on 127.0.0.1 is taken by another program.`);
  writeFileSync(file, String(port));
  return port;
};
