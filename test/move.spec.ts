import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type EventStore, memoryStore, migrateEventStore, move, NO_STREAM, NotAPrefix, openStore } from '#event-store';
import { collect, newEvents } from './event-store.support.js';
import { type Double, startDouble } from './kurrent-double/double.js';
import { freshDatabase, sharedServer } from './postgres-server.js';

/** Matters that take turns, as they do, with records of every kind of text. */
const fill = async (store: EventStore, turns: number): Promise<void> => {
  const revisions = [NO_STREAM, NO_STREAM, NO_STREAM];
  for (let turn = 0; turn < turns; turn += 1) {
    const number = (turn * 7) % 3;
    const events = newEvents((turn % 3) + 1).map((event) => ({ ...event, record: `{"ä":"\u{1F5F3}${turn}"}` }));
    revisions[number] = await store.append(`matter-${number}`, revisions[number] ?? NO_STREAM, events);
  }
};

const contentsOf = async (store: EventStore) =>
  (await collect(store.readAll())).map(({ stream, revision, id, type, record }) => ({
    stream,
    revision,
    id,
    type,
    record,
  }));

const freshPostgres = async (): Promise<string> => {
  const url = await freshDatabase(await sharedServer());
  await migrateEventStore(url, { append: [], read: [] });
  return url;
};

describe('moving a log', () => {
  let double: Double;
  const stores: EventStore[] = [];
  const open = (url: string): EventStore => {
    const store = openStore(url);
    stores.push(store);
    return store;
  };
  beforeEach(async () => {
    double = await startDouble();
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await double.close();
  });

  it('from PostgreSQL to EventStoreDB and back keeps order, ids, revisions and bytes', async () => {
    const [source, middle, target] = [open(await freshPostgres()), open(double.url), open(await freshPostgres())];
    await fill(source, 60);
    const contents = await contentsOf(source);
    expect(await move(source, middle)).toEqual({ events: contents.length, copied: contents.length });
    expect(await contentsOf(middle)).toEqual(contents);
    expect(await move(middle, target)).toEqual({ events: contents.length, copied: contents.length });
    expect(await contentsOf(target)).toEqual(contents);
  });

  it('that is cut off anywhere goes on where it stood', async () => {
    const [source, target] = [memoryStore(), open(double.url)];
    await fill(source, 40);
    const contents = await contentsOf(source);
    const cutOff = (after: number): EventStore => {
      let left = after;
      return {
        ...target,
        append: (...append) => ((left -= 1) < 0 ? Promise.reject(new Error('killed')) : target.append(...append)),
      };
    };
    for (const after of [0, 1, 7, 13]) await expect(move(source, cutOff(after))).rejects.toThrow('killed');
    const there = (await contentsOf(target)).length;
    expect(there).toBeGreaterThan(20);
    expect(await move(source, target)).toEqual({ events: contents.length, copied: contents.length - there });
    expect(await move(source, target)).toEqual({ events: contents.length, copied: 0 });
    expect(await contentsOf(target)).toEqual(contents);
  });

  it('survives lost answers and broken connections of the target', async () => {
    const [source, target] = [memoryStore(), open(double.url)];
    await fill(source, 30);
    double.faults.queue.push('lost', 'cut', { delayedMs: 20 }, 'lost', 'cut');
    await move(source, target);
    expect(await contentsOf(target)).toEqual(await contentsOf(source));
  });

  const others = {
    'another record': (event: { record: string }) => ({ ...event, record: '{}' }),
    'another type': (event: { record: string }) => ({ ...event, type: 'Other' }),
    'another id': (event: { record: string }) => ({ ...event, id: randomUUID() }),
  };

  it.each(Object.entries(others))('refuses a target with %s and leaves it as it is', async (_what, change) => {
    const [source, target] = [memoryStore(), memoryStore()];
    const events = newEvents(2);
    for (const stream of ['a', 'b']) await source.append(stream, NO_STREAM, events);
    await target.append('a', NO_STREAM, events);
    await target.append('b', NO_STREAM, events.map(change) as typeof events);
    await expect(move(source, target)).rejects.toThrow(NotAPrefix);
    expect(await contentsOf(target)).toHaveLength(4);
  });

  it('refuses a target that holds more, or the same in another order', async () => {
    const [source, more, other] = [memoryStore(), memoryStore(), memoryStore()];
    const events = newEvents(1);
    for (const store of [source, more]) await store.append('a', NO_STREAM, events);
    await more.append('b', NO_STREAM, events);
    await expect(move(source, more)).rejects.toThrow('Event 1 of the target is not in the source');
    await source.append('b', NO_STREAM, events);
    for (const stream of ['b', 'a']) await other.append(stream, NO_STREAM, events);
    await expect(move(source, other)).rejects.toThrow('Event 0 of the target has another stream');
  });

  it('tells how far it has come', async () => {
    const source = memoryStore();
    await fill(source, 10);
    const phases: string[] = [];
    const { events } = await move(source, memoryStore(), (progress) =>
      phases.push(`${progress.phase} ${progress.events}`),
    );
    expect(phases.at(-1)).toBe(`verifying ${events}`);
    expect(phases).toContain(`copying ${events}`);
  });

  const command = (...args: readonly string[]) =>
    new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
      const script = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url));
      const loader = new URL('./typescript.js', import.meta.url).href;
      const node = ['--conditions=source', '--import', loader, script, ...args];
      execFile(process.execPath, node, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
    });

  it('is a command that reports what it has done', async () => {
    const url = await freshPostgres();
    await fill(open(url), 20);
    const { code, out, err } = await command('move', '--from', url, '--to', double.url);
    expect(err).toContain('verifying 39');
    expect([code, out]).toEqual([0, '39 events in both logs, 39 of them copied now\n']);
    expect(await command('move', '--to', double.url, '--from', url)).toMatchObject({
      out: '39 events in both logs, 0 of them copied now\n',
    });
    await open(double.url).append('other', NO_STREAM, newEvents(1));
    const refused = await command('move', '--from', url, '--to', double.url);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining('Event 39 of the target is not in the source'),
    ]);
  });

  it.each([[[]], [['--from', 'esdb://a?tls=false']], [['--from', 'x', '--to', 'y']]])(
    'is a command that explains itself when it is asked %j',
    async (args) => {
      const { code, err } = await command('move', ...args);
      expect(code).toBe(64);
      expect(err).toContain('--from URL --to URL'.slice(0, args.length === 4 ? 0 : undefined));
    },
  );
});
