import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { folds } from '#event-store';
import {
  checkpointText,
  cosign,
  encodeVkey,
  generateSkey,
  leafOf,
  parseRecord,
  parseSkey,
  prunedTree,
  type Signer,
  signNote,
  writeRecord,
} from '#evidence';
import { registry } from '#facts';
import { fileSigner } from '#log';
import { migrateVault, postgresVault } from '#vault';
import { run } from '../apps/auditor/src/run.js';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { reportText } from '../apps/auditor/src/verify/text.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { beginSuccessor } from '../apps/worker/src/succession.js';
import { bundleOf } from './bundle.support.js';
import { announced, freshPlace, newFolder, type Place } from './log.support.js';

const [OLD, NEW] = ['log.test/one', 'log.test/two'];
const NOW = '2027-01-12T08:00:00.000Z';
const key = (name: string): Signer => parseSkey(generateSkey(name));
const [old, fresh, witness] = [key(OLD), key(NEW), key('witness.test')];
const line = (signer: Signer): string => `log ${encodeVkey({ ...signer, role: 'log' })}\n`;
const both = `${line(old)}${line(fresh)}quorum none\n`;
const onlyNew = `${line(fresh)}quorum none\n`;

const verified = (text: string, policy = both, remembered?: string): Report => {
  const { push, end } = verifier({ policy, ...(remembered === undefined ? {} : { remembered }) });
  push(Buffer.from(text));
  return end();
};
const codes = ({ findings }: Report): readonly string[] => [...new Set(findings.map(({ code }) => code))];

const note = (log: readonly string[], signer: Signer, origin = signer.name): Promise<string> => {
  const tree = prunedTree();
  for (const record of log) tree.add(0, leafOf(Buffer.from(record)));
  return signNote(checkpointText({ origin, size: tree.size(), root: tree.root() }), [signer]);
};

/** Seven records of the old log. */
const PAST = Array.from({ length: 7 }, (_, revision) => announced(revision, `x${revision}`).record);

/** The first record of the new log, as the operator's program would have written it. */
const first = (data: object): string => {
  const { record } = announced(0, '');
  const fields = { ...parseRecord(record), stream: 'log-after-1', type: 'LogContinued', data };
  const id = '11111111-2222-5333-8444-555555555555';
  return writeRecord({ ...fields, id, cmd: { id, sha256: fields.cmd.sha256 } });
};

const bundled = async (log: readonly string[], signer = fresh): Promise<string> =>
  bundleOf(
    log.map((record) => ({ record })),
    [await note(log, signer)],
  );

let end = '';
beforeAll(async () => {
  end = await note(PAST, old);
});

