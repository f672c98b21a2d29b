import { randomUUID } from 'node:crypto';
import {
  type AppendExpectedRevision,
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { type Double, startDouble } from './kurrent-double/double.js';

/** That the double keeps the server's rules, seen through the client as it comes, on both of its ways to append. */

let double: Double;
let client: EventStoreDBClient;

beforeAll(async () => {
  double = await startDouble();
  client = EventStoreDBClient.connectionString(double.url);
});

afterAll(async () => {
  await client.dispose();
  await double.close();
});

const event = (bytes = 2) => binaryEvent({ id: randomUUID(), type: 'Noted', data: Buffer.alloc(bytes, ' ') });

const newName = () => `stream-${randomUUID()}`;

/** Credentials of their own keep the client from batching. */
const ways = [
  { way: 'in a batch', options: {} },
  { way: 'by itself', options: { credentials: { username: 'any', password: 'one' } } },
] as const;

describe.each(ways)('an append $way', ({ options }) => {
  const append = async (
    stream: string,
    expectedRevision: AppendExpectedRevision,
    ...events: ReturnType<typeof event>[]
  ) => (await client.appendToStream(stream, events, { ...options, expectedRevision })).nextExpectedRevision;

  it('is written at its revision, and recognised when it comes again', async () => {
    const [stream, first, second] = [newName(), event(), event()];
    expect(await append(stream, 'no_stream', first, second)).toBe(1n);
    expect(await append(stream, 1n, event())).toBe(2n);
    expect(await append(stream, 'no_stream', first, second)).toBe(1n);
    expect(await append(stream, 0n, second)).toBe(1n);
  });

  it('at a wrong revision tells the current one', async () => {
    const stream = newName();
    await expect(append(stream, 4n, event())).rejects.toMatchObject({ actualVersion: 'no_stream' });
    await append(stream, 'no_stream', event(), event());
    await expect(append(stream, 'no_stream', event())).rejects.toThrow(WrongExpectedVersionError);
    await expect(append(stream, 0n, event())).rejects.toMatchObject({ actualVersion: 1n });
  });

  it('over a mebibyte is refused for its size, where two bytes count for each character of a type', async () => {
    const stream = newName();
    await expect(append(stream, 'no_stream', event(1_048_576 - 9))).rejects.toThrow(MaxAppendSizeExceededError);
    expect(await append(stream, 'no_stream', event(1_048_576 - 10))).toBe(0n);
  });

  it('to a deleted stream goes on counting; "must exist" finds it deleted', async () => {
    const stream = newName();
    await append(stream, 'no_stream', event(), event());
    await client.deleteStream(stream);
    await expect(append(stream, 'stream_exists', event())).rejects.toThrow(StreamDeletedError);
    await expect(append(stream, 0n, event())).rejects.toThrow(WrongExpectedVersionError);
    expect(await append(stream, 'no_stream', event())).toBe(2n);
    const revisions: (bigint | undefined)[] = [];
    for await (const found of client.readStream(stream)) revisions.push(found.event?.revision);
    expect(revisions).toEqual([2n]);
  });

  it('to a stream that "must exist" is content with metadata', async () => {
    const stream = newName();
    await expect(append(stream, 'stream_exists', event())).rejects.toThrow(WrongExpectedVersionError);
    await append(`$$${stream}`, 'no_stream', event());
    expect(await append(stream, 'stream_exists', event())).toBe(0n);
  });

  it('to a stream with a tombstone finds it deleted, for ever', async () => {
    const stream = newName();
    await append(stream, 'any', event());
    await client.tombstoneStream(stream);
    for (const expected of ['any', 'no_stream', 'stream_exists', 0n] as const) {
      await expect(append(stream, expected, event())).rejects.toThrow(StreamDeletedError);
    }
  });
});

const read = async (stream: string, options: Parameters<EventStoreDBClient['readStream']>[1] = {}) => {
  const revisions: number[] = [];
  for await (const { event: found } of client.readStream(stream, options)) revisions.push(Number(found?.revision));
  return revisions;
};

describe('reading', () => {
  it('a stream includes its start, forwards and backwards', async () => {
    const stream = newName();
    await client.appendToStream(stream, [event(), event(), event()]);
    expect(await read(stream, { fromRevision: 1n })).toEqual([1, 2]);
    expect(await read(stream, { fromRevision: 1n, direction: BACKWARDS })).toEqual([1, 0]);
    expect(await read(stream, { fromRevision: END, direction: BACKWARDS, maxCount: 1 })).toEqual([2]);
    expect(await read(stream, { fromRevision: 7n })).toEqual([]);
    await expect(read(newName())).rejects.toThrow(StreamNotFoundError);
  });

  it('all streams backwards leaves out the position it starts from; a subscription does so forwards', async () => {
    const stream = newName();
    await client.appendToStream(stream, [event(), event(), event()]);
    const positions = double.model.all
      .filter((found) => found.stream === stream)
      .map(({ position }) => BigInt(position));
    const [first, second] = positions.map((at) => ({ commit: at, prepare: at }));
    if (!first || !second) throw new Error('unreachable');
    const back: unknown[] = [];
    for await (const { event: found } of client.readAll({ direction: BACKWARDS, fromPosition: second, maxCount: 1 })) {
      back.push(found?.position.commit);
    }
    expect(back).toEqual([first.commit]);
    const subscription = client.subscribeToAll({
      fromPosition: first,
      filter: streamNameFilter({ prefixes: [stream] }),
    });
    for await (const { event: found } of subscription) {
      expect(found?.position.commit).toBe(second.commit);
      break;
    }
    await subscription.unsubscribe();
  });

  it('tells checkpoints although nothing matches', async () => {
    const reached = new Promise<bigint>((resolve) => {
      const filter = streamNameFilter({
        ...{ prefixes: ['nothing-'], maxSearchWindow: 1, checkpointInterval: 1 },
        checkpointReached: (_subscription, { commit }) => resolve(commit),
      });
      const subscription = client.subscribeToAll({ filter });
      subscription.on('data', () => undefined);
    });
    await client.appendToStream(newName(), event());
    expect(await reached).toBeGreaterThan(0n);
  });
});
