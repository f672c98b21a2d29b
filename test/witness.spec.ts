import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  checkpointText,
  cosign,
  encodeVkey,
  generateSkey,
  leafHash,
  noteParts,
  parsePolicy,
  parseSkey,
  policyKeys,
  quorumMet,
  type Signer,
  signNote,
  verifyTlogProof,
} from '#evidence';
import { fileSigner, migrateLog, type Witnessing } from '#log';
import pg from 'pg';
import { metricsOf } from '../apps/worker/src/seal.js';
import { root } from './e2e-support.js';
import { announced, asOwner, freshPlace, newFolder, noted, type Place, type Running, until } from './log.support.js';
import { logLine, machineClock, type Witnesses, witnessed, witnesses } from './witness.support.js';

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

const collecting = (policy: string, inbox?: string): Witnessing =>
  houses.collect(place, one, policy, inbox === undefined ? {} : { inbox });
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
    // However long ago the last checkpoint was made: it still holds everything.
    await sleep(3_000);
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

describe('a checkpoint from which the store has gone on for long', () => {
  /** The key of the place's log, which signs as it is told. */
  const keyThat = (sign: (signer: Signer, bytes: Buffer) => Promise<Buffer>): Signer => {
    const signer = fileSigner(place.keyFile, 'log.test/one');
    return { ...signer, sign: (bytes) => sign(signer, bytes) };
  };
  const cosignedSizes = async (): Promise<readonly string[]> => {
    const reader = new pg.Client({ connectionString: place.ownerUrl });
    await reader.connect();
    const sizes = 'SELECT DISTINCT size FROM log.cosignature JOIN log.checkpoint ON number = checkpoint ORDER BY size';
    const { rows } = await reader.query<{ size: string }>(sizes);
    await reader.end();
    return rows.map(({ size }) => size);
  };

  it('is not cosigned after a restart, before there is a newer one', async () => {
    await one.stop();
    await place.append('matter-a', 3, 2);
    let isAwake = false;
    const signer = keyThat(async (real, bytes) => {
      await until(() => isAwake);
      return real.sign(bytes);
    });
    one = place.start({ signer });
    const collected = collecting([await logLine(place), await started('bmf'), 'quorum bmf'].join('\n'));
    await until(() => one.status().state === 'active');
    await sleep(1_500);
    expect(collected.status()).toEqual([]);
    isAwake = true;
    await allWitnessed(5);
    expect(await cosignedSizes()).toEqual(['5']);
  });

  it('is not cosigned by a witness who comes back before the key does', async () => {
    await one.stop();
    let isAway = false;
    one = place.start({
      signer: keyThat(async (real, bytes) => (isAway ? Promise.reject(new Error('pulled out')) : real.sign(bytes))),
    });
    await one.sealed(3n);
    const folder = join(newFolder(), 'disk');
    const lines = [await logLine(place), await started('bmf', { state: join(folder, 'state') })];
    const collected = collecting([...lines, 'quorum bmf'].join('\n'));
    await until(() => collected.status()[0]?.state === 'failed');
    isAway = true;
    await place.append('matter-a', 3, 1);
    await until(() => one.status().unsigned !== undefined && one.status().behind > 2_500);
    mkdirSync(folder);
    await sleep(1_500);
    expect(await cosignedSizes()).toEqual([]);
    isAway = false;
    await allWitnessed(4);
    expect(await cosignedSizes()).toEqual(['4']);
  });
});

