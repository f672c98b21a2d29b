import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord, writeRecord } from '#evidence';
import { run } from '../apps/auditor/src/run.js';
import { agreementBook, agreementWritten, expired, inForce, reduced } from './agreement.histories.js';
import { inOrder, policies, sealed, world } from './bundle.support.js';
import { agreed, circulated, decidedFinally, written } from './matter.histories.js';

const MATTER = '22222222-2222-4222-8222-222222222222';
const LATER = '77777777-7777-4777-8777-777777777777';
const AGREEMENT = '44444444-4444-4444-8444-444444444444';

type Steps = Parameters<typeof written>[1];

const folder = mkdtempSync(join(tmpdir(), 'omissions-'));
const policy = join(folder, 'policy.txt');
beforeAll(() => writeFileSync(policy, policies.alone));
afterAll(() => rmSync(folder, { recursive: true }));

/** Records without those of a stream from the named type on. */
const before = (records: readonly string[], type: string): readonly string[] =>
  records.slice(
    0,
    records.findIndex((record) => parseRecord(record).type === type),
  );

/** A log in which another matter is drafted on that day, so that the time is known to have gone by. */
async function omissions(streams: readonly string[], day: string, ...also: string[]): Promise<readonly object[]> {
  const draft = [`${day}T12:00:00+01:00`, ...(circulated()[0]?.slice(1) ?? [])];
  const later = await written(LATER, [draft] as unknown as Parameters<typeof written>[1]);
  const basis = [...world(), ...agreementBook().flatMap(({ records }) => records)];
  const file = join(folder, 'log.govlog');
  writeFileSync(file, await sealed([...inOrder([...basis, ...streams]), ...later.records]));
  let said = '';
  const code = await run(['verify', file, '--policy', policy, '--json'], {
    out: (text) => (said += text),
    err: () => {},
  });
  const { findings } = JSON.parse(said) as { readonly findings: readonly { readonly code: string }[] };
  expect(code).toBe(findings.length > 0 ? 2 : 0);
  expect(new Set(findings.map((finding) => finding.code))).toEqual(
    new Set(findings.length > 0 ? ['DEADLINE_OMITTED', ...also] : []),
  );
  return findings;
}

describe('a deadline of an agreement that passed in silence', () => {
  it('is found where a party under notice never left', async () => {
    const { records } = await agreementWritten(AGREEMENT, reduced());
    const silent = before(records, 'PartyLeft');
    expect(await omissions(silent, '2028-01-05')).toEqual([
      expect.objectContaining({
        stream: `agreement-${AGREEMENT}`,
        expected: 'NOTICE BMG 2027-12-31T23:00:00.000Z',
      }),
    ]);
    expect(await omissions(silent, '2027-12-30')).toEqual([]);
    expect(await omissions(records, '2028-01-05')).toEqual([]);
  });

  it('is found where the term ended and nobody recorded it', async () => {
    const { records } = await agreementWritten(AGREEMENT, expired());
    expect(await omissions(before(records, 'AgreementExpired'), '2028-01-05')).toEqual([
      expect.objectContaining({ expected: 'TERM  2027-12-31T23:00:00.000Z' }),
    ]);
    expect(await omissions(records, '2028-01-05')).toEqual([]);
  });
});

describe('an agreement of which the worker tells late', () => {
  const notice = (at: string, party: string, kind: 'ORDINARY' | 'EXTRAORDINARY', effectiveOn: string) =>
    [at, `${party}/ST`, 'GiveNotice', { party, kind, effectiveOn, reason: 'R' }] as const;
  const leave = (at: string, party: string) => [at, 'SEC/A', 'LeaveAgreement', { party }] as const;
  const AFTER = '2028-01-03T09:00:00+01:00';
  const three = ['BMG', 'BMAS', 'BMDS'].map((party) =>
    notice('2027-05-03T09:00:00+02:00', party, 'ORDINARY', '2027-12-31'),
  );

  it('ends when the second of three leaves that gave notice for one day: the third has nothing left to leave', async () => {
    const { records } = await agreementWritten(AGREEMENT, [
      ...inForce(),
      ...three,
      ...[leave(AFTER, 'BMG'), leave(AFTER, 'BMAS')],
    ]);
    expect(parseRecord(records.at(-1)!).type).toBe('AgreementTerminated');
    expect(await omissions(records, '2028-01-05')).toEqual([]);
  });

  it('still owes a deadline that was due before the one that was recorded', async () => {
    const { records } = await agreementWritten(AGREEMENT, [
      ...inForce(),
      ...three,
      ...[leave(AFTER, 'BMAS'), leave(AFTER, 'BMDS')],
    ]);
    expect(await omissions(records, '2028-01-05')).toEqual([
      expect.objectContaining({ expected: 'NOTICE BMG 2027-12-31T23:00:00.000Z' }),
    ]);
  });

  it('owes what was over when it was recorded a day later, not at once', async () => {
    const received = '2027-05-05T10:00:00+02:00';
    const [at, , ...given] = notice('2027-05-20T10:00:00+02:00', 'BMG', 'EXTRAORDINARY', '2027-05-06');
    const { records } = await agreementWritten(AGREEMENT, [...inForce(), [at, 'SEC/A', ...given, received]]);
    expect(await omissions(records, '2027-05-20')).toEqual([]);
    expect(await omissions(records, '2027-05-22')).toEqual([
      expect.objectContaining({ expected: 'NOTICE BMG 2027-05-06T22:00:00.000Z' }),
    ]);
  });
});

