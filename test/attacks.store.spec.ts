import { bundle } from '../apps/queries/src/bundle.js';
import { alone } from './attacks.logs.js';
import { type Attack, attacks, changed, COURSE } from './attacks.statements.js';
import { verified } from './attacks.support.js';
import { freshPlace, type Place } from './log.support.js';

let place: Place;
beforeEach(async () => {
  place = await freshPlace();
  const next = new Map<string, number>();
  for (const stream of COURSE) {
    const revision = next.get(stream) ?? 0;
    await place.append(stream, revision, 1);
    next.set(stream, revision + 1);
  }
});
afterEach(() => place.end());

const sealedEight = async () => {
  const one = place.start({ auditMs: 50 });
  await one.sealed(8n);
  return one;
};

/** Who reads the head before such an attack and the records after it finds neither the old log nor the new one. */
const movesHead = (statements: readonly string[]): boolean => statements.some((one) => one.includes('ledger.head'));

const stopped = ([reason, named]: Attack['found']) => ({
  ...{ state: 'broken', reason },
  failure: expect.stringContaining(named) as string,
});

describe('the log stops for good and names what was done to the database', () => {
  it.each(attacks)('$what', async ({ statements, found, later }) => {
    const running = await sealedEight();
    const before = await place.reader.checkpoint();
    await place.attack(...statements);
    expect(await running.broken()).toMatchObject(movesHead(statements) ? { state: 'broken' } : stopped(found));
    await running.stop();
    expect([before, undefined]).toContain(await place.reader.checkpoint());

    const restarted = place.start();
    expect(await restarted.broken()).toMatchObject({ ...stopped(later ?? found), sealed: 0n });
    expect([before, undefined]).toContain(await place.reader.checkpoint());
  });

  it('a backup of before put in place, and other events recorded since', async () => {
    const running = await sealedEight();
    await running.stop();
    await place.attack(
      'DELETE FROM ledger.event WHERE position > 7',
      'UPDATE ledger.head SET position = 7',
      'DELETE FROM log.leaf WHERE index > 6',
      'DELETE FROM log.node WHERE (index + 1) << level > 7',
      'TRUNCATE log.checkpoint CASCADE',
    );
    await place.append('matter-c', 0, 4);
    expect(await place.start().broken()).toMatchObject(stopped(['ROOT_DIFFERS', 'at 8 records']));
  });

  it('then seals nothing that is appended afterwards', async () => {
    const running = await sealedEight();
    await place.attack(changed(2));
    await running.broken();
    await place.append('matter-c', 0, 1);
    expect(await place.reader.sealed('matter-c', 0, 500)).toBe(false);
    expect(running.status().sealed).toBe(8n);
  });

  it('hands out no bundle of an edited record that looks like a whole one', async () => {
    const running = await sealedEight();
    await running.stop();
    const policy = await alone(place);
    await place.attack(changed(4));
    const { store, reader: log } = place;
    let text = '';
    const handedOut = async () => {
      for await (const piece of (await bundle({ store, log }, { manifest: { kind: 'log' } })).pieces) text += piece;
    };
    await expect(handedOut()).rejects.toMatchObject({ code: 'ROOT_MISMATCH' });
    expect(verified(text, policy)).toMatchObject({ exit: 1, counts: { ROOT_MISMATCH: 1 } });
  });

  it('makes no receipt from nodes that were altered', async () => {
    const running = await sealedEight();
    await running.stop();
    await place.attack(`UPDATE log.node SET hash = sha256('x') WHERE level = 1 AND index = 1`);
    await expect(place.reader.receipt({ index: 0n })).rejects.toThrow('does not lead from the leaf');
  });
});
