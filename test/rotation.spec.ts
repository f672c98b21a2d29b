import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import {
  checkpointText,
  encodeVkey,
  generateSkey,
  leafOf,
  openNote,
  parseCheckpoint,
  parseSkey,
  prunedTree,
  type Signer,
  signNote,
  type VerifierKey,
} from '#evidence';
import { fileSigner } from '#log';
import { logPlace, nextKeyFile, nextSignerOf, signerOf } from '../apps/worker/src/log-place.js';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { reportText } from '../apps/auditor/src/verify/text.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { bundleOf, headed } from './bundle.support.js';
import { announced, freshPlace, newFolder, type Place, until } from './log.support.js';

const ORIGIN = 'log.test/one';
const key = (name = ORIGIN): Signer => parseSkey(generateSkey(name));
const verifierKey = (signer: Signer): VerifierKey => ({ ...signer, role: 'log' });
const vkey = (signer: Signer): string => encodeVkey(verifierKey(signer));
const policyOf = (...signers: readonly Signer[]): string =>
  `${signers.map((signer) => `log ${vkey(signer)}\n`).join('')}quorum none\n`;

const verified = (text: string, policy: string, remembered?: string): Report => {
  const { push, end } = verifier({ policy, ...(remembered === undefined ? {} : { remembered }) });
  push(Buffer.from(text));
  return end();
};

const [old, next, third, stranger] = [key(), key(), key(), key()];

/** A log that announces keys and nothing else. */
const records = (...vkeys: readonly string[]): readonly string[] =>
  vkeys.map((text, revision) => announced(revision, text).record);

const note = (log: readonly string[], ...signers: readonly Signer[]): Promise<string> => {
  const tree = prunedTree();
  for (const record of log) tree.add(0, leafOf(Buffer.from(record)));
  const named = signers.slice(1).map(vkey);
  return signNote(checkpointText({ origin: ORIGIN, size: tree.size(), root: tree.root() }, named), signers);
};

const bundled = (log: readonly string[], ...notes: readonly string[]): Promise<string> =>
  bundleOf(
    log.map((record) => ({ record })),
    notes,
  );

const HONEST = records(vkey(stranger), vkey(next), vkey(third));