describe('a witness whose clock is wrong', () => {
  it.each([
    ['fast', 1_800n, '30 minutes after it came'],
    ['slow', -1_800n, '30 minutes before it can have been made'],
  ])('because it is %s is not heard, for its cosignature would accuse honest records', async (_, wrong, failure) => {
    let off = wrong;
    const line = await houses.start(await logLine(place), 'bmf', { now: () => machineClock() + off });
    const told: string[] = [];
    const policy = [await logLine(place), line, 'quorum bmf'].join('\n');
    const collected = houses.collect(place, one, policy, { tell: (said) => told.push(said) });
    const said = `its cosignature is dated ${failure}: its clock or ours is wrong`;
    await until(() => told.length > 0);
    expect(told).toEqual([`bmf.test/witness: ${said}`]);
    expect(collected.status()).toEqual([{ name: 'bmf.test/witness', state: 'failed', failure: said }]);
    expect(metricsOf(one.status(), collected.status())).toContain('beschlussbuch_log_witnesses 0\n');
    expect(await place.reader.checkpoint()).not.toContain('bmf.test/witness');
    // Put right, it is heard under the same checkpoint; a few minutes are nothing that anybody has to explain.
    off /= 15n;
    await allWitnessed();
    expect(told).toHaveLength(1);
  });
});

