import { copyFileSync } from 'node:fs';
import { kurrentStore, move } from '#event-store';
import { leafHash, parseRecord, parseVkey, verifyConsistency, verifyTlogProof } from '#evidence';
import { alone, attackedLogs, type SealedLog } from './attacks.logs.js';
import { appendAll, exported, plainNote, program } from './attacks.support.js';
import { type Double, startDouble } from './kurrent-double/double.js';
import { freshPlace, type Place } from './log.support.js';

const logs = attackedLogs();
let double: Double;
let store: ReturnType<typeof kurrentStore>;
let before: SealedLog;
beforeEach(async () => {
  double = await startDouble();
  store = kurrentStore({ connectionString: double.url });
  before = await logs.sealed();
});
afterEach(async () => {
  await store.close();
  await double.close();
});

const keysOf = async ({ reader }: Place) => (await reader.keys()).map((vkey) => parseVkey(vkey));
const leafOf = (record: string): Buffer => Buffer.from(leafHash(record), 'hex');
const rootOf = async ({ reader }: Place): Promise<string> =>
  (await reader.checkpoint())!.split('\n').slice(0, 3).join();
const receiptsOf = ({ reader }: Place) =>
  Promise.all(logs.past().log.map((_, index) => reader.receipt({ index: BigInt(index) })));

/** The log goes on over the store that its events were moved to. */
async function moved(): Promise<SealedLog> {
  const { place, one } = before;
  await one.stop();
  await move(place.store, store);
  const again = place.start({ store });
  await again.sealed(logs.size());
  return { place, one: again };
}

describe('a log moved from PostgreSQL to EventStoreDB', () => {
  it('keeps its root, its proofs and its bundle, byte for byte', async () => {
    const { place } = before;
    const [root, receipts, bundle] = [await rootOf(place), await receiptsOf(place), await exported(place)];
    await moved();
    expect(await rootOf(place)).toBe(root);
    expect(await receiptsOf(place)).toEqual(receipts);
    const { reader } = place;
    expect(await exported({ store, reader })).toBe(bundle);
    expect(await program({ bundle, policy: await alone(place) })).toMatchObject({ code: 0 });
  }, 90_000);

  it('has the same root and proofs when the log itself is made anew from the moved events', async () => {
    const { place, one } = before;
    await one.stop();
    await move(place.store, store);
    const fresh = await freshPlace();
    try {
      copyFileSync(place.keyFile, fresh.keyFile);
      copyFileSync(place.memoryFile, fresh.memoryFile);
      await fresh.start({ store }).sealed(logs.size());
      expect(await rootOf(fresh)).toBe(await rootOf(place));
      expect(await receiptsOf(fresh)).toEqual(await receiptsOf(place));
    } finally {
      await fresh.end();
    }
  }, 90_000);

  it('goes on with trees that continue the old ones, so that old receipts and remembered checkpoints hold', async () => {
    const { place } = before;
    const { reader } = place;
    const [remember, receipts] = [(await reader.checkpoint())!, await receiptsOf(place)];
    const { one } = await moved();
    await appendAll(store, [plainNote('2027-04-01T00:00:00.000Z')]);
    await one.sealed(logs.size() + 1n);
    const keys = await keysOf(place);
    for (const [index, receipt] of receipts.entries()) {
      const record = logs.past().log[index]!;
      const { stream, rev: revision } = parseRecord(record);
      verifyTlogProof(receipt!, leafOf(record), keys);
      const now = verifyTlogProof((await reader.receipt({ stream, revision }))!, leafOf(record), keys);
      expect(now).toMatchObject({ index: BigInt(index), checkpoint: { size: logs.size() + 1n } });
    }
    const old = verifyTlogProof(receipts[0]!, leafOf(logs.past().log[0]!), keys).checkpoint;
    const late = verifyTlogProof((await reader.receipt({ index: 0n }))!, leafOf(logs.past().log[0]!), keys).checkpoint;
    verifyConsistency({
      ...{ first: old.size, second: late.size, firstRoot: old.root, secondRoot: late.root },
      proof: await reader.consistency(old.size, late.size),
    });
    const found = await program({ bundle: await exported({ store, reader }), policy: await alone(place), remember });
    expect(found).toMatchObject({ code: 0 });
  }, 90_000);

  it('stops the log where what was moved is not what was sealed', async () => {
    const { place, one } = before;
    await one.stop();
    await place.attack(
      `UPDATE ledger.event SET record = replace(record, 'Registerportal', 'Registerprotal') WHERE type = 'MatterDrafted'`,
    );
    await move(place.store, store);
    const index = logs.past().log.findIndex((record) => record.includes('Registerportal'));
    const { stream, revision } = logs.past().place(index);
    const failure = expect.stringContaining(`${stream}@${revision}, index ${index}`) as string;
    expect(await place.start({ store }).broken()).toMatchObject({ reason: 'RECORD_DIFFERS', failure });
  }, 90_000);
});
