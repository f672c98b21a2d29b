import { log } from '#domain';
import { command, MONDAY } from '#domain/testing';
import { type Envelope, folds, handle, memoryStore, type ValueKeeper } from '#event-store';

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
    content: {},
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