describe('a key that the policy does not name', () => {
  it('is trusted when a checkpoint that it signed together with the old key covers its announcement', async () => {
    const text = await bundled(HONEST, await note(HONEST.slice(0, 2), old, next), await note(HONEST, next));
    const report = verified(text, policyOf(old));
    expect(report).toMatchObject({ exit: 0, findings: [] });
    // Others that are announced as well have signed nothing together with a trusted key.
    expect(report.keys.map(({ index }) => index)).toEqual(['1']);
    expect(reportText(report, 'de')).toContain(`Schlüssel ${vkey(next)}: angekündigt in #1`);
    expect(reportText(report, 'en')).toContain(`Key ${vkey(next)}: announced in #1`);
  });

  it('is trusted from one key to the next', async () => {
    const log = [...HONEST, ...records('', '', '', vkey(stranger)).slice(3)];
    const both = [await note(log.slice(0, 2), old, next), await note(log.slice(0, 3), next, third)];
    const steps = [...both, await note(log, third)];
    expect(verified(await bundled(log, ...steps), policyOf(old))).toMatchObject({ exit: 0 });
    // Without the link in between there is no way.
    expect(verified(await bundled(log, steps[0]!, steps[2]!), policyOf(old))).toMatchObject({ exit: 3 });
  });

  it('is trusted by what the auditor remembers, when both signed that and it covers the announcement', async () => {
    const text = await bundled(HONEST, await note(HONEST, next));
    expect(verified(text, policyOf(old))).toMatchObject({ exit: 3, counts: { KEY_UNKNOWN: 1 } });
    const remembering = async (size: number, ...signers: readonly Signer[]) =>
      verified(text, policyOf(old), await note(HONEST.slice(0, size), ...signers));
    expect(await remembering(2, old, next)).toMatchObject({ exit: 0 });
    expect(await remembering(2, old)).toMatchObject({ exit: 3 });
    expect(await remembering(1, old, next)).toMatchObject({ exit: 3 });
  });

  it('is not trusted when no trusted signature covers its announcement', async () => {
    const before = await note(HONEST.slice(0, 1), old);
    const report = verified(await bundled(HONEST, before, await note(HONEST, next)), policyOf(old));
    expect(report).toMatchObject({ exit: 3, counts: { KEY_UNKNOWN: 1 } });
    expect(reportText(report, 'de')).toContain('keiner, den das Protokoll unter einem solchen angekündigt hat');
    expect(reportText(report, 'en')).toContain('none that the log has announced under one of them');
  });

  it('is not trusted because a checkpoint of the old key alone covers its announcement', async () => {
    const text = await bundled(HONEST, await note(HONEST.slice(0, 2), old), await note(HONEST, next));
    expect(verified(text, policyOf(old))).toMatchObject({ exit: 3, counts: { KEY_UNKNOWN: 1 }, keys: [] });
  });

  it('is not trusted because it signed a checkpoint of the old key that does not name it, or names another', async () => {
    const [lines] = [(await note(HONEST.slice(0, 2), next)).split('\n\n')[1]!];
    const alone = await note(HONEST.slice(0, 2), old);
    const other = await signNote(alone.split('\n\n')[0]! + `\nkey ${vkey(third)}\nkey x${vkey(next)}\n`, [old, next]);
    for (const before of [alone + lines, other]) {
      const text = await bundled(HONEST, before, await note(HONEST, next));
      expect(verified(text, policyOf(old))).toMatchObject({ exit: 3, counts: { KEY_UNKNOWN: 1 }, keys: [] });
    }
  });

  it('is trusted from the first announcement on, where it is announced again', async () => {
    const log = records(vkey(next), vkey(next), '');
    const text = await bundled(log, await note(log.slice(0, 1), old, next), await note(log, next));
    expect(verified(text, policyOf(old))).toMatchObject({ exit: 0, keys: [{ vkey: vkey(next), index: '0' }] });
  });

  it('is not trusted where a wrong signature under its id stands beside that of the old key', async () => {
    const [before, last] = [await note(HONEST.slice(0, 2), old), await note(HONEST, next)];
    const text = await bundled(HONEST, before + last.slice(last.lastIndexOf('\n—') + 1), last);
    expect(verified(text, policyOf(old))).toMatchObject({ exit: 3, keys: [] });
  });

  it('is not trusted where far too many signed, which would only cost time', async () => {
    const many = Array.from({ length: 8 }, () => key());
    const log = records(vkey(next), ...many.map(vkey));
    for (const [count, exit] of [
      [7, 0],
      [8, 3],
    ] as const) {
      const text = await bundled(log, await note(log, old, next, ...many.slice(0, count)), await note(log, next));
      expect(verified(text, policyOf(old))).toMatchObject({ exit });
    }
  });

  it('is not trusted because it announces itself, nor because another unknown key does', async () => {
    const own = await bundled(HONEST, await note(HONEST.slice(0, 2), next), await note(HONEST, next));
    expect(verified(own, policyOf(old))).toMatchObject({ exit: 3, keys: [] });
    const others = await bundled(HONEST, await note(HONEST, stranger), await note(HONEST, next));
    expect(verified(others, policyOf(old))).toMatchObject({ exit: 3, keys: [] });
  });

  it('is not trusted by a checkpoint of another tree, be it larger or smaller', async () => {
    const forged = [...HONEST.slice(0, 2), ...records('', '', vkey(stranger)).slice(2)];
    const last = await note(forged, stranger);
    const small = verified(await bundled(forged, await note(HONEST, old, stranger), last), policyOf(old));
    expect(small).toMatchObject({ exit: 1, counts: { CHECKPOINT_INCONSISTENT: 1 } });
    const larger = await note([...HONEST, ...records('', '', '', 'x').slice(3)], old, stranger);
    const large = verified(headed(await bundled(forged, last), larger, last), policyOf(old));
    expect(large).toMatchObject({ exit: 4, counts: { NOT_A_BUNDLE: 1 } });
  });

  it('is not trusted under another name, in another role, another stream or another form', async () => {
    const elsewhere = (signer: Signer) => encodeVkey({ ...verifierKey(signer), name: 'log.test/other' });
    const witness = (signer: Signer) => encodeVkey({ ...signer, role: 'witness' });
    const texts = [elsewhere(next), witness(next), vkey(next).slice(0, -2), `${vkey(next)} `, '', '__proto__'];
    const things = [{ toString: 0 }, [vkey(next)], null].map((thing) =>
      records('')[0]!.replace('""', JSON.stringify(thing)),
    );
    for (const log of [...texts.map((wrong) => records(wrong)), ...things.map((thing) => [thing])]) {
      const text = await bundled(log, await note(log, old, next), await note(log, next));
      expect(verified(text, policyOf(old))).toMatchObject({ exit: 3, counts: { KEY_UNKNOWN: 1 } });
    }
    const [announcement] = records(vkey(next));
    const misplaced = [announcement!.replace('"stream":"log-keys"', '"stream":"log-kays"')];
    const text = await bundled(misplaced, await note(misplaced, old, next), await note(misplaced, next));
    expect(verified(text, policyOf(old))).toMatchObject({ exit: 3, keys: [] });
  });

  it('is not trusted where a withheld record announces it', async () => {
    const hidden = HONEST.map((record, index) =>
      index === 1 ? { withheld: leafOf(Buffer.from(record)).toString('hex') } : { record },
    );
    const text = await bundleOf(hidden, [await note(HONEST, old, next), await note(HONEST, next)]);
    expect(verified(text, policyOf(old))).toMatchObject({ exit: 3 });
  });

  it('changes nothing for a policy that names it: earlier checkpoints of the old key need not be known', async () => {
    const text = await bundled(HONEST, await note(HONEST.slice(0, 1), old), await note(HONEST, next));
    expect(verified(text, policyOf(next))).toMatchObject({ exit: 0 });
    expect(verified(text, policyOf(old, next))).toMatchObject({ exit: 0 });
  });
});

