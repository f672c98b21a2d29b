import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeVkey,
  generateSkey,
  leafHash,
  parsePolicy,
  parseSkey,
  policyKeys,
  quorumMet,
  verifyTlogProof,
} from '#evidence';
import { migrateLog, type Witnessing } from '#log';
import pg from 'pg';
import { metricsOf } from '../apps/worker/src/seal.js';
import { root } from './e2e-support.js';
import { asOwner, freshPlace, newFolder, noted, type Place, type Running, until } from './log.support.js';
import { logLine, type Witnesses, witnessed, witnesses } from './witness.support.js';

let place: Place;
let one: Running;
let houses: Witnesses;
beforeEach(async () => {
  houses = witnesses();
  place = await freshPlace();
  one = place.start();
  await place.append('matter-a', 0, 3);
  await one.sealed(3n);
});
afterEach(async () => {
  await houses.end();
  await place.end();
});

/** A witness of the place's log over HTTP; answers with its line of a policy. */
const started = async (name: string, more?: { readonly state: string }): Promise<string> =>
  houses.start(await logLine(place), name, more);
/** One whose machine is off. */
const absent = (name: string): string =>
  `witness ${name} ${encodeVkey({ ...parseSkey(generateSkey(`${name}.test/witness`)), role: 'witness' })} http://127.0.0.1:1/`;

const collecting = (policy: string, inbox?: string): Witnessing => houses.collect(place, one, policy, inbox);
const allWitnessed = (records = 3) => witnessed(place, 'matter-a', records);
const leaf = Buffer.from(leafHash(noted('matter-a', 1).record), 'hex');

describe('the log and its witnesses', () => {
  it('reach a quorum though one of them is away, and the receipt shows it offline', async () => {
    const lines = [await logLine(place), await started('bmf'), await started('bmi'), absent('bmg')];
    const policy = [...lines, 'group houses 2 bmf bmi bmg', 'quorum houses'].join('\n');
    const collected = collecting(policy);
    await allWitnessed();
    const receipt = await place.reader.receipt({ stream: 'matter-a', revision: 1 });
    const { signatures } = verifyTlogProof(receipt!, leaf, policyKeys(parsePolicy(policy)));
    expect(quorumMet(parsePolicy(policy), signatures)).toBe(true);
    const isSaid = (name: string, state: string) =>
      collected.status().some((one) => one.name === name && one.state === state);
    await until(() => isSaid('bmf.test/witness', 'cosigned') && isSaid('bmg.test/witness', 'failed'));
    await place.append('matter-a', 3, 2);
    await allWitnessed(5);
  });

  it('reach one also when a witness comes back while nothing happens', async () => {
    const folder = join(newFolder(), 'disk');
    const lines = [await logLine(place), await started('bmf', { state: join(folder, 'state') })];
    const collected = collecting([...lines, 'quorum bmf'].join('\n'));
    await until(() => collected.status()[0]?.state === 'failed');
    const before = await place.reader.checkpoint();
    mkdirSync(folder);
    await allWitnessed();
    expect((await place.reader.checkpoint())?.startsWith(before!)).toBe(true);
  });

  it('do not reach one while too few answer: the records are sealed, not witnessed', async () => {
    const lines = [await logLine(place), await started('bmf'), absent('bmg')];
    const collected = collecting([...lines, 'group houses all bmf bmg', 'quorum houses'].join('\n'));
    await until(() => collected.status().length === 2);
    await until(async () => (await place.reader.checkpoint())?.includes('— bmf.test/witness') === true);
    expect(await place.reader.seals('matter-a')).toEqual(['SEALED', 'SEALED', 'SEALED']);
  });
});

describe('a witness that replaces its key', () => {
  const keyName = 'bmf.test/witness';
  /** Both keys have to sign. */
  const both = async (): Promise<string> => {
    const log = await logLine(place);
    const lines = [await houses.start(log, 'old', { keyName }), await houses.start(log, 'new', { keyName })];
    return [log, ...lines, 'group bmf all old new', 'quorum bmf'].join('\n');
  };

  it('is heard with both keys, though they have one name', async () => {
    const policy = await both();
    const collected = collecting(policy);
    await allWitnessed();
    await until(() => collected.status().length === 2);
    expect(collected.status()).toMatchObject(Array.from({ length: 2 }, () => ({ name: keyName, state: 'cosigned' })));
    const receipt = await place.reader.receipt({ stream: 'matter-a', revision: 1 });
    const { signatures } = verifyTlogProof(receipt!, leaf, policyKeys(parsePolicy(policy)));
    expect(quorumMet(parsePolicy(policy), signatures)).toBe(true);
  });

  it('is heard also on a database from before, which keeps what it has', async () => {
    await asOwner(
      place.ownerUrl,
      `ALTER TABLE log.cosignature DROP COLUMN key_id, ADD PRIMARY KEY (checkpoint, witness)`,
      `INSERT INTO log.cosignature SELECT number, 'bmg', E'— bmg AQIDBAUG\\n' FROM log.checkpoint`,
    );
    for (let time = 0; time < 2; time += 1) await migrateLog(place.ownerUrl, { write: [], read: [] });
    collecting(await both());
    await allWitnessed();
    const [reader, rows] = [new pg.Client({ connectionString: place.ownerUrl }), `encode(key_id, 'hex') AS id`];
    await reader.connect();
    const kept = await reader.query(`SELECT witness, line, ${rows} FROM log.cosignature WHERE witness = 'bmg'`);
    await reader.end();
    expect(kept.rows).toContainEqual({ witness: 'bmg', line: '— bmg AQIDBAUG\n', id: '01020304' });
    await expect(asOwner(place.ownerUrl, 'DELETE FROM log.cosignature')).rejects.toThrow('what is sealed stays');
  });
});

