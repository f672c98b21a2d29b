import { exported, verified } from './attacks.support.js';
import { checkpointOf, headed, keys, sealed } from './bundle.support.js';
import { announced, asOwner, freshPlace } from './log.support.js';
import { logLine } from './witness.support.js';

const log = Array.from({ length: 30 }, (_, revision) => announced(revision, `key ${revision}`).record);
const noteOf = (size: number, more?: Parameters<typeof checkpointOf>[1]) => checkpointOf(log.slice(0, size), more);

describe('the checkpoints in the head of a bundle', () => {
  it('may be several of one size, by another key or with other cosignatures', async () => {
    const text = await sealed(log);
    const seen = (second: number) => noteOf(20, { seenAt: [second] });
    const notes = [await noteOf(10), await seen(1), await noteOf(20), await seen(2)];
    const last = [await noteOf(30, { signer: keys.other }), await noteOf(30)];
    expect(verified(headed(text, ...notes, ...last))).toMatchObject({ exit: 0, findings: [] });
  });

  it.each([
    ['one that falls', [20, 10, 30]],
    ['a last one that falls', [20, 30, 20]],
    ['one that is repeated', [10, 10, 30]],
    ['a last one that is repeated', [10, 30, 30]],
  ])('are no head of a bundle with %s', async (_, sizes) => {
    const notes = await Promise.all(sizes.map((size) => noteOf(size)));
    const report = verified(headed(await sealed(log), ...notes));
    expect(report).toMatchObject({ exit: 4, findings: [{ code: 'NOT_A_BUNDLE' }] });
    expect(report.findings[0]!.found).toMatch(/^MALFORMED_BUNDLE (order of checkpoints|repeated checkpoint)$/);
  });

  it('are no head where the repeated one is not the one before', async () => {
    const other = await noteOf(30, { signer: keys.other });
    const report = verified(headed(await sealed(log), await noteOf(30), other, await noteOf(30)));
    expect(report).toMatchObject({ exit: 4, counts: { NOT_A_BUNDLE: 1 } });
  });
});

describe('the checkpoints of a bundle that is handed out', () => {
  const WITNESSED = 'INSERT INTO log.witnessed (checkpoint, size) SELECT number, size FROM log.checkpoint';

  it('are none twice, though a log without news signs the same again and witnesses say the same of it', async () => {
    const place = await freshPlace();
    try {
      const one = place.start();
      await place.append('matter-a', 0, 3);
      await one.sealed(3n);
      const again = 'INSERT INTO log.checkpoint (size, note, vkey) SELECT size, note, vkey FROM log.checkpoint';
      await asOwner(place.ownerUrl, again, again, WITNESSED);
      await place.append('matter-a', 3, 2);
      await one.sealed(5n);
      await asOwner(place.ownerUrl, `${WITNESSED} ON CONFLICT DO NOTHING`);
      const text = await exported(place);
      expect(text.match(/^#\|\d+$/gm)).toEqual(expect.arrayContaining(['#|3', '#|5']));
      expect(text.match(/^#\|3$/gm)).toHaveLength(1);
      const report = verified(text, `${await logLine(place)}\nquorum none\n`);
      expect(report.counts['NOT_A_BUNDLE']).toBeUndefined();
      expect(report).toMatchObject({ size: '5', records: 5 });
    } finally {
      await place.end();
    }
  });
});