describe('a log whose key is replaced', () => {
  let place: Place;
  let [present, coming]: [Signer, Signer] = [old, next];
  beforeEach(async () => {
    place = await freshPlace();
    const folder = newFolder();
    [present, coming] = [fileSigner(`${folder}/log-key`, ORIGIN), fileSigner(`${folder}/next`, ORIGIN)];
  });
  afterEach(() => place.end());

  const announce = (revision: number, text: string) =>
    place.store.append('log-keys', revision - 1, [announced(revision, text)]);
  const opened = async (...signers: readonly Signer[]) =>
    openNote((await place.reader.checkpoint())!, signers.map(verifierKey)).signatures.map((one) => one.key.publicKey);

  /** The bundle of all records, as it would be handed out. */
  const whole = async (): Promise<string> => {
    const log: string[] = [];
    for await (const events of place.store.readAll()) log.push(...events.map(({ record }) => record));
    const notes = await place.reader.bundleCheckpoints();
    const last = openNote(notes.at(-1)!, [present, coming].map(verifierKey));
    return bundled(log.slice(0, Number(parseCheckpoint(last.text).size)), ...notes);
  };

  it('is signed by both from the announcement on, then by the new one, and stays provable to whoever knows the old', async () => {
    const one = place.start({ signer: present, next: coming });
    await announce(0, vkey(stranger));
    await one.sealed(1n);
    expect(one.status().keys).toBe(1);
    expect(await opened(present, coming)).toEqual([present.publicKey]);
    await announce(1, vkey(coming));
    await one.sealed(2n);
    expect(one.status().keys).toBe(2);
    expect(await opened(present, coming)).toEqual([present.publicKey, coming.publicKey]);
    expect(await place.reader.keys()).toEqual([vkey(coming), vkey(present)]);
    await one.stop();

    const two = place.start({ signer: coming });
    await announce(2, vkey(third));
    await two.sealed(3n);
    expect(await opened(present, coming)).toEqual([coming.publicKey]);
    const text = await whole();
    expect(verified(text, policyOf(present))).toMatchObject({ exit: 0, size: '3' });
    expect(verified(text, policyOf(coming))).toMatchObject({ exit: 0 });
    expect(verified(text, policyOf(stranger))).toMatchObject({ exit: 3 });
    await two.stop();
    // The old key does not come back.
    expect(await place.start({ signer: present }).broken()).toMatchObject({ reason: 'KEY_DIFFERS' });
  });

  it('stays provable where nothing was recorded since both signed', async () => {
    const one = place.start({ signer: present, next: coming });
    await announce(0, vkey(coming));
    await one.sealed(1n);
    await one.stop();
    await place.start({ signer: coming }).sealed(1n);
    expect(await opened(present, coming)).toEqual([coming.publicKey]);
    expect(verified(await whole(), policyOf(present))).toMatchObject({ exit: 0, size: '1' });
  });

  it('does not sign by a key that was not announced, nor by that of another log', async () => {
    const one = place.start({ signer: present, next: coming });
    await announce(0, vkey(stranger));
    await one.sealed(1n);
    await one.stop();
    expect(await place.start({ signer: coming }).broken()).toMatchObject({ reason: 'KEY_DIFFERS' });
    const other = key('log.test/other');
    const two = place.start({ signer: present, next: other });
    await announce(1, vkey(other));
    await two.sealed(2n);
    expect(two.status().keys).toBe(1);
  });

  it('publishes nothing while one of both fails', async () => {
    const broken: Signer = { ...coming, sign: () => Promise.reject(new Error('pulled out')) };
    const one = place.start({ signer: present, next: broken });
    await announce(0, vkey(coming));
    await until(() => one.status().unsigned === 'pulled out');
    expect(await place.reader.checkpoint()).toBeUndefined();
  });
});