describe('a deadline of a matter that passed in silence', () => {
  it.each([
    ['of a round', 'RoundClosed', '2027-01-30', 'ROUND  2027-01-25T23:00:00.000Z'],
    ['for the ladder', 'EscalationOpened', '2027-02-20', 'DISSENT '],
    ['of a level', 'LevelClosed', '2027-03-20', 'LEVEL DIRECTORATE '],
    ['of the final decision', 'FinalDecisionTaken', '2027-04-30', 'FINAL_WINDOW '],
  ])('is found: %s', async (_, type, day, expected) => {
    const { records } = await written(MATTER, decidedFinally());
    expect(await omissions(before(records, type), day)).toEqual([
      expect.objectContaining({ stream: `matter-${MATTER}`, expected: expect.stringContaining(expected) as string }),
    ]);
  });

  it.each(['SYSTEM', 'SEC'])('is found where something else was recorded instead, be it by %s', async (role) => {
    const { records } = await written(MATTER, decidedFinally());
    const silent = before(records, 'RoundClosed');
    const fields = parseRecord(records.at(-1)!);
    const withdrawn = writeRecord({
      ...{ ...fields, id: LATER, rev: silent.length, type: 'MatterWithdrawn', at: '2027-06-01T08:00:00.000Z' },
      ...{ by: { ...fields.by, role }, cmd: { ...fields.cmd, id: LATER }, data: { reason: 'Erledigt' } },
    });
    // Neither may withdraw it: the system at no time, the secretariat for a house only with proof.
    expect(await omissions([...silent, withdrawn], '2027-06-10', 'DECISION_DEVIATES')).toContainEqual(
      expect.objectContaining({ expected: 'ROUND  2027-01-25T23:00:00.000Z' }),
    );
  });

  it('is found where something harmless was recorded first, an hour before the deadline went away', async () => {
    const { records } = await written(MATTER, [
      ...circulated(),
      [
        '2027-06-01T08:00:00+02:00',
        'BMDS/REF',
        'AnnounceLeadTransfer',
        { to: 'BMI', on: '2027-07-01', reason: 'Erlass' },
      ],
      ['2027-06-01T09:00:00+02:00', 'BMDS/REF', 'WithdrawMatter', { reason: 'Erledigt' }],
    ]);
    expect(await omissions(records, '2027-06-10')).toContainEqual(
      expect.objectContaining({ expected: 'ROUND  2027-01-25T23:00:00.000Z' }),
    );
  });

  it('is found of a duty that nobody marked as overdue', async () => {
    const { records } = await written(MATTER, decidedFinally());
    expect(await omissions(records, '2027-12-20')).toEqual([
      expect.objectContaining({ expected: expect.stringContaining('DUTY report-1') as string }),
    ]);
  });

  it('is none where it was due behind another one that is recorded late, and with which it went away', async () => {
    const decision = (duty: string): Steps => [
      ...agreed().slice(0, -1),
      [
        '2027-01-26T12:10:00+01:00',
        'SEC/A',
        'EnactDecision',
        {
          ...{ effectiveFrom: '2027-02-01', validUntil: '2027-04-30' },
          duties: [{ duty: 'd', ministry: 'BMI', text: 'Bericht', due: duty }],
        },
      ],
      ['2027-05-03T08:00:00+02:00', 'SEC/A', 'ExpireDecision', {}],
    ];
    expect(await omissions((await written(MATTER, decision('2027-05-01'))).records, '2027-06-10')).toEqual([]);
    for (const due of ['2027-04-29', '2027-04-30'])
      expect(await omissions((await written(MATTER, decision(due))).records, '2027-06-10')).toEqual([
        expect.objectContaining({ expected: expect.stringContaining('DUTY d') as string }),
      ]);
  });

  it('is none while it runs, and none where all was done', async () => {
    const { records } = await written(MATTER, decidedFinally());
    expect(await omissions(before(records, 'RoundClosed'), '2027-01-25')).toEqual([]);
    expect(await omissions((await written(MATTER, agreed())).records, '2027-12-20')).toEqual([]);
  });
});
