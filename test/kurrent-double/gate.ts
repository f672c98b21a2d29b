import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The door to the double's server: a real socket that can be cut, which a server of gRPC does not let one do. */
export interface Gate {
  readonly port: number;
  /** Leads to the server that listens there, or to nobody. */
  leadTo(port: number | undefined): void;
  /** Breaks the connection through which the server sees this peer, all of them for none. */
  readonly cut: (peer?: string) => void;
  close(): Promise<void>;
}

export const openGate = async (): Promise<Gate> => {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let target: number | undefined;
  const door = createServer((client) => {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const server = connect(target, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    const drop = () => {
      client.destroy();
      server.destroy();
      pairs.delete(pair);
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', drop);
      socket.on('close', drop);
    }
    client.pipe(server);
    server.pipe(client);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const cut = (peer?: string) => {
    for (const { client, server } of [...pairs]) {
      if (peer === undefined || peer.endsWith(`:${String(server.localPort)}`)) {
        client.destroy();
        server.destroy();
      }
    }
  };
  return {
    port: (door.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port;
    },
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => door.close(() => resolve()));
    },
  };
};
