import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
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
import type { Witnessing } from '#log';
import { root } from './e2e-support.js';
import { freshPlace, newFolder, noted, type Place, type Running, until } from './log.support.js';
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
const started = async (name: string): Promise<string> => houses.start(await logLine(place), name);
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

  it('do not reach one while too few answer: the records are sealed, not witnessed', async () => {
    const lines = [await logLine(place), await started('bmf'), absent('bmg')];
    const collected = collecting([...lines, 'group houses all bmf bmg', 'quorum houses'].join('\n'));
    await until(() => collected.status().length === 2);
    await until(async () => (await place.reader.checkpoint())?.includes('— bmf.test/witness') === true);
    expect(await place.reader.seals('matter-a')).toEqual(['SEALED', 'SEALED', 'SEALED']);
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
    expect(cli(['serve', '--key', '/nowhere', '--policy', '/nowhere', '--state', join(newFolder(), 's')]).status).toBe(
      1,
    );
  });
});
