import { spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
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
import pg from 'pg';
import { root } from './e2e-support.js';
import { asOwner, freshPlace, newFolder, noted, type Place, until } from './log.support.js';

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
    expect(two.status()).toMatchObject({ state: 'standby', sealed: 0n });
    await until(() => two.status().waiting === 0);
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
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'log' AND datname = current_database()`,
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

describe('a running log', () => {
  it('without records finds nothing wrong however often it compares, and seals the first one', async () => {
    const one = place.start({ auditMs: 50 });
    await until(() => one.status().state === 'active');
    await sleep(500);
    expect(one.status()).toMatchObject({ state: 'active', size: 0n });
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
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

  it('is one and the same for processes that start together, and nothing else is left behind', async () => {
    const folder = newFolder();
    const program = `
      import { existsSync } from 'node:fs';
      import { fileSigner } from '#log';
      console.log('ready');
      while (!existsSync('${folder}.go'));
      const keys = Array.from({ length: 20 }, (_, index) => fileSigner('${folder}/key-' + index));
      console.log(keys.map(({ publicKey }) => publicKey.toString('hex')).join());`;
    const flags = ['--conditions=source', '--import', './test/typescript.js', '--input-type=module', '-e', program];
    const children = Array.from({ length: 2 }, () => {
      const child = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      const said: string[] = [];
      child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
      return { said, ended: new Promise((resolve) => child.on('close', resolve)) };
    });
    await until(() => children.every(({ said }) => said.length > 0));
    writeFileSync(`${folder}.go`, '');
    await Promise.all(children.map(({ ended }) => ended));
    const kept = Array.from({ length: 20 }, (_, index) =>
      fileSigner(`${folder}/key-${index}`).publicKey.toString('hex'),
    );
    for (const { said } of children) expect(said.join('')).toBe(`ready\n${kept.join()}\n`);
    expect(readdirSync(folder)).toHaveLength(20);
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

it('does not keep those who ask waiting for ever, and answers again when the database does', async () => {
  await sealedEight();
  const holder = new pg.Client({ connectionString: place.ownerUrl });
  await holder.connect();
  const reader = openLog(place.readUrl, 200);
  await holder.query('BEGIN; LOCK TABLE log.checkpoint');
  await expect(reader.checkpoint()).rejects.toThrow('timeout');
  await expect(reader.receipt({ index: 0n })).rejects.toThrow('timeout');
  await holder.query('ROLLBACK');
  expect(await reader.checkpoint()).toBe(await place.reader.checkpoint());
  await reader.close();
  await holder.end();
});