it('the public keys are printed by a program, which makes those that are missing', () => {
  const folder = newFolder();
  const program = ['--conditions=source', '--import', './test/typescript.js', 'apps/worker/src/log-keys.ts'];
  const env = { ...process.env, LOG_FOLDER: folder, LOG_ORIGIN: ORIGIN, LOG_PKCS11_KEY: '', LOG_PKCS11_NEXT_KEY: '' };
  const print = (...args: readonly string[]) =>
    spawnSync(process.execPath, [...program, ...args], { env, encoding: 'utf8' }).stdout;
  expect(print()).toBe(`${vkey(fileSigner(`${folder}/log-key`))}\n`);
  expect(print('--next')).toBe(`${vkey(fileSigner(`${folder}/log-key-next`))}\n`);
  expect(print('--help')).toContain('Usage: ');
});

it('the next key is in the folder as a file, and takes the place of the present one by its name', () => {
  const place = logPlace({ LOG_FOLDER: newFolder(), LOG_ORIGIN: ORIGIN });
  const first = signerOf(place);
  expect(nextSignerOf(place)).toBeUndefined();
  const second = fileSigner(nextKeyFile(place), ORIGIN);
  expect(nextSignerOf(place)?.publicKey).toEqual(second.publicKey);
  renameSync(nextKeyFile(place), `${place.folder}/log-key`);
  expect(signerOf(place).publicKey).toEqual(second.publicKey);
  expect(first.publicKey).not.toEqual(second.publicKey);
});
