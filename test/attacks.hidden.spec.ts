import { type BundleEntry, leafHash, parseRecord, writeRecord } from '#evidence';
import { codes, FINAL, type History, history, plainNote, SILENT, verified } from './attacks.support.js';
import { bundleOf, checkpointOf, inOrder, sealed } from './bundle.support.js';

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

describe('a command that was recorded in part', () => {
  /** The log up to a final decision, without its entry into effect, which the same command yields. */
  const half = () => log.slice(0, past.at('FinalDecisionTaken') + 1);
  const note = () => plainNote(parseRecord(half().at(-1)!).at);
  /** What the matter itself goes on with, by another command. */
  const next = () => {
    const { stream, rev, at, by } = parseRecord(half().at(-1)!);
    const data = { matter: FINAL, code: 'BMF', text: { '#': 'A'.repeat(43) } };
    const own = { id: SILENT, cmd: { id: SILENT, sha256: '0'.repeat(64) } };
    return writeRecord({ ...parseRecord(note()), ...own, stream, rev: rev + 1, at, by, type: 'CommentRecorded', data });
  };
  const decision = () => ({ ...past.place(past.at('FinalDecisionTaken')), index: BigInt(half().length - 1) });

  it('is in order where the signed log ends with it', async () => {
    expect(verified(await sealed(half()))).toMatchObject({ exit: 0, findings: [] });
  });

  it('deviates where the log goes on, and says what is missing', async () => {
    const report = verified(await sealed([...half(), note()]));
    expect(report).toMatchObject({ exit: 2, counts: { DECISION_DEVIATES: 1 } });
    const missing = { expected: 'FinalDecisionTaken\nDecisionEnacted', found: 'FinalDecisionTaken' };
    expect(report.findings).toEqual([{ code: 'DECISION_DEVIATES', ...decision(), ...missing }]);
  });

  it('leaves no conclusion where what follows is hidden', async () => {
    const records = [...half(), note()];
    const report = await hiding(records, (_, index) => index === records.length - 1);
    expect(report).toMatchObject({ exit: 3, counts: { NOT_REDECIDED: 1 } });
    expect(report.findings).toEqual([expect.objectContaining({ code: 'NOT_REDECIDED', ...decision() })]);
    expect(report.confirmed).toBe(report.decided - 1);
  });

  it('deviates where something else stands in the place of the rest, whatever is hidden behind that', async () => {
    const other = note().replaceAll('BMX', 'BMY').replaceAll('"00000000-', '"10000000-');
    const report = await hiding([...half(), note(), other], (record) => record === other);
    expect(report).toMatchObject({ exit: 2, counts: { DECISION_DEVIATES: 1 } });
  });

  it('deviates where its matter goes on without the rest, whatever is hidden in between', async () => {
    const records = [...half(), note(), next()];
    const report = await hiding(records, (_, index) => index === records.length - 2);
    expect(codes(report)).toContain('DECISION_DEVIATES');
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'DECISION_DEVIATES', ...decision() }));
  });
});

describe('a decision that names what it rests on', () => {
  /** A seat of the body ended before anything was decided; all later records of the matters name that. */
  const ended = () => {
    const body = log.map(parseRecord).filter(({ stream }) => stream === 'body-DA');
    const id = SILENT;
    return writeRecord({
      ...{ ...body.at(-1)!, id, rev: body.length, type: 'SeatEnded', at: '2027-01-05T08:00:00.000Z' },
      ...{ cmd: { id, sha256: '0'.repeat(64) }, data: { body: 'DA', seat: 'BMF', on: '2027-01-05' } },
    });
  };
  const resting = (on: string) =>
    log.map((record) => {
      const fields = parseRecord(record);
      return fields.stream.startsWith('matter-') ? writeRecord({ ...fields, after: [leafHash(on)] }) : record;
    });

  it('is not confirmed without it, for the registry may have been another one', async () => {
    const seat = ended();
    const records = inOrder([...resting(seat), seat]);
    expect(verified(await sealed(records))).toMatchObject({ exit: 2 });
    const report = await hiding(records, (record) => record === seat);
    expect(codes(report)).toEqual(['NOT_REDECIDED']);
    expect(report).toMatchObject({ exit: 3, confirmed: 0 });
    expect(report.decided).toBeGreaterThan(10);
  });

  it('is confirmed where that is here, whatever else is hidden', async () => {
    const known = log.findLast((record) => parseRecord(record).stream === 'body-DA')!;
    const other = plainNote('2026-12-02T08:00:00.000Z');
    const report = await hiding(inOrder([...resting(known), other]), (record) => record === other);
    expect(report).toMatchObject({ exit: 0, findings: [], withheld: 1 });
  });
});