describe('an instance that another one has relieved', () => {
  it('says nothing more of the witnesses, which it does not ask any more', async () => {
    const inbox = newFolder();
    mkdirSync(join(inbox, 'a.txt'));
    const collected = collecting([await logLine(place), await started('bmf'), 'quorum bmf'].join('\n'), inbox);
    await until(() => collected.failures().length === 1);
    await until(() => collected.status()[0]?.state === 'cosigned');
    const stranger = new pg.Client({ connectionString: place.ownerUrl });
    await stranger.connect();
    const held = stranger.query('SELECT pg_advisory_lock(7310005)');
    await asOwner(
      place.ownerUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'log' AND datname = current_database()`,
    );
    await held;
    await until(() => collected.status().length === 0);
    expect([one.status().state, collected.failures()]).toEqual(['standby', []]);
    await stranger.end();
    await until(() => collected.status()[0]?.state === 'cosigned');
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
  /** As if it had been written a minute ago. */
  const rested = (file: string): void => utimesSync(file, new Date(), new Date(Date.now() - 60_000));
  const bmf = parseSkey(generateSkey('bmf.test/witness'));
  /** A witness that is asked by mail only. */
  const byMail = async (): Promise<string> =>
    [await logLine(place), `witness bmf ${encodeVkey({ ...bmf, role: 'witness' })}`, 'quorum bmf'].join('\n');
  /** The checkpoint as the witness gives it back, by a clock that is some seconds fast. */
  const signed = async (checkpoint: string, fast = 0n): Promise<string> =>
    checkpoint + (await cosign(noteParts(checkpoint).text, bmf, machineClock() + fast));

  it('and cannot be read keeps neither the other texts nor the witnesses from being heard, and is told of', async () => {
    const inbox = newFolder();
    mkdirSync(join(inbox, 'a.txt'));
    symlinkSync('/nowhere', join(inbox, 'b.txt'));
    // It cannot be renamed: the other name is a folder in use.
    mkdirSync(join(inbox, 'c.txt.refused', 'x'), { recursive: true });
    writeFileSync(join(inbox, 'c.txt'), 'x');
    writeFileSync(join(inbox, 'd.txt'), 'y');
    for (const name of ['c.txt', 'd.txt']) rested(join(inbox, name));
    const told: string[] = [];
    const policy = [await logLine(place), await started('bmf'), 'quorum bmf'].join('\n');
    const collected = houses.collect(place, one, policy, { inbox, tell: (failure) => told.push(failure) });
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

  it('and tells of more records than any log has is refused, and what comes after it is taken', async () => {
    const inbox = newFolder();
    const [file, tree] = [join(inbox, 'a.txt'), { size: (1n << 64n) - 1n, root: Buffer.alloc(32) }];
    writeFileSync(file, await signed(await signNote(checkpointText({ origin: 'log.test/one', ...tree }), [bmf])));
    rested(file);
    writeFileSync(join(inbox, 'b.txt'), await signed((await place.reader.checkpoint())!));
    collecting(await byMail(), inbox);
    await allWitnessed();
    await until(() => readdirSync(inbox).toSorted().join() === 'a.txt.refused,b.txt.taken');
  });

  it('and makes the database fail is named, and what comes after it is taken', async () => {
    const inbox = newFolder();
    const before = (await place.reader.checkpoint())!;
    await place.append('matter-a', 3, 1);
    await one.sealed(4n);
    await asOwner(
      place.ownerUrl,
      `CREATE FUNCTION log.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT size FROM log.checkpoint WHERE number = NEW.checkpoint) = 4 THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'disk of %', NEW.witness;
      END $$`,
      'CREATE TRIGGER fail BEFORE INSERT ON log.cosignature FOR EACH ROW EXECUTE FUNCTION log.fail()',
    );
    writeFileSync(join(inbox, 'a.txt'), await signed(before));
    writeFileSync(join(inbox, 'b.txt'), await signed((await place.reader.checkpoint())!));
    const collected = collecting(await byMail(), inbox);
    await allWitnessed(4);
    await until(() => collected.failures().length === 1);
    expect(collected.failures()).toEqual([
      `Cosigned texts cannot be taken: ${join(inbox, 'a.txt')}: disk of bmf.test/witness`,
    ]);
    expect(readdirSync(inbox).toSorted()).toEqual(['a.txt', 'b.txt.taken']);
  });

  it.each([
    ['of an hour that is still to come', 3_600n, '60 minutes after it came'],
    ['of an hour before there was such a checkpoint', -3_600n, '60 minutes before it can have been made'],
  ])('and says that it is %s is refused: it would accuse honest records', async (_, fast, failure) => {
    const inbox = newFolder();
    const checkpoint = (await place.reader.checkpoint())!;
    writeFileSync(join(inbox, 'a.txt'), await signed(checkpoint, fast));
    rested(join(inbox, 'a.txt'));
    const collected = collecting(await byMail(), inbox);
    await until(() => readdirSync(inbox).join() === 'a.txt.refused');
    expect(collected.failures()).toEqual([
      expect.stringContaining(`a.txt was not taken: its cosignature is dated ${failure}`),
    ]);
    // A few minutes are nothing that anybody has to explain.
    writeFileSync(join(inbox, 'b.txt'), await signed(checkpoint, fast / 15n));
    await allWitnessed();
  });

  it('and is still being written is left until it is whole', async () => {
    const inbox = newFolder();
    const whole = await signed((await place.reader.checkpoint())!);
    const file = join(inbox, 'a.txt');
    writeFileSync(file, '');
    const collected = collecting(await byMail(), inbox);
    await sleep(1_200);
    writeFileSync(file, whole.slice(0, -10));
    await sleep(1_200);
    expect([readdirSync(inbox), collected.failures()]).toEqual([['a.txt'], []]);
    writeFileSync(file, whole);
    await allWitnessed();
    await until(() => readdirSync(inbox).join() === 'a.txt.taken');
  });

  it('is taken for either of the checkpoints of one size that two keys signed one after the other', async () => {
    await one.stop();
    const next = fileSigner(join(newFolder(), 'next'), 'log.test/one');
    await place.store.append('log-keys', -1, [announced(0, encodeVkey({ ...next, role: 'log' }))]);
    const two = place.start({ next });
    await two.sealed(4n);
    const both = (await place.reader.checkpoint())!;
    await two.stop();
    one = place.start({ signer: next });
    await one.sealed(4n);
    const alone = (await place.reader.checkpoint())!;
    expect(noteParts(alone).text).not.toBe(noteParts(both).text);
    const inbox = newFolder();
    for (const [name, note] of Object.entries({ both, alone })) {
      writeFileSync(join(inbox, `${name}.txt`), await signed(note));
    }
    collecting(await byMail(), inbox);
    await until(() => readdirSync(inbox).toSorted().join() === 'alone.txt.taken,both.txt.taken');
    await allWitnessed();
  });

  it('waits while the database does not take it', async () => {
    const inbox = newFolder();
    const noted = (await place.reader.checkpoint())!;
    writeFileSync(join(inbox, 'a.txt'), noted);
    const policy = [await logLine(place), absent('bmf'), 'quorum bmf'].join('\n');
    const told: string[] = [];
    const closed = { ...place, writeUrl: 'postgres://nobody:x@127.0.0.1:1/none' };
    const collected = houses.collect(closed, one, policy, { inbox, tell: (failure) => told.push(failure) });
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
