import { chmodSync, copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import {
  leafHash,
  openNote,
  parseCheckpoint,
  parseTlogProof,
  parseVkey,
  verifyConsistency,
  verifyTlogProof,
} from '#evidence';
import { fileSigner, openLog } from '#log';
import { asOwner, copyOf, freshPlace, newFolder, noted, type Place, placeOn, until } from './log.support.js';

const leafOf = (stream: string, revision: number): Buffer =>
  Buffer.from(leafHash(noted(stream, revision).record), 'hex');

let place: Place;
beforeEach(async () => {
  place = await freshPlace();
});
afterEach(() => place.end());

const keys = async () => (await place.reader.keys()).map((vkey) => parseVkey(vkey));
const checkpoint = async () => parseCheckpoint(openNote((await place.reader.checkpoint())!, await keys()).text);

/** A log of eight records in two streams, all sealed, and stopped. */
const sealedEight = async (): Promise<void> => {
  const one = place.start();
  await place.append('matter-a', 0, 5);
  await place.append('matter-b', 0, 3);
  await one.sealed(8n);
  await one.stop();
};

describe('the log', () => {
  it('gives every record a receipt that anybody can verify', async () => {
    await sealedEight();
    for (const [stream, revision] of [
      ['matter-a', 0],
      ['matter-a', 4],
      ['matter-b', 2],
    ] as const) {
      const receipt = await place.reader.receipt({ stream, revision });
      const proven = verifyTlogProof(receipt!, leafOf(stream, revision), await keys());
      expect(proven.checkpoint).toMatchObject({ origin: 'log.test/one', size: 8n });
      const { index } = parseTlogProof(receipt!);
      expect(await place.reader.receipt({ index })).toBe(receipt);
      expect(await place.reader.receipt({ eventId: noted(stream, revision).id })).toBe(receipt);
    }
    expect(await place.reader.receipt({ index: 8n })).toBeUndefined();
    expect(await place.reader.receipt({ stream: 'matter-c', revision: 0 })).toBeUndefined();
  });

  it('has no checkpoint and no receipt before the first record', async () => {
    const one = place.start();
    await until(() => one.status().state === 'active');
    expect(await place.reader.checkpoint()).toBeUndefined();
    expect(await place.reader.seals('matter-a')).toEqual([]);
  });

  it('goes on after a restart with a tree that continues the last one', async () => {
    await sealedEight();
    const first = await checkpoint();
    const two = place.start();
    await place.append('matter-b', 3, 100);
    await two.sealed(108n);
    const second = await checkpoint();
    verifyConsistency({
      ...{ first: first.size, second: second.size, firstRoot: first.root, secondRoot: second.root },
      proof: await place.reader.consistency(first.size, second.size),
    });
    expect(second.size).toBe(108n);
    expect(await place.reader.seals('matter-b')).toEqual(Array.from({ length: 103 }, () => 'SEALED'));
  });

  it('tells those who wait when their record is sealed, and those who wait in vain that it is not', async () => {
    const one = place.start();
    await until(() => one.status().state === 'active');
    const waiting = place.reader.sealed('matter-a', 2, 20_000);
    await place.append('matter-a', 0, 3);
    expect(await waiting).toBe(true);
    expect(await place.reader.sealed('matter-a', 3, 50)).toBe(false);
  });

  it('takes what was appended while it was off', async () => {
    await sealedEight();
    await place.append('matter-c', 0, 5_000 / 50);
    expect(await place.reader.seals('matter-c')).toEqual([]);
    await place.start().sealed(108n);
    expect((await checkpoint()).size).toBe(108n);
  });

  it('is active in one instance; another one takes over when the first ends', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
    const two = place.start();
    await place.append('matter-a', 1, 1);
    await one.sealed(2n);
    expect(two.status()).toMatchObject({ state: 'standby', sealed: 0n, waiting: 0 });
    await one.stop();
    await place.append('matter-a', 2, 1);
    await two.sealed(3n);
  });

  it('goes on after its connection was cut', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
    await asOwner(
      place.ownerUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'log'`,
    );
    await place.append('matter-a', 1, 1);
    await one.sealed(2n);
  });

  it('keeps what it has: nobody may change it, not even its own role', async () => {
    await sealedEight();
    await expect(asOwner(place.writeUrl, 'DELETE FROM log.leaf')).rejects.toThrow('permission denied');
    await expect(asOwner(place.readUrl, `INSERT INTO log.node VALUES (1, 99, '')`)).rejects.toThrow(
      'permission denied',
    );
    await expect(asOwner(place.ownerUrl, 'UPDATE log.leaf SET index = 99')).rejects.toThrow('what is sealed stays');
    await expect(
      asOwner(place.ownerUrl, 'SET session_replication_role = replica', 'TRUNCATE log.checkpoint CASCADE'),
    ).rejects.toThrow('what is sealed stays');
  });
});

describe('the log stops for good, and signs nothing more, when it finds at its next start', () => {
  /** What was done to the database, why the log stops, and what it names. */
  const attacks: readonly (readonly [string, readonly string[], string, string])[] = [
    [
      'one letter of a record changed',
      [`UPDATE ledger.event SET record = replace(record, '"text":"x"', '"text":"y"') WHERE position = 3`],
      'RECORD_DIFFERS',
      'matter-a@2, index 2',
    ],
    [
      'a record that is no record',
      [`UPDATE ledger.event SET record = '{' WHERE position = 3`],
      'RECORD_FALSE',
      'matter-a@2, index 2',
    ],
    [
      'the type beside a record changed',
      [`UPDATE ledger.event SET type = 'Other' WHERE position = 2`],
      'RECORD_FALSE',
      'matter-a@1',
    ],
    [
      'the id beside a record changed',
      [`UPDATE ledger.event SET event_id = gen_random_uuid() WHERE position = 2`],
      'RECORD_FALSE',
      'matter-a@1',
    ],
    [
      'two records exchanged',
      [
        'UPDATE ledger.event SET position = -1 WHERE position = 5',
        'UPDATE ledger.event SET position = 5 WHERE position = 6',
        'UPDATE ledger.event SET position = 6 WHERE position = -1',
      ],
      'RECORD_DIFFERS',
      'matter-b@0, index 4',
    ],
    [
      'the tail cut',
      ['DELETE FROM ledger.event WHERE position > 6', 'UPDATE ledger.head SET position = 6'],
      'STORE_SHORTER',
      '6 of 8',
    ],
    [
      'a record deleted and the others moved up',
      [
        'DELETE FROM ledger.event WHERE position = 8',
        'UPDATE ledger.head SET position = 7',
        `DELETE FROM log.leaf WHERE index = 7`,
      ],
      'STORE_SHORTER',
      '7 of 8',
    ],
    [
      'a leaf changed',
      [`UPDATE log.leaf SET hash = sha256('x') WHERE index = 1`],
      'RECORD_DIFFERS',
      'matter-a@1, index 1',
    ],
    ['a node changed', [`UPDATE log.node SET hash = sha256('x') WHERE level = 2 AND index = 1`], 'NODE_DIFFERS', '2/1'],
    [
      'record and log rewritten from the change on',
      [
        `UPDATE ledger.event SET record = replace(record, '"text":"x"', '"text":"y"') WHERE position = 3`,
        'TRUNCATE log.leaf, log.node',
        'TRUNCATE log.checkpoint CASCADE',
      ],
      'ROOT_DIFFERS',
      'at 8 records',
    ],
  ];

  it.each(attacks)('%s', async (_what, statements, reason, detail) => {
    await sealedEight();
    const before = await place.reader.checkpoint();
    await place.attack(...statements);
    const two = place.start();
    const status = await two.broken();
    expect(status).toMatchObject({ reason, sealed: 0n, failure: expect.stringContaining(detail) as string });
    const after = await place.reader.checkpoint();
    expect([before, undefined]).toContain(after);
  });

  it('a backup of before put in place', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 3);
    await one.sealed(3n);
    await one.stop();
    const { memoryFile } = place;
    await place.end();
    const backup = await copyOf(place.ownerUrl);
    place = await placeOn(place.ownerUrl);
    copyFileSync(memoryFile, place.memoryFile);
    copyFileSync(memoryFile.replace('memory', 'key'), place.keyFile);
    const two = place.start();
    await place.append('matter-a', 3, 2);
    await two.sealed(5n);
    await two.stop();
    const restored = await placeOn(backup);
    copyFileSync(place.memoryFile, restored.memoryFile);
    copyFileSync(place.keyFile, restored.keyFile);
    const three = restored.start();
    expect(await three.broken()).toMatchObject({ reason: 'STORE_SHORTER' });
    await restored.end();
  });

  it('a backup of before put in place, and other events recorded since', async () => {
    await sealedEight();
    await place.attack(
      'DELETE FROM ledger.event WHERE position > 7',
      'UPDATE ledger.head SET position = 7',
      'DELETE FROM log.leaf WHERE index > 6',
      'DELETE FROM log.node WHERE (index + 1) << level > 7',
      'TRUNCATE log.checkpoint CASCADE',
    );
    await place.append('matter-c', 0, 4);
    expect(await place.start().broken()).toMatchObject({ reason: 'ROOT_DIFFERS' });
  });

  it('its memory missing, spoiled, or that of an earlier day', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
    const early = `${place.memoryFile}.early`;
    copyFileSync(place.memoryFile, early);
    await place.append('matter-a', 1, 1);
    await one.sealed(2n);
    await one.stop();
    copyFileSync(early, place.memoryFile);
    expect(await place.start().broken()).toMatchObject({ reason: 'MEMORY_MISSING' });
    writeFileSync(place.memoryFile, 'x');
    expect(await place.start().broken()).toMatchObject({ reason: 'MEMORY_MISSING' });
    rmSync(place.memoryFile);
    expect(await place.start().broken()).toMatchObject({ reason: 'MEMORY_MISSING' });
  });

  it('the key of another log', async () => {
    await sealedEight();
    const other = fileSigner(`${newFolder()}/key`, 'log.test/two');
    expect(await place.start({ signer: other }).broken()).toMatchObject({ reason: 'KEY_DIFFERS' });
    const sameName = fileSigner(`${newFolder()}/key`, 'log.test/one');
    expect(await place.start({ signer: sameName }).broken()).toMatchObject({ reason: 'KEY_DIFFERS' });
  });
});

describe('a running log', () => {
  it('finds a rewritten past by itself', async () => {
    const one = place.start({ auditMs: 50 });
    await place.append('matter-a', 0, 4);
    await one.sealed(4n);
    await place.attack(
      `UPDATE ledger.event SET record = replace(record, '"text":"x"', '"text":"y"') WHERE position = 2`,
    );
    const status = await one.broken();
    expect(status).toMatchObject({
      reason: 'RECORD_DIFFERS',
      failure: expect.stringContaining('matter-a@1') as string,
    });
    await place.append('matter-a', 4, 1);
    await until(() => one.status().waiting > 500);
    expect((await checkpoint()).size).toBe(4n);
  });

  it('does not take a stream that goes on with a gap', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 2);
    await one.sealed(2n);
    const forged = noted('matter-a', 7);
    await place.attack(
      `INSERT INTO ledger.event (position, stream_id, revision, event_id, type, record)
       SELECT 3, id, 7, '${forged.id}', 'Noted', '${forged.record}' FROM ledger.stream`,
      'UPDATE ledger.head SET position = 3',
    );
    expect(await one.broken()).toMatchObject({ reason: 'REVISION_MISSING' });
  });

  it('does not sign while the store cannot be read through', async () => {
    await sealedEight();
    await place.attack('DELETE FROM ledger.event WHERE position = 4');
    await place.append('matter-c', 0, 1);
    const two = place.start();
    await until(() => two.status().state === 'failed');
    expect(two.status()).toMatchObject({
      sealed: 0n,
      failure: expect.stringContaining('goes on at 5 after 3') as string,
    });
    expect((await checkpoint()).size).toBe(8n);
  });

  it('makes no receipt from nodes that were altered', async () => {
    await sealedEight();
    await place.attack(`UPDATE log.node SET hash = sha256('x') WHERE level = 1 AND index = 1`);
    await expect(place.reader.receipt({ index: 0n })).rejects.toThrow('does not lead from the leaf');
  });

  it('says for how long a record has been waiting', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
    await until(() => one.status().waiting === 0);
    await one.stop();
    const held = place.start({ databaseUrl: place.readUrl });
    await until(() => held.status().state === 'failed');
    await place.append('matter-a', 1, 1);
    await until(() => held.status().waiting > 1_000);
  });
});

describe('the key in a file', () => {
  it('is made at the first start, for its owner alone, and kept', () => {
    const file = `${newFolder()}/key`;
    const first = fileSigner(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^PRIVATE\+KEY\+beschlussbuch\.localhost\/[0-9a-f]{12}\+/);
    expect(fileSigner(file, 'ignored.test')).toMatchObject({ name: first.name, publicKey: first.publicKey });
    expect(fileSigner(`${newFolder()}/key`).name).not.toBe(first.name);
  });

  it('is refused when others can read it', () => {
    const file = `${newFolder()}/key`;
    fileSigner(file);
    chmodSync(file, 0o640);
    expect(() => fileSigner(file)).toThrow('can be read by others');
  });
});

it('is read without a key by whoever may ask', async () => {
  await sealedEight();
  const reader = openLog(place.readUrl);
  expect(await reader.checkpoint()).toBe(await place.reader.checkpoint());
  await reader.close();
});
