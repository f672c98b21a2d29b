import { randomUUID } from 'node:crypto';
import { type Command, type Decider, type Event, log } from '#domain';
import { command, MONDAY } from '#domain/testing';
import { digestsIn, openDisclosure, parseRecord } from '#evidence';
import { type Answer, type Envelope, folds, handle, memoryStore, type ValueKeeper } from '#event-store';

const vault: ValueKeeper = {
  keep: ({ sha256 }) => Promise.resolve({ sha256 }),
  fingerprint: () => Promise.resolve('a'.repeat(64)),
  open: () => Promise.resolve(new Map()),
};

/** Announces a key in the name of a house. */
function announce(vkey: string, by: Envelope['by'], stream = 'log-keys') {
  const store = memoryStore();
  const prepared = { command: command('AnnounceLogKey', { vkey }), at: MONDAY, envelope: { by }, after: [] };
  return handle({ store, folds: folds(store), vault }, log, {
    stream,
    commandId: '7d8a3c52-1f0e-4b8a-9c55-2f6f0e6a1b77',
    content: () => ({}),
    admit: () => undefined,
    prepare: () => Promise.resolve(prepared),
  });
}

const BY = { org: 'DA', role: 'SEC', sub: 'p-1' };
const tooLong = (place: string) =>
  expect.objectContaining({ code: 'INVALID_PAYLOAD', params: { problem: `TOO_LONG ${place}`.trim() } });

describe('a command whose record could not be read again', () => {
  it('is refused, not failed: it is too long, or a name in its head is', async () => {
    await expect(announce('x', BY)).resolves.toMatchObject({ revision: 0 });
    await expect(announce('x'.repeat(65_536), BY)).rejects.toEqual(tooLong(''));
    await expect(announce('x', { ...BY, org: 'ü'.repeat(129) })).rejects.toEqual(tooLong('by.org'));
    await expect(announce('x', BY, `log-${'x'.repeat(253)}`)).rejects.toEqual(tooLong('record.stream'));
  });
});

describe('a seal in a new record', () => {
  type Note = Command<'Note', object> | Command<'Repeat', object>;
  type Noted = Event<'Noted', { readonly text?: unknown }>;
  /** Takes whatever is said to it; repeats, as rules do that carry words over from the state, what was said first. */
  const notes: Decider<Note, Noted, readonly unknown[]> = {
    initial: [],
    decide: {
      Note: ({ data }) => [{ type: 'Noted', data }],
      Repeat: (_, [first]) => [{ type: 'Noted', data: { text: first } }],
    },
    evolve: { Noted: (texts, { data }) => [...texts, data.text] },
    erasable: { Noted: ['text'] },
  };
  const store = memoryStore();
  const values = new Map<string, string>();
  const keeper: ValueKeeper = {
    ...vault,
    keep: (entry) => {
      for (const { digest, disclosure } of entry.values) values.set(digest, disclosure);
      return vault.keep(entry);
    },
    open: (digests) =>
      Promise.resolve(
        new Map(
          digests.flatMap((digest) => {
            const disclosure = values.get(digest);
            return disclosure === undefined ? [] : [[digest, openDisclosure(digest, disclosure).value]];
          }),
        ),
      ),
  };
  const ledger = { store, folds: folds(store), vault: keeper };

  const send = (stream: string, type: Note['type'], data: object): Promise<Answer> => {
    const prepared = { command: command(type, data) as Note, at: MONDAY, envelope: { by: BY }, after: [] };
    const admit = () => undefined;
    const prepare = () => Promise.resolve(prepared);
    return handle(ledger, notes, { stream, commandId: randomUUID(), content: () => ({ type }), admit, prepare });
  };
  const recordedIn = async (stream: string): Promise<readonly string[]> => {
    const digests: string[] = [];
    for await (const { record } of store.readStream(stream)) digests.push(...digestsIn(parseRecord(record).data));
    return digests;
  };

  it('stays what it is where the rules carried it over from an earlier record of the stream', async () => {
    await send('notes-a', 'Note', { text: 'Geheim' });
    const { events } = await send('notes-a', 'Repeat', {});
    expect(events).toMatchObject([{ data: { text: 'Geheim' } }]);
    const [first, second, ...more] = await recordedIn('notes-a');
    expect([second, more]).toEqual([first, []]);
  });

  it('is refused where no earlier record of the stream holds it, erasable there or not', async () => {
    const [digest = ''] = await recordedIn('notes-a');
    const foreign = expect.objectContaining({
      code: 'INVALID_PAYLOAD',
      params: { problem: `FOREIGN_SEAL ${digest}` },
    }) as unknown;
    for (const data of [{ text: { '#': digest } }, { other: { list: [{ '#': digest }] } }])
      await expect(send('notes-b', 'Note', data)).rejects.toEqual(foreign);
    await send('notes-b', 'Note', { text: 'Eigenes' });
    await expect(send('notes-b', 'Note', { text: { '#': digest } })).rejects.toEqual(foreign);
    expect(await recordedIn('notes-b')).toHaveLength(1);
  });
});