describe('what lies among the cosigned texts', () => {
  it('and cannot be read keeps neither the other texts nor the witnesses from being heard, and is told of', async () => {
    const inbox = newFolder();
    mkdirSync(join(inbox, 'a.txt'));
    symlinkSync('/nowhere', join(inbox, 'b.txt'));
    // It cannot be renamed: the other name is a folder in use.
    mkdirSync(join(inbox, 'c.txt.refused', 'x'), { recursive: true });
    writeFileSync(join(inbox, 'c.txt'), 'x');
    writeFileSync(join(inbox, 'd.txt'), 'y');
    const told: string[] = [];
    const policy = [await logLine(place), await started('bmf'), 'quorum bmf'].join('\n');
    const collected = houses.collect(place, one, policy, inbox, (failure) => told.push(failure));
    await allWitnessed();
    await until(() => collected.failures().length === 4);
    const refused = ['a.txt.refused', 'b.txt.refused', 'c.txt', 'c.txt.refused', 'd.txt.refused'];
    await until(() => readdirSync(inbox).toSorted().join() === refused.join());
    expect(collected.failures()[0]).toContain('a.txt was not taken: it is no file of a sensible size');
    expect(collected.failures()[1]).toMatch(/b\.txt was not taken: .*ENOENT/);
    expect(metricsOf(one.status(), [], collected.failures())).toContain('log_witnessing_failures 4');

    // Who removes it has seen it.
    rmdirSync(join(inbox, 'a.txt.refused'));
    await until(() => collected.failures().length === 3);
    expect(told).toHaveLength(4);
    expect(collected.status()).toMatchObject([{ state: 'cosigned' }]);
  });

  it('waits while the database does not take it', async () => {
    const inbox = newFolder();
    const noted = (await place.reader.checkpoint())!;
    writeFileSync(join(inbox, 'a.txt'), noted);
    const policy = [await logLine(place), absent('bmf'), 'quorum bmf'].join('\n');
    const told: string[] = [];
    const closed = { ...place, writeUrl: 'postgres://nobody:x@127.0.0.1:1/none' };
    const collected = houses.collect(closed, one, policy, inbox, (failure) => told.push(failure));
    await until(() => collected.failures().length === 2);
    await until(() => told.length === 2);
    expect(told.toSorted()[0]).toMatch(/^Cosigned texts cannot be taken: /);
    expect(told.toSorted()[1]).toMatch(/^The witnesses cannot be asked: /);
    expect(readdirSync(inbox)).toEqual(['a.txt']);
  });
});

describe('beschlussbuch witness', () => {
  const cli = (args: readonly string[], input = '') =>
    spawnSync(
      process.execPath,
      ['--conditions=source', '--import', './test/typescript.js', 'apps/cli/src/main.ts', 'witness', ...args],
      {
        ...{ cwd: root, input, encoding: 'utf8' },
      },
    );

  it('works with texts alone: request in, cosigned checkpoint out, taken by the log', async () => {
    const folder = newFolder();
    const [key, policy, state] = ['key', 'policy', 'state'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const made = cli(['key', '--key', key, '--name', 'bmf.test/witness']);
    expect([made.status, statSync(key).mode & 0o777]).toEqual([0, 0o600]);
    const trust = [await logLine(place), `witness bmf ${made.stdout.trim()}`, 'quorum bmf'].join('\n');
    writeFileSync(policy, trust);
    const inbox = join(folder, 'inbox');
    mkdirSync(inbox);
    const signed = cli(
      ['sign', '--key', key, '--policy', policy, '--state', state],
      await place.reader.witnessRequest(0n),
    );
    expect([signed.status, signed.stderr]).toEqual([0, '']);
    writeFileSync(join(inbox, 'bmf.txt'), signed.stdout);
    writeFileSync(join(inbox, 'noise.txt'), 'x');
    collecting(trust, inbox);
    await allWitnessed();
    await until(() => readdirSync(inbox).toSorted().join() === 'bmf.txt.taken,noise.txt.refused');

    await place.append('matter-a', 3, 1);
    await one.sealed(4n);
    const stale = cli(
      ['sign', '--key', key, '--policy', policy, '--state', state],
      await place.reader.witnessRequest(0n),
    );
    expect([stale.status, stale.stdout, stale.stderr]).toEqual([1, '', expect.stringContaining('3') as string]);
    const next = cli(
      ['sign', '--key', key, '--policy', policy, '--state', state],
      await place.reader.witnessRequest(3n),
    );
    expect(next.status).toBe(0);
    expect(await place.reader.witnessRequest(5n)).toBeUndefined();
  });

  it('says how it is called', () => {
    expect(cli(['--help']).stdout).toContain('witness serve');
    expect(cli([]).status).toBe(64);
    expect(cli(['sign', '--key', 'x']).status).toBe(64);
  });

  it('leaves no lock behind when a call fails', async () => {
    const folder = newFolder();
    const [key, policy, state] = ['key', 'policy', 'state'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const call = (...args: readonly string[]) =>
      cli([...args, '--key', key, '--policy', policy, '--state', state]).status;
    const leavesNothing = () => expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
    expect(call('serve')).toBe(1);
    leavesNothing();
    cli(['key', '--key', key, '--name', 'bmf.test/witness']);
    writeFileSync(policy, `${await logLine(place)}\nquorum none\n`);
    expect(call('serve', '--host', 'nowhere.invalid')).toBe(1);
    leavesNothing();
    writeFileSync(state, 'spoiled');
    expect(call('sign')).toBe(1);
    leavesNothing();
  });
});