describe('the successor of a log', () => {
  it('is told from other logs, and its predecessor named, with the records compared', async () => {
    const text = await bundled([first({ checkpoint: end, carried: true }), ...PAST]);
    const report = verified(text);
    expect(report).toMatchObject({
      ...{ exit: 0, findings: [], origin: NEW },
      predecessor: { origin: OLD, size: '7', carried: true, compared: true, signer: 'KNOWN', checkpoint: end },
    });
    expect(reportText(report, 'de')).toContain(`Nachfolger von ${OLD}, Größe 7`);
    expect(reportText(report, 'en')).toMatch(/records carried over and compared with its root$/m);
  });

  it('needs no key of its predecessor, and then says that its signature is unchecked', async () => {
    const report = verified(await bundled([first({ checkpoint: end, carried: true }), ...PAST]), onlyNew);
    expect(report).toMatchObject({ exit: 0, predecessor: { signer: 'UNASKED', compared: true } });
    expect(reportText(report, 'en')).toContain('its signature is unchecked');
  });

  it('continues what is remembered of the old log', async () => {
    const text = await bundled([first({ checkpoint: end, carried: true }), ...PAST]);
    for (const size of [1, 4, 7]) expect(verified(text, both, await note(PAST.slice(0, size), old)).exit).toBe(0);
    // Who remembers it must be able to tell that it was the log who signed.
    expect(codes(verified(text, onlyNew, end))).toEqual(['KEY_UNKNOWN']);
  });

  it('is found out when it continues less than was seen, or something else', async () => {
    const shorter = PAST.slice(0, 5);
    const cut = await bundled([first({ checkpoint: await note(shorter, old), carried: true }), ...shorter]);
    expect(verified(cut, both, end)).toMatchObject({ exit: 1, counts: { ROLLED_BACK: 1 } });
    const other = PAST.map((record, index) => (index === 2 ? announced(2, 'y').record : record));
    const otherEnd = await note(other, old);
    const text = await bundled([first({ checkpoint: otherEnd, carried: true }), ...other]);
    expect(verified(text)).toMatchObject({ exit: 0 });
    expect(verified(text, both, end)).toMatchObject({ exit: 1, counts: { FORKED: 1 } });
    expect(codes(verified(text, both, await note(PAST.slice(0, 4), old)))).toEqual(['FORKED']);
  });

  it('is found out when its records are not those under the checkpoint that it names', async () => {
    const changed = PAST.map((record, index) => (index === 2 ? announced(2, 'y').record : record));
    for (const records of [changed, PAST.slice(0, 6), []]) {
      const report = verified(await bundled([first({ checkpoint: end, carried: true }), ...records]));
      expect(report).toMatchObject({ exit: 1, counts: { PREDECESSOR_DIFFERS: 1 } });
    }
    const report = verified(await bundled([first({ checkpoint: end, carried: true }), ...changed]));
    expect(reportText(report, 'de')).toContain('setzt seinen Vorgänger nicht so fort');
  });

  it('may leave the records in the old log, whose bundle is then compared with the checkpoint that it names', async () => {
    const report = verified(await bundled([first({ checkpoint: end, carried: false })]));
    expect(report).toMatchObject({ exit: 0, predecessor: { carried: false, compared: false } });
    expect(reportText(report, 'en')).toContain('records apart, in the bundle of the predecessor');
    const named = report.predecessor!.checkpoint;
    expect(verified(await bundled(PAST, old), both, named)).toMatchObject({ exit: 0 });
    expect(verified(await bundled(PAST.slice(0, 6), old), both, named)).toMatchObject({ exit: 1 });
    const text = await bundled([first({ checkpoint: end, carried: false })]);
    expect(verified(text, both, end)).toMatchObject({ exit: 0 });
    expect(codes(verified(text, both, await note(PAST.slice(0, 4), old)))).toEqual(['NOT_COMPARABLE']);
    expect(verified(text, both, await note(PAST.slice(0, 4), old)).exit).toBe(3);
  });

  it('is verified together with the bundle of the old log', async () => {
    const folder = newFolder();
    const written = (name: string, text: string): string => {
      writeFileSync(`${folder}/${name}`, text);
      return `${folder}/${name}`;
    };
    const policy = written('policy', both);
    const verify = async (log: string, predecessor: string, ...more: readonly string[]) => {
      const said: string[] = [];
      const say = (text: string) => void said.push(text);
      const args = ['verify', written('log', log), '--policy', policy, '--predecessor', written('old', predecessor)];
      return { exit: await run([...args, ...more], { out: say, err: say }), said: said.join('\n') };
    };
    for (const [log, carried] of [
      [[], false],
      [PAST, true],
    ] as const) {
      const text = await bundled([first({ checkpoint: end, carried }), ...log]);
      const proven = await verify(text, await bundled(PAST, old), '--lang', 'en');
      expect(proven.exit).toBe(0);
      expect(proven.said.indexOf(`Log: ${OLD}`)).toBeLessThan(proven.said.indexOf(`Successor of ${OLD}`));
      const other = PAST.map((record, index) => (index === 2 ? announced(2, 'y').record : record));
      expect((await verify(text, await bundled(other, old))).exit).toBe(1);
      expect(await verify(text, 'x')).toMatchObject({ exit: 4 });
      expect((await verify(text, await bundled(PAST, key(OLD)))).exit).toBe(3);
      expect((await verify(text, await bundled(PAST, old), '--remember', policy)).exit).toBe(64);
    }
    expect((await verify(await bundled(PAST, fresh), await bundled(PAST, old))).exit).toBe(1);
  });

  it('is not proven by a checkpoint that the old log did not sign, or that too few witnesses saw', async () => {
    const stranger = await note(PAST, key(OLD));
    const text = await bundled([first({ checkpoint: stranger, carried: true }), ...PAST]);
    expect(verified(text)).toMatchObject({ exit: 3, counts: { KEY_UNKNOWN: 1 } });
    const seen = `${line(old)}${line(fresh)}witness w ${encodeVkey({ ...witness, role: 'witness' })}\nquorum w\n`;
    const log = [first({ checkpoint: end, carried: true }), ...PAST];
    const now = BigInt(Date.parse(NOW) / 1_000);
    const last = await note(log, fresh);
    const cosigned = last + (await cosign(last.slice(0, last.indexOf('\n\n') + 1), witness, now));
    const report = verified(
      await bundleOf(
        log.map((record) => ({ record })),
        [cosigned],
      ),
      seen,
    );
    expect(report).toMatchObject({ exit: 3, counts: { QUORUM_MISSING: 1 } });
  });

  it('is refused where its first record has another form, or names the log itself', async () => {
    const wrongs = [{}, { checkpoint: end }, { checkpoint: 7, carried: true }, { checkpoint: 'x', carried: true }];
    for (const data of [...wrongs, { checkpoint: await note(PAST, fresh), carried: true }]) {
      const report = verified(await bundled([first(data), ...PAST]));
      expect(report).toMatchObject({ exit: 1, counts: { PREDECESSOR_DIFFERS: 1 } });
    }
  });

  it('is another log to whoever remembers a third one, and no successor names a predecessor later', async () => {
    const text = await bundled([first({ checkpoint: end, carried: true }), ...PAST]);
    const third = key('log.test/three');
    expect(codes(verified(text, `${line(third)}${both}`, await note(PAST, third)))).toEqual(['FORKED']);
    const late = verified(await bundled([...PAST, first({ checkpoint: end, carried: false })]));
    expect(late).toMatchObject({ exit: 0 });
    expect(late.predecessor).toBeUndefined();
  });
});

