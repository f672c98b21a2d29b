import { parseRecord, uuidV5, writeRecord } from '#evidence';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { replaying } from '../apps/auditor/src/verify/replaying.js';
import { squeezed } from '../apps/auditor/src/verify/squeeze.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { history, NOBODY, verified } from './attacks.support.js';
import { inOrder, policies, sealed, world } from './bundle.support.js';
import { mutations, payloads } from './bundle.mutations.js';
import { agreed, circulated, ROUNDS, written } from './matter.histories.js';

const matterOf = (number: number): string => `22222222-2222-4222-8222-${String(number).padStart(12, '0')}`;

const BUNDLES = 150;

it('a hostile bundle is neither believed nor makes the verifier throw, whatever an enemy made of it', async () => {
  const text = await sealed((await history()).log);
  let tried = 0;
  for (const { bytes } of mutations(text, 7)) {
    const { push, end } = verifier({ policy: policies.alone });
    push(bytes);
    expect([1, 4]).toContain(end().exit);
    tried += 1;
    if (tried === BUNDLES) break;
  }
}, 180_000);

const KEYS_RECORD = (instant: string): string =>
  writeRecord({
    ...{ v: 1, id: NOBODY, stream: 'log-keys', rev: 0, type: 'LogKeyAnnounced', sv: 1, at: instant, after: [] },
    by: { org: 'DA', role: 'SEC', sub: 'p' },
    cmd: { id: NOBODY, sha256: '0'.repeat(64) },
    data: { vkey: { toString: 0, valueOf: 0 } },
  });

/** As a browser does it, and as the program does with a large file. */
const both = (text: string): readonly Report[] =>
  [undefined, { sparing: { squeeze: squeezed, atHand: 1 } }].map((manner) => {
    const { push, end } = verifier({ policy: policies.alone }, (found) => replaying(found, manner));
    push(Buffer.from(text));
    return end();
  });

it('whatever stands in payloads that their writer signed leads to a report, and to the same one however it is made', async () => {
  const { log } = await history();
  let tried = 0;
  for (const records of payloads(log, 5)) {
    const [plain, sparing] = both(await sealed(records));
    expect(sparing).toEqual(plain);
    tried += 1;
    if (tried === BUNDLES) break;
  }
}, 180_000);

describe('a hostile payload under a valid signature', () => {
  it('that is no key leads to a report', async () => {
    const { log } = await history();
    const report = verified(await sealed([...log, KEYS_RECORD('2027-04-01T00:00:00.000Z')]));
    expect([0, 2, 3]).toContain(report.exit);
  });

  it.each([
    ['validUntil', 'x'],
    ['validUntil', { toString: 0, valueOf: 0 }],
    ['duties', [[null]]],
    ['duties', [{ duty: 'x', due: true }]],
    ['effectiveFrom', true],
    ['referralDueAt', 7],
  ])('that has no day where a day belongs (%s) is found, also where states are put away', async (name, value) => {
    const past = await history();
    const text = await sealed(past.changedData('DecisionEnacted', (data) => ({ ...data, [name]: value })));
    const reports = both(text);
    expect(reports[0]).toMatchObject({ exit: 2 });
    expect(reports[1]).toEqual(reports[0]);
  });

  it('in one matter is blamed on no other, however many are put away meanwhile', async () => {
    const poisoned = await written(matterOf(0), [...circulated().slice(0, 1)]);
    const honest = await Promise.all(
      Array.from({ length: 40 }, (_, number) => written(matterOf(number + 1), agreed())),
    );
    const [draft = '', ...rest] = poisoned.records;
    const fields = parseRecord(draft);
    const bad = writeRecord({ ...fields, data: { ...fields.data, decideBy: 'x' } });
    const records = inOrder([...world(), bad, ...rest, ...honest.flatMap((one) => one.records)]);
    const text = await sealed(records);
    const reports = both(text);
    expect(reports[1]).toEqual(reports[0]);
    expect(new Set(reports[0]!.findings.map(({ stream }) => stream))).toEqual(new Set([`matter-${matterOf(0)}`]));
  });

  it('of thousands of records in one matter ends, without a conclusion', async () => {
    const { records } = await written(matterOf(0), agreed());
    const fields = parseRecord(records.at(-1)!);
    const many = Array.from({ length: 6_000 }, (_, number) => {
      const id = uuidV5(NOBODY, String(number));
      return writeRecord({
        ...{ ...fields, id, cmd: { ...fields.cmd, id }, rev: records.length + number, type: 'ParticipationRequested' },
        data: { party: `P${number}` },
      });
    });
    const report = verified(await sealed([...world(), ...records, ...many]));
    expect(report).toMatchObject({ exit: 3, counts: { HISTORY_TOO_LONG: 1 } });
  });

  it('of few but large records in one matter ends, without a conclusion', async () => {
    const { records } = await written(matterOf(0), agreed());
    const fields = parseRecord(records.at(-1)!);
    const right = { deliveries: Array.from({ length: 900 }, (_, seat) => ({ seat: `S${seat}`, at: fields.at })) };
    const many = Array.from({ length: 120 }, (_, number) => {
      const id = uuidV5(NOBODY, String(number));
      return writeRecord({
        ...{ ...fields, id, cmd: { ...fields.cmd, id }, rev: records.length + number, type: 'CorrectionRequested' },
        data: {
          correction: id,
          kind: 'VOTE_VALUE',
          target: { round: ROUNDS.first, seat: 'BMF' },
          right,
          affected: 'BMF',
        },
      });
    });
    const report = verified(await sealed([...world(), ...records, ...many]));
    expect(report).toMatchObject({ exit: 3, counts: { HISTORY_TOO_LONG: 1 } });
  });
});

describe('comments of one person', () => {
  type Steps = Parameters<typeof written>[1];
  const at = '2027-01-12T08:00:00+01:00';
  const comment = (points: readonly string[] = []): Steps => [
    [at, 'AA/REF', 'RecordComment', { code: 'AA', text: 'x', points }],
  ];
  const proven = async (comments: Steps) => {
    const { records } = await written(matterOf(0), [...circulated(), ...comments]);
    return verified(await sealed([...world(), ...records])).findings;
  };

  it('leave a log verifiable, however many they are', async () => {
    expect(await proven(Array.from({ length: 5_100 }, () => comment()).flat())).toEqual([]);
  });

  it('leave a log verifiable, however much they say', async () => {
    const points = Array.from({ length: 200 }, (_, number) => String(number).padEnd(300, 'x'));
    expect(await proven(Array.from({ length: 70 }, () => comment(points)).flat())).toEqual([]);
  });
});
