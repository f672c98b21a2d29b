import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
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
import { startWitnessing, type Witnessing } from '#log';
import { serve } from '../apps/witness/src/server.js';
import { fileState } from '../apps/witness/src/state.js';
import { witness } from '../apps/witness/src/witness.js';
import { root } from './e2e-support.js';
import { freshPlace, newFolder, noted, type Place, type Running, until } from './log.support.js';

let place: Place;
let one: Running;
const ends: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  place = await freshPlace();
  one = place.start();
  await place.append('matter-a', 0, 3);
  await one.sealed(3n);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await place.end();
});

const logLine = async (): Promise<string> => `log ${(await place.reader.keys())[0]!}`;

/** A witness of the place's log over HTTP; answers with its line of a policy. */
const started = async (name: string): Promise<string> => {
  const signer = parseSkey(generateSkey(`${name}.test/witness`));
  const logs = parsePolicy(`${await logLine()}\nquorum none`).logs.map(({ key }) => key);
  const now = () => BigInt(Math.floor(Date.now() / 1_000));
  const server: Server = await serve(
    witness({ signer, logs, state: fileState(join(newFolder(), 'state')), now }),
    '127.0.0.1',
    0,
  );
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { readonly port: number };
  return `witness ${name} ${encodeVkey({ ...signer, role: 'witness' })} http://127.0.0.1:${port}/`;
};
/** One whose machine is off. */
const absent = (name: string): string =>
  `witness ${name} ${encodeVkey({ ...parseSkey(generateSkey(`${name}.test/witness`)), role: 'witness' })} http://127.0.0.1:1/`;

const collecting = (text: string, inbox = newFolder()): Witnessing => {
  const ending = new AbortController();
  const isActive = () => one.status().state === 'active';
  const witnessing = startWitnessing({
    databaseUrl: place.writeUrl,
    policy: parsePolicy(text),
    inbox,
    isActive,
    signal: ending.signal,
  });
  ends.push(() => {
    ending.abort();
    return witnessing.done;
  });
  return witnessing;
};

const witnessed = (stream: string, records = 3) =>
  until(async () => (await place.reader.seals(stream)).filter((seal) => seal === 'WITNESSED').length === records);
const leaf = Buffer.from(leafHash(noted('matter-a', 1).record), 'hex');

describe('the log and its witnesses', () => {
  it('reach a quorum though one of them is away, and the receipt shows it offline', async () => {
    const lines = [await logLine(), await started('bmf'), await started('bmi'), absent('bmg')];
    const policy = [...lines, 'group houses 2 bmf bmi bmg', 'quorum houses'].join('\n');
    const collected = collecting(policy);
    await witnessed('matter-a');
    const receipt = await place.reader.receipt({ stream: 'matter-a', revision: 1 });
    const { signatures } = verifyTlogProof(receipt!, leaf, policyKeys(parsePolicy(policy)));
    expect(quorumMet(parsePolicy(policy), signatures)).toBe(true);
    const isSaid = (name: string, state: string) =>
      collected.status().some((one) => one.name === name && one.state === state);
    await until(() => isSaid('bmf.test/witness', 'cosigned') && isSaid('bmg.test/witness', 'failed'));
    await place.append('matter-a', 3, 2);
    await witnessed('matter-a', 5);
  });

  it('do not reach one while too few answer: the records are sealed, not witnessed', async () => {
    const lines = [await logLine(), await started('bmf'), absent('bmg')];
    const collected = collecting([...lines, 'group houses all bmf bmg', 'quorum houses'].join('\n'));
    await until(() => collected.status().length === 2);
    await until(async () => (await place.reader.checkpoint())?.includes('— bmf.test/witness') === true);
    expect(await place.reader.seals('matter-a')).toEqual(['SEALED', 'SEALED', 'SEALED']);
  });

  it('catch an operator who rewrites everything and signs it again, which nothing else does', async () => {
    const policy = [await logLine(), await started('bmf'), 'quorum bmf'].join('\n');
    const first = collecting(policy);
    await witnessed('matter-a');
    await until(() => first.status().every(({ state }) => state === 'cosigned'));
    await one.stop();
    await place.attack(
      `UPDATE ledger.event SET record = replace(record, '"text":"x"', '"text":"y"') WHERE position = 2`,
      'TRUNCATE log.leaf, log.node, log.checkpoint, log.cosignature, log.witnessed',
    );
    rmSync(place.memoryFile);
    one = place.start();
    await place.append('matter-a', 3, 2);
    await one.sealed(5n);
    expect(one.status().state).toBe('active');
    const second = collecting(policy);
    await until(() => second.status().some(({ state }) => state === 'disputed'));
    expect(await place.reader.seals('matter-a')).not.toContain('WITNESSED');
  });

  it('catch a log that is smaller than what they have cosigned', async () => {
    const policy = [await logLine(), await started('bmf'), 'quorum bmf'].join('\n');
    collecting(policy);
    await witnessed('matter-a');
    await one.stop();
    await place.attack(
      'DELETE FROM ledger.event WHERE position > 2',
      'UPDATE ledger.head SET position = 2',
      'TRUNCATE log.leaf, log.node, log.checkpoint, log.cosignature, log.witnessed',
    );
    rmSync(place.memoryFile);
    one = place.start();
    await one.sealed(2n);
    const second = collecting(policy);
    await until(() =>
      second.status().some(({ state, failure }) => state === 'disputed' && failure?.includes('3 of our 2') === true),
    );
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
    const trust = [await logLine(), `witness bmf ${made.stdout.trim()}`, 'quorum bmf'].join('\n');
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
    await witnessed('matter-a');
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
    expect(cli(['serve', '--key', '/nowhere', '--policy', '/nowhere', '--state', join(newFolder(), 's')]).status).toBe(
      1,
    );
  });
});
