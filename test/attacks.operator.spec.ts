import { rmSync } from 'node:fs';
import {
  checkpointText,
  encodeVkey,
  generateSkey,
  leafHash,
  leafOf,
  parsePolicy,
  parseSkey,
  policyKeys,
  prunedTree,
  quorumMet,
  signNote,
  verifyTlogProof,
} from '#evidence';
import { alone, attackedLogs, type SealedLog, STREAM } from './attacks.logs.js';
import { appendAll, exported, plainNote, program } from './attacks.support.js';
import { bundleOf } from './bundle.support.js';
import { announced, type Place } from './log.support.js';

const logs = attackedLogs();
const finding = (code: string) => expect.stringContaining(code) as string;

/** The operator changes the title of a matter everywhere, forgets everything that was signed and signs again. */
async function rewritten({ place, one }: SealedLog): Promise<SealedLog> {
  await one.stop();
  await place.attack(
    `UPDATE ledger.event SET record = replace(record, 'Registerportal', 'Registerprotal')`,
    'TRUNCATE log.leaf, log.node, log.checkpoint, log.cosignature, log.witnessed',
  );
  rmSync(place.memoryFile);
  const again = place.start();
  await again.sealed(logs.size());
  expect(again.status().state).toBe('active');
  return { place, one: again };
}

describe('rewriting everything and signing it again with the key of the log', () => {
  it('is not found without a witness and without a remembered checkpoint', async () => {
    const { place } = await rewritten(await logs.sealed());
    const bundle = await exported(place);
    expect(bundle).toContain('Registerprotal');
    expect(await program({ bundle, policy: await alone(place) })).toMatchObject({ code: 0 });
  });

  it('is found with a checkpoint that somebody remembered', async () => {
    const log = await logs.sealed();
    const remember = (await log.place.reader.checkpoint())!;
    const { place } = await rewritten(log);
    const found = await program({ bundle: await exported(place), policy: await alone(place), remember });
    expect(found).toMatchObject({ code: 1, said: finding('FORKED') });
  });

  it('is found with a witness, who does not cosign it', async () => {
    const log = await logs.sealed();
    const { place } = log;
    const policy = await logs.cosigned(log);
    expect(await program({ bundle: await exported(place), policy })).toMatchObject({ code: 0 });
    await logs.disputed(await rewritten(log), policy);
    expect(await place.reader.seals(STREAM)).not.toContain('WITNESSED');
    const found = await program({ bundle: await exported(place), policy });
    expect(found).toMatchObject({ code: 3, said: finding('QUORUM_MISSING') });
  });
});

/** Two databases with the same past, key and memory, each with a last record of its own. */
async function forked(): Promise<readonly [honest: SealedLog, other: SealedLog]> {
  const [one, two] = await logs.twice(await logs.sealed());
  const grown = async (place: Place, instant: string): Promise<SealedLog> => {
    await appendAll(place.store, [plainNote(instant)]);
    const running = place.start();
    await running.sealed(logs.size() + 1n);
    return { place, one: running };
  };
  return [await grown(one, '2027-04-01T00:00:00.000Z'), await grown(two, '2027-05-01T00:00:00.000Z')];
}

describe('two different trees for two readers', () => {
  it('are not found while the readers have neither a witness nor each other', async () => {
    for (const { place } of await forked())
      expect(await program({ bundle: await exported(place), policy: await alone(place) })).toMatchObject({ code: 0 });
  });

  it('are found as soon as one reader remembers the checkpoint of the other', async () => {
    const [honest, { place }] = await forked();
    const remember = (await honest.place.reader.checkpoint())!;
    const found = await program({ bundle: await exported(place), policy: await alone(place), remember });
    expect(found).toMatchObject({ code: 1, said: finding('FORKED') });
  });

  it('are found with a witness, who cosigns one of them', async () => {
    const [honest, other] = await forked();
    const policy = await logs.cosigned(honest);
    await logs.disputed(other, policy);
    expect(await program({ bundle: await exported(honest.place), policy })).toMatchObject({ code: 0 });
    const found = await program({ bundle: await exported(other.place), policy });
    expect(found).toMatchObject({ code: 3, said: finding('QUORUM_MISSING') });

    const leaf = Buffer.from(leafHash(logs.past().log[0]!), 'hex');
    const trust = parsePolicy(policy);
    const isWitnessed = async ({ place }: SealedLog): Promise<boolean> => {
      const receipt = (await place.reader.receipt({ index: 0n }))!;
      return quorumMet(trust, verifyTlogProof(receipt, leaf, policyKeys(trust)).signatures);
    };
    expect([await isWitnessed(honest), await isWitnessed(other)]).toEqual([true, false]);
  });
});

/** Somebody who may announce keys announces one of his own; with it he signs a record that the log does not have. */
async function usurped() {
  const usurper = parseSkey(generateSkey('log.test/one'));
  const log = [...logs.past().log, announced(0, encodeVkey({ ...usurper, role: 'log' })).record];
  const { place } = await logs.sealed(log);
  const forged = [...log, plainNote('2027-04-01T00:00:00.000Z')];
  const tree = prunedTree();
  for (const record of forged) tree.add(0, leafOf(Buffer.from(record)));
  const text = checkpointText({ origin: usurper.name, size: tree.size(), root: tree.root() });
  const genuine = (await place.reader.checkpoint())!;
  const lines = forged.map((record) => ({ record }));
  return { place, usurper, genuine, lines, note: await signNote(text, [usurper]) };
}

describe('a stolen or unknown key', () => {
  const others = () => {
    const past = logs.past();
    return past.rewritten(past.at('MatterDrafted'), ({ data }) => ({ data: { ...data, title: 'Anderes' } }));
  };

  it('that is unknown leaves no conclusion, also under the name of the log', async () => {
    const [{ place }, stranger] = [await logs.sealed(), await logs.sealed(others())];
    const found = await program({ bundle: await exported(stranger.place), policy: await alone(place) });
    expect(found).toMatchObject({ code: 3, said: finding('KEY_UNKNOWN') });
  });

  it('that is announced signs nothing alone before it has signed together with the key of the log', async () => {
    const { place, usurper, genuine, lines, note } = await usurped();
    const policy = await alone(place);
    expect(await program({ bundle: await exported(place), policy })).toMatchObject({ code: 0 });
    // He can sign what the log has signed; what the log's key signed does not name his.
    const [text] = genuine.split('\n\n');
    const [, own] = (await signNote(`${text}\n`, [usurper])).split('\n\n');
    for (const before of [genuine, genuine + own!]) {
      const found = await program({ bundle: await bundleOf(lines, [before, note]), policy });
      expect(found).toMatchObject({ code: 3, said: finding('KEY_UNKNOWN') });
    }
  });

  it('that was stolen signs a history of the thief, which a remembered checkpoint finds', async () => {
    const { place } = await logs.sealed();
    const thief = await logs.sealed(others(), place.keyFile);
    const [bundle, policy] = [await exported(thief.place), await alone(place)];
    expect(await program({ bundle, policy })).toMatchObject({ code: 0 });
    const found = await program({ bundle, policy, remember: (await place.reader.checkpoint())! });
    expect(found).toMatchObject({ code: 1, said: finding('FORKED') });
  });

  it('that was stolen does not get the thief a cosignature', async () => {
    const log = await logs.sealed();
    const thief = await logs.sealed(others(), log.place.keyFile);
    const policy = await logs.cosigned(log);
    await logs.disputed(thief, policy);
    const found = await program({ bundle: await exported(thief.place), policy });
    expect(found).toMatchObject({ code: 3, said: finding('QUORUM_MISSING') });
  });
});
