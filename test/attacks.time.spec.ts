import { copyFileSync, rmSync } from 'node:fs';
import { parseRecord, writeRecord } from '#evidence';
import { alone, attackedLogs, clock, type SealedLog } from './attacks.logs.js';
import { appendAll, exported, plainNote, program } from './attacks.support.js';
import { witnessed } from './witness.support.js';

const LATER = '2027-04-01T00:00:00.000Z';
const logs = attackedLogs();

describe('an old backup restored', () => {
  /** Of the database alone, or of everything that the operator has; readers and witnesses have seen one record more. */
  async function grown() {
    const [place, backup] = await logs.twice(await logs.sealed());
    await appendAll(place.store, [plainNote(LATER)]);
    const one = place.start();
    await one.sealed(logs.size() + 1n);
    return { log: { place, one }, backup };
  }
  const reopened = async (place: SealedLog['place']): Promise<SealedLog> => {
    const one = place.start();
    await one.sealed(logs.size());
    return { place, one };
  };

  it('stops the log, which remembers outside the database what it signed', async () => {
    const { log, backup } = await grown();
    copyFileSync(log.place.memoryFile, backup.memoryFile);
    const status = await backup.start().broken();
    const failure = expect.stringContaining(`${logs.size()} of ${logs.size() + 1n} records`) as string;
    expect(status).toMatchObject({ reason: 'STORE_SHORTER', failure, sealed: 0n });
  });

  it('with the memory of the log of that day is found with a remembered checkpoint', async () => {
    const { log, backup } = await grown();
    const [policy, remember] = [await alone(log.place), (await log.place.reader.checkpoint())!];
    await reopened(backup);
    const found = await program({ bundle: await exported(backup), policy, remember });
    expect(found).toMatchObject({ code: 1, said: expect.stringContaining('ROLLED_BACK') as string });
  });

  it('with the memory of the log of that day is found with a witness, who has cosigned more', async () => {
    const { log, backup } = await grown();
    const policy = await logs.cosigned(log);
    const said = await logs.disputed(await reopened(backup), policy);
    expect(said).toContain(`${logs.size() + 1n} of our ${logs.size()} records`);
    const found = await program({ bundle: await exported(backup), policy });
    // What the witness cosigned is not there any more.
    expect(found).toMatchObject({ code: 3, said: expect.stringContaining('QUORUM_MISSING') as string });
  });

  it('without any memory is a log that has signed and forgot it, which stops', async () => {
    const { backup } = await grown();
    rmSync(backup.memoryFile);
    expect(await backup.start().broken()).toMatchObject({ reason: 'MEMORY_MISSING' });
  });
});

describe('a wrong server clock', () => {
  it('that is fast dates records after witnesses had confirmed them', async () => {
    const log = await logs.sealed();
    const policy = await logs.cosigned(log, clock('2027-03-17T12:00:00Z'));
    const past = logs.past();
    const { stream, revision } = past.place(past.at('FinalDecisionTaken'));
    const { code, said } = await program({ bundle: await exported(log.place), policy });
    expect(code).toBe(1);
    expect(said).toContain(`TIME_AFTER_WITNESS  #${past.at('FinalDecisionTaken')}  ${stream}@${revision}`);
  });

  it('that is slow dates records before witnesses saw a log without them', async () => {
    const log = await logs.sealed();
    const policy = await logs.cosigned(log);
    await appendAll(log.place.store, [plainNote(LATER)]);
    await witnessed(log.place, 'ministry-BMX', 1);
    const { code, said } = await program({ bundle: await exported(log.place), policy });
    expect(code).toBe(1);
    expect(said).toContain(`TIME_BEFORE_WITNESS  #${logs.size()}  ministry-BMX@0`);
  });

  it('that runs back dates a record before the one before it', async () => {
    const { place, one } = await logs.sealed();
    const { stream, rev } = parseRecord(logs.past().log.at(-1)!);
    const next = { ...parseRecord(plainNote('2027-01-02T00:00:00.000Z')), stream, rev: rev + 1 };
    await appendAll(place.store, [writeRecord(next)]);
    await one.sealed(logs.size() + 1n);
    const { code, said } = await program({ bundle: await exported(place), policy: await alone(place) });
    expect(code).toBe(1);
    expect(said).toContain(`TIME_BACKWARDS  #${logs.size()}  ${stream}@${rev + 1}`);
  });
});
