import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The door to a server: a real socket that can be cut, which a server of gRPC does not let one do. */
export interface Gate {
  readonly port: number;
  /** Leads to the server that listens there, or to nobody. */
  leadTo(port: number | undefined, host?: string): void;
  /** Lets nothing through to the server until the function that it returns is called. */
  hold(): () => void;
  /** Lets what comes next through to the server, and breaks that connection instead of bringing back an answer. */
  loseNextAnswer(): void;
  /** Breaks the connection through which the server sees this peer, all of them for none. */
  readonly cut: (peer?: string) => void;
  close(): Promise<void>;
}

/** Long enough for the rest of the request and for the server's work. */
const LOST_MS = 100;

export const openGate = async (): Promise<Gate> => {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let target: { readonly port: number; readonly host: string } | undefined;
  let held = false;
  let losing = false;
  const door = createServer((client) => {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const server = connect(target.port, target.host);
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
    if (held) client.pause();
    client.on('data', (request) => {
      server.write(request);
      if (!losing) return;
      losing = false;
      server.removeAllListeners('data');
      server.resume();
      setTimeout(drop, LOST_MS);
    });
    server.on('data', (answer) => client.write(answer));
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
    leadTo: (port, host = '127.0.0.1') => {
      target = port === undefined ? undefined : { port, host };
    },
    hold: () => {
      held = true;
      for (const { client } of pairs) client.pause();
      return () => {
        held = false;
        for (const { client } of pairs) client.resume();
      };
    },
    loseNextAnswer: () => {
      losing = true;
    },
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => door.close(() => resolve()));
    },
  };
};