describe('a successor begins', () => {
  let [before, after]: Place[] = [];
  let signed = '';
  const policy = (place: Place): string => `${line(fileSigner(place.keyFile))}quorum none\n`;
  beforeEach(async () => {
    [before, after] = [await freshPlace(), await freshPlace()];
    await migrateVault(after.ownerUrl, { write: [new URL(after.writeUrl).username], read: [] });
    const one = before.start();
    for (let revision = 0; revision < 5; revision += 1)
      await before.store.append('log-keys', revision - 1, [announced(revision, `x${revision}`)]);
    await one.sealed(5n);
    await one.stop();
    signed = (await before.reader.checkpoint())!;
    // What nobody has sealed is not carried over.
    await before.store.append('log-keys', 4, [announced(5, 'x5')]);
  });
  afterEach(() => Promise.all([before!.end(), after!.end()]));

  const begin = async (more: object = {}) => {
    const { store, writeUrl } = after!;
    const folded = folds(store);
    const vault = postgresVault({ connectionString: writeUrl });
    const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
    const texts = { note: signed, policy: policy(before!), after: OLD, origin: NEW };
    try {
      return await beginSuccessor(office, store, { ...texts, ...more }, NOW);
    } finally {
      await vault.close();
    }
  };
  const records = async (): Promise<string[]> => {
    const all: string[] = [];
    for await (const events of after!.store.readAll()) all.push(...events.map(({ record }) => record));
    return all;
  };

  it('with the records under the last checkpoint, and a log of its own that proves it', async () => {
    expect((await begin({ old: before!.store })).carried).toEqual({ events: 6, copied: 5 });
    // An interrupted attempt is begun again.
    expect((await begin({ old: before!.store })).carried).toEqual({ events: 6, copied: 0 });
    const signer = fileSigner(`${newFolder()}/key`, NEW);
    await after!.start({ signer }).sealed(6n);
    const text = await bundleOf(
      (await records()).map((record) => ({ record })),
      await after!.reader.bundleCheckpoints(),
    );
    const report = verified(text, `${line(signer)}${policy(before!)}`, signed);
    expect(report).toMatchObject({ exit: 0, predecessor: { origin: OLD, size: '5', compared: true, signer: 'KNOWN' } });
  });

  const succeed = (...args: readonly string[]) => {
    const program = ['--conditions=source', '--import', './test/typescript.js', 'apps/worker/src/log-succeed.ts'];
    const env = { ...process.env, DATABASE_URL: after!.writeUrl, LOG_ORIGIN: NEW, EVENTSTORE_URL: '' };
    return spawnSync(process.execPath, [...program, ...args], { env, encoding: 'utf8' });
  };

  it('by a program that says how it is called', () => {
    expect(succeed('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: ') as string });
  });

  it('by that program, once somebody means it', async () => {
    const folder = newFolder();
    writeFileSync(`${folder}/end`, signed);
    writeFileSync(`${folder}/policy`, policy(before!));
    const files = ['--checkpoint', `${folder}/end`, '--policy', `${folder}/policy`];
    expect(succeed(...files)).toMatchObject({ status: 64, stderr: expect.stringContaining('Usage: ') as string });
    expect(succeed(...files, '--after', NEW)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('The checkpoint is of log.test/one') as string,
    });
    expect(await records()).toEqual([]);
    expect(succeed(...files, '--after', OLD, '--carry', before!.writeUrl)).toMatchObject({
      status: 0,
      stdout: 'log.test/two continues log.test/one from 5 records on, with its 5 records.\n',
    });
    expect(await records()).toHaveLength(6);
  });

  it('without them', async () => {
    expect((await begin()).carried).toBeUndefined();
    expect(await records()).toHaveLength(1);
    await expect(begin({ old: before!.store })).rejects.toThrow('not empty');
  });

  it('never by accident: not under the same name, by another checkpoint, unwitnessed, or in a store that is in use', async () => {
    await expect(begin({ after: 'log.test/x' })).rejects.toThrow('is of log.test/one, not of log.test/x');
    await expect(begin({ origin: OLD })).rejects.toThrow('another name');
    await expect(begin({ policy: `${line(old)}quorum none\n` })).rejects.toThrow(
      'without the signature of a known key',
    );
    const witnessed = policy(before!).replace(
      'quorum none',
      `witness w ${encodeVkey({ ...witness, role: 'witness' })}\nquorum w`,
    );
    await expect(begin({ policy: witnessed })).rejects.toThrow('too few cosignatures');
    await before!.attack(`UPDATE ledger.event SET record = replace(record, 'x2', 'y2')`);
    await expect(begin({ old: before!.store })).rejects.toThrow('does not hold the records under the checkpoint');
    expect(await records()).toEqual([]);
    await after!.append('matter-a', 0, 1);
    await expect(begin()).rejects.toThrow('not empty');
    expect(await records()).toHaveLength(1);
  });
});
