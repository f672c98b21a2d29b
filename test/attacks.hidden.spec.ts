import { type BundleEntry, leafHash, parseRecord } from '#evidence';
import { codes, FINAL, type History, history, SILENT, verified } from './attacks.support.js';
import { bundleOf, checkpointOf, sealed } from './bundle.support.js';

let past: History;
let log: readonly string[] = [];

beforeAll(async () => {
  past = await history();
  ({ log } = past);
});

const isOf = (matter: string, revision: number) => (record: string) => {
  const { stream, rev } = parseRecord(record);
  return stream === `matter-${matter}` && rev === revision;
};

/** The signed log with some of its records withheld. */
async function hiding(records: readonly string[], isHidden: (record: string, index: number) => boolean) {
  const entries = records.map((record, index): BundleEntry =>
    isHidden(record, index) ? { withheld: leafHash(record) } : { record },
  );
  return verified(await bundleOf(entries, [await checkpointOf(records)]));
}

describe('hiding a part of the log', () => {
  it('of a matter leaves no conclusion about its decisions, so that a wrong outcome is not taken for a proven one', async () => {
    const wrong = past.changedData('ResultEstablished', (data) => ({ ...data, outcome: 'AGREED' }));
    expect(verified(await sealed(wrong))).toMatchObject({ exit: 2 });
    const stream = past.place(past.at('ResultEstablished')).stream.slice('matter-'.length);
    const report = await hiding(wrong, isOf(stream, 0));
    expect(report.exit).toBe(3);
    expect(codes(report)).toEqual(['NOT_REDECIDED']);
    expect(report.confirmed).toBeLessThan(report.decided);
    expect(report.findings.some(({ expected }) => expected === 'ResultEstablished')).toBe(true);
  });

  it('accounts for no more missing records than are hidden, in all streams together', async () => {
    const without = log.filter((record) => !isOf(SILENT, 0)(record) && !isOf(FINAL, 0)(record));
    const harmless = without.findIndex((record) => parseRecord(record).type === 'MinistryRegistered');
    const report = await hiding(without, (_, index) => index === harmless);
    expect(report.exit).toBe(1);
    expect(codes(report)).toContain('REVISION_GAP');
  });

  it('of the end of a matter is no omission of its deadlines, nor proof that there was none', async () => {
    const closed = new Set(
      log.filter((record) => {
        const { stream, rev } = parseRecord(record);
        return stream === `matter-${SILENT}` && rev >= past.place(past.at('RoundClosed')).revision - 2;
      }),
    );
    const report = await hiding(log, (record) => closed.has(record));
    expect(report.exit).toBe(3);
    expect(codes(report)).toContain('DEADLINE_UNKNOWN');
    expect(codes(report)).not.toContain('DEADLINE_OMITTED');
    expect(report.findings.find(({ code }) => code === 'DEADLINE_UNKNOWN')).toMatchObject({
      stream: `matter-${SILENT}`,
      revision: expect.any(Number) as number,
    });
  });
});
