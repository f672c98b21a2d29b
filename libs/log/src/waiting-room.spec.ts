import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitingRoom } from './waiting-room.js';

let server: Server;
let sockets: Socket[];
/** Address of a database that answers what it is told to. */
const database = async (answer: (bytes: Buffer, socket: Socket) => void): Promise<string> => {
  sockets = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined).on('data', (bytes) => answer(bytes, socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `postgres://nobody@127.0.0.1:${(server.address() as { readonly port: number }).port}/none`;
};
const end = (): void => {
  for (const socket of sockets) socket.destroy();
  server.close();
};
afterEach(end);

const waited = { stream: 'matter-a', revision: 0 };

/** Messages of the protocol of PostgreSQL: a letter, the length, the content. */
const message = (letter: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(5, letter);
  head.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
};
const READY = message('Z', Buffer.from('I'));
const WELCOME = Buffer.concat([message('R', Buffer.alloc(4)), READY]);
const REFUSED = Buffer.concat([message('E', Buffer.from('SERROR\0C25006\0Mnot here\0\0')), READY]);

describe('whoever waits for a receipt', () => {
  it('waits no longer than he wanted, also where the database does not answer', async () => {
    const room = waitingRoom(await database(() => undefined), () => Promise.resolve([]));
    const since = performance.now();
    expect(await room.wait(waited, 300)).toBe(false);
    expect(performance.now() - since).toBeLessThan(2_000);
    end();
    await room.close();
  });

  it('learns of it by asking as long as nobody tells him', async () => {
    let isSealed = false;
    const room = waitingRoom(await database(() => undefined), (asked) => Promise.resolve(isSealed ? asked : []));
    const waiting = room.wait(waited, 10_000);
    await sleep(200);
    isSealed = true;
    expect(await waiting).toBe(true);
    end();
    await room.close();
  });

  it('leaves no connection behind that does not tell, and connects anew for the next one', async () => {
    let asked = 0;
    const url = await database((bytes, socket) => {
      const isQuery = bytes[0] === 'Q'.charCodeAt(0);
      if (isQuery) asked += 1;
      socket.write(isQuery ? REFUSED : WELCOME);
    });
    const room = waitingRoom(url, () => Promise.resolve([]));
    for (let times = 1; times <= 2; times += 1) {
      await room.wait(waited, 300);
      expect([asked, sockets.length, sockets.every(({ closed }) => closed)]).toEqual([times, times, true]);
    }
    await room.close();
  });

  it('does not keep the room from closing for long', async () => {
    const room = waitingRoom(await database(() => undefined), () => Promise.resolve([]));
    await room.wait(waited, 100);
    const since = performance.now();
    await room.close();
    expect(performance.now() - since).toBeLessThan(8_000);
  });
});
