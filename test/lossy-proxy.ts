import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and its server and can lose an answer that the server has given. */
export interface LossyProxy {
  readonly port: number;
  /** Swallows the next bytes of the server whose request held `mark`, and cuts that connection. */
  loseNextAnswerTo(mark: string): void;
  close(): Promise<void>;
}

export const startLossyProxy = async (port: number): Promise<LossyProxy> => {
  const sockets = new Set<Socket>();
  let awaited: string | undefined;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let doomed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('close', cut);
    upstream.on('close', cut);
    client.on('data', (request: Buffer) => {
      if (awaited !== undefined && request.includes(awaited)) {
        doomed = true;
        awaited = undefined;
      }
      upstream.write(request);
    });
    upstream.on('data', (answer: Buffer) => {
      if (doomed) cut();
      else client.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    loseNextAnswerTo: (mark) => {
      awaited = mark;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};
