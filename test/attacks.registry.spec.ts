import { randomUUID } from 'node:crypto';
import { stableText } from '#domain';
import { leafHash, parseRecord, sha256Hex, writeRecord } from '#evidence';
import { act } from '#facts';
import { agreementBook, agreementWritten, drafted } from './agreement.histories.js';
import { FINAL, type Fields, type History, history, historyOf, NOBODY, SILENT, verified } from './attacks.support.js';
import { bundleOf, checkpointOf, inOrder, sealed, world } from './bundle.support.js';
import { BOOK, circulated, decidedFinally, written } from './matter.histories.js';
import {
  calendar,
  CHAIR,
  DECREE,
  FROM,
  grant,
  house,
  ledger,
  MATTER,
  of,
  onRequest,
  RUL,
  SEC,
} from './registry.support.js';

const AGREEMENT = '44444444-4444-4444-8444-444444444444';
const PROVEN = { exit: 0, findings: [] };
const deviates = (expected: unknown) => ({ exit: 2, findings: [{ code: 'DECISION_DEVIATES', expected }] });

const report = async (log: readonly string[]) => verified(await sealed(log));

let past: History;
beforeAll(async () => {
  past = await history();
});

describe('the registry, as it is kept by the rules', () => {
  it('is proven, whatever of it was recorded', async () => {
    const { send, records, at, adopted } = await ledger();
    at('2026-12-02T09:00:00+01:00');
    for (const code of ['BMV', 'BMX', 'BMZ']) await send(...house(code, code));
    await send(SEC, 'RenameMinistry', {
      ministry: 'BMV',
      name: 'Verkehr',
      legalBasis: DECREE,
      validFrom: '2027-01-01',
    });
    // An area goes on to a third house, which only the streams of the others tell.
    const ceded = { area: 'BMV', on: '2026-12-02', legalBasis: DECREE };
    await send(of('BMV', 'BM'), 'AnnounceAreaTransfer', { ministry: 'BMV', to: 'BMX', ...ceded });
    await send(of('BMX', 'ST'), 'ConfirmAreaTransfer', { ministry: 'BMV', area: 'BMV' });
    await send(of('BMX', 'BM'), 'AnnounceAreaTransfer', { ministry: 'BMX', to: 'BMZ', ...ceded });
    await send(of('BMZ', 'ST'), 'ConfirmAreaTransfer', { ministry: 'BMX', area: 'BMV' });
    const successors = [{ code: 'BMZ', areas: ['BMX'] }];
    await send(SEC, 'SucceedMinistry', { ministry: 'BMX', successors, legalBasis: DECREE, validFrom: '2027-02-01' });
    const mandate = randomUUID();
    await send(...grant('BMF/REF', 'VOTE', 'MINISTER', mandate));
    // Under a mandate of that rank a state secretary may grant one of it.
    await send(...grant('BMF/ST', 'COMMENT', 'MINISTER'));
    const term = { validFrom: FROM, validTo: '2027-11-30' };
    const granted = { ministry: 'BMF', mandate: randomUUID(), person: 'BMF/AL', scope: ['COMMENT'], rank: 'MINISTER' };
    await send(of('BMF', 'ST'), 'GrantMandate', { ...granted, ...term });
    await send(of('BMF', 'BM'), 'RevokeMandate', { ministry: 'BMF', mandate, reason: 'Umsetzung' });
    const seat = { body: 'DA', seat: 'BMF' };
    await send(SEC, 'AppointDeputy', {
      ...{ ...seat, person: 'BMF/DEP', decisionAuthority: true, from: FROM, ...onRequest },
    });
    await send(SEC, 'RemoveDeputy', { ...seat, person: 'BMF/DEP', on: '2026-12-03', ...onRequest });
    await send(SEC, 'VacateSeat', { ...seat, on: '2026-12-03', reason: 'Ruhestand', ...onRequest });
    await send(SEC, 'AppointChair', { body: 'DA', person: 'CHAIR', seat: 'BMI', from: FROM });
    await send(SEC, 'StaffSecretariat', {
      ...{ body: 'DA', person: 'SEC/B', origin: 'BMF', external: false, records: true },
    });
    await send(SEC, 'ChangeCharter', { body: 'DA', tracks: ['COMMITTEE', 'STAGE'], decision: DECREE });
    await send(SEC, 'EndSeat', { ...seat, on: '2027-12-31', reason: 'aufgelöst' });
    await send(SEC, 'EndBody', { body: 'DA', decision: DECREE });
    await send(SEC, 'PublishCalendar', { ...calendar, version: '2027b' });
    await adopted(BOOK, '1.0.1', '2027-02-01');
    const next = { ruleBook: BOOK.id, version: '1.1.0' };
    await send(RUL, 'DraftRuleBook', { ...next, basedOn: '1.0.1', changes: { title: 'Neu', pilotEnd: null } });
    await send(RUL, 'ReviseRuleBook', { ...next, changes: { title: 'Neuer', tracks: { STAGE: null } } });
    await send(RUL, 'DiscardRuleBook', { ...next, reason: 'überholt' });
    await send(CHAIR, 'AnnounceLogKey', {}).catch(() => undefined);
    expect(await report(await records())).toMatchObject(PROVEN);
  });

  it('is proven where a matter was split and the system drafted its parts, and only then', async () => {
    const { submitted, send, records, desk } = await ledger();
    await submitted();
    const parts = [1, 2].map((number) => ({
      ...{ matter: randomUUID(), title: `Teil ${number}`, text: `Fassung ${number}`, areas: ['DIGITAL_SERVICES'] },
    }));
    await send(of('BMDS', 'REF'), 'SplitMatter', { matter: MATTER, parts, reason: 'Zwei Vorhaben' });
    const inherited = { body: 'DA', track: 'COMMITTEE', lead: 'BMDS', category: 'STANDARD', bindingness: 'BINDING' };
    const drafts = parts.map((part) => ({
      ...{ type: 'DraftMatter', due: '2026-12-01T07:00:00.000Z', cause: 'split' },
      data: { ...inherited, classification: 'INTERN', ...part, splitFrom: MATTER },
    }));
    const { ledger: book, folds, registry } = desk;
    for (const draft of drafts) await act({ ledger: book, folds, registry }, draft as never, draft.due);
    const log = await records();
    expect(await report(log)).toMatchObject(PROVEN);
    const split = historyOf(log);
    const at = log.length - 1;
    const other = 'Ein anderer Text';
    for (const change of [{ splitFrom: NOBODY }, { matter: MATTER }, { text: other, textHash: sha256Hex(other) }])
      expect(await report(split.rewritten(at, ({ data }) => ({ data: { ...data, ...change } })))).toMatchObject({
        exit: 2,
      });
    // Where something is hidden, it may be what named the part.
    const named = log.findIndex((record) => parseRecord(record).type === 'MatterSplit');
    const entries = log.map((record, index) => (index < named ? { record } : { withheld: leafHash(record) }));
    const partial = entries.with(at, { record: log[at]! });
    const hidden = verified(await bundleOf(partial, [await checkpointOf(log)]));
    expect(hidden.counts).not.toHaveProperty('DECISION_DEVIATES');
  });
});

describe('a record of the registry that the rules do not allow', () => {
  const later = { ruleBook: BOOK.id, version: '9.9.9' };
  const content = JSON.parse(JSON.stringify(BOOK)) as object;
  const cases: readonly (readonly [string, string, string, (fields: Fields) => object])[] = [
    [
      ...(['grants a rank above the own', 'MandateGranted', 'MANDATE_RANK'] as const),
      ({ by, data }) => ({ by: { ...by, role: 'ST' }, data: { ...data, rank: 'MINISTER' } }),
    ],
    [
      ...(['grants a mandate for twenty years', 'MandateGranted', 'MANDATE_TERM'] as const),
      ({ data }) => ({ data: { ...data, validTo: '2046-12-01' } }),
    ],
    [
      ...(['grants a rank that there is not', 'MandateGranted', 'INVALID_PAYLOAD'] as const),
      ({ data }) => ({ data: { ...data, rank: 'KING' } }),
    ],
    [
      ...(['has a member that nobody sends', 'MandateGranted', 'INVALID_PAYLOAD'] as const),
      ({ data }) => ({ data: { ...data, ministry: 'AA' } }),
    ],
    [
      ...(['seats somebody who may not decide', 'SeatOccupied', 'DECISION_AUTHORITY_MISSING'] as const),
      ({ data }) => ({ data: { ...data, decisionAuthority: false } }),
    ],
    [
      ...(['seats somebody of no competence', 'SeatOccupied', 'COMPETENCE_MISSING'] as const),
      ({ data }) => ({ data: { ...data, competences: ['TECH'] } }),
    ],
    [
      ...(['registers another house than its own', 'MinistryRegistered', 'INVALID_PAYLOAD'] as const),
      ({ data }) => ({ data: { ...data, ministry: 'BMI' } }),
    ],
    [
      ...(['publishes a calendar of another place', 'CalendarPublished', 'INVALID_PAYLOAD'] as const),
      ({ data }) => ({ data: { ...data, place: 'BONN' } }),
    ],
    [
      ...(['drafts a book that is another version', 'RuleBookDrafted', 'INVALID_PAYLOAD'] as const),
      ({ data }) => ({ data: { ...data, ...later, contentHash: sha256Hex(stableText(content as never)) } }),
    ],
  ];
  it.each(cases)('is found where it %s', async (_, type, expected, change) => {
    const at = past.at(type);
    const { findings, exit } = await report(past.rewritten(at, change));
    expect(exit).not.toBe(0);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'DECISION_DEVIATES', index: BigInt(at), expected, found: type }),
    );
  });

  it('is found where it holds more than the rules put there', async () => {
    const { findings } = await report(past.changedData('MandateGranted', (data) => ({ ...data, note: 'x' })));
    expect(findings).toMatchObject([{ code: 'DECISION_DEVIATES', found: 'MandateGranted' }]);
  });

  it('is found where it publishes a version of the calendar once more', async () => {
    const at = past.at('CalendarPublished');
    const first = parseRecord(past.log[at]!);
    const again = { id: NOBODY, cmd: { id: NOBODY, sha256: '0'.repeat(64) }, rev: first.rev + 1 };
    const data = { ...first.data, holidays: [] };
    const log = past.log.toSpliced(at + 1, 0, writeRecord({ ...first, ...again, data }));
    expect((await report(log)).findings).toContainEqual(
      expect.objectContaining({ code: 'DECISION_DEVIATES', expected: 'ALREADY_EXISTS' }),
    );
  });
});

describe('a draft', () => {
  const first = async (): Promise<History> =>
    historyOf(inOrder([...world(), ...(await written(SILENT, circulated().slice(0, 1))).records]));
  const bySecretariat = { by: { org: 'DA', role: 'SEC', sub: 'SEC/A' }, ev: { name: 'x', sha256: 'a'.repeat(64) } };

  it.each<readonly [string, string, (fields: Fields) => object]>([
    ['begins with version 7', 'MatterDrafted', ({ data }) => ({ data: { ...data, version: 7 } })],
    ['is of another matter than its stream', 'MatterDrafted', ({ data }) => ({ data: { ...data, matter: FINAL } })],
    [
      ...(['is led by a house that is not registered', 'INVALID_PAYLOAD'] as const),
      ({ data }) => ({ ...bySecretariat, data: { ...data, lead: 'XXX' } }),
    ],
    ['is for a body that there is not', 'INVALID_PAYLOAD', ({ data }) => ({ data: { ...data, body: 'XX' } })],
  ])('of a matter is found that %s', async (_, expected, change) => {
    const draft = await first();
    const { log } = draft;
    expect(await report(log)).toMatchObject(PROVEN);
    const { exit, findings } = await report(draft.rewritten(log.length - 1, change));
    expect(exit).toBe(2);
    expect(findings[0]).toMatchObject({ code: 'DECISION_DEVIATES' });
    expect(findings[0]?.expected).toContain(expected);
  });

  it.each<readonly [string, string, object]>([
    ['has one party only', 'INVALID_PAYLOAD', { parties: ['BMAS'] }],
    ['has a party that is not registered', 'INVALID_PAYLOAD', { parties: ['BMAS', 'BMG', 'XXX'] }],
    ['begins with version 5', 'AgreementDrafted', { version: 5 }],
    ['is of another agreement than its stream', 'AgreementDrafted', { agreement: SILENT }],
  ])('of an agreement is found that %s', async (_, expected, change) => {
    const streams = [...agreementBook(), await agreementWritten(AGREEMENT, drafted())];
    const draft = historyOf(inOrder([...world(), ...streams.flatMap(({ records }) => records)]));
    expect(await report(draft.log)).toMatchObject(PROVEN);
    const { exit, findings } = await report(draft.changedData('AgreementDrafted', (data) => ({ ...data, ...change })));
    expect(exit).toBe(2);
    expect(findings[0]?.expected).toContain(expected);
  });
});

describe('classification and rule book of a record', () => {
  it.each([
    ['another grade', { cls: 'OFFEN' }, 'cls INTERN'],
    ['no grade', { cls: undefined }, 'cls INTERN'],
    ['another book', { rb: { id: 'RB-GGO', version: '9' } }, `rb ${BOOK.id}@${BOOK.version}`],
    ['no book', { rb: undefined }, `rb ${BOOK.id}@${BOOK.version}`],
  ])('are those of its stream: %s is found', async (_, change, expected) => {
    for (const type of ['ResultEstablished', 'DeliveryProven']) {
      const { cls, rb, ...fields } = { ...parseRecord(past.log[past.at(type)]!), ...change };
      const marks = { ...(cls === undefined ? {} : { cls }), ...(rb === undefined ? {} : { rb }) };
      const log = past.log.with(past.at(type), writeRecord({ ...fields, ...marks }));
      expect(await report(log)).toMatchObject(deviates(expected));
    }
  });

  it('are looked at in an agreement too, which names the book in force', async () => {
    const streams = [...agreementBook(), await agreementWritten(AGREEMENT, drafted())];
    const log = inOrder([...world(), ...streams.flatMap(({ records }) => records)]);
    const { rb, ...fields } = parseRecord(log.at(-1)!);
    expect(rb).toMatchObject({ id: 'RB-VV' });
    expect(await report(log.with(-1, writeRecord(fields)))).toMatchObject(deviates('rb RB-VV@1.0.0'));
  });
});

describe('somebody of a house that there is not', () => {
  const stranger = ({ by }: Fields) => ({ by: { ...by, org: 'XXX', sub: 'XXX/REP' } });

  it('decides nothing: in a whole log that is found, where something is hidden there is no conclusion', async () => {
    const at = past.at('VoteCast');
    const log = past.rewritten(at, stranger);
    const { exit, findings } = await report(log);
    expect(exit).toBe(2);
    expect(findings[0]).toMatchObject({ code: 'DECISION_DEVIATES', index: BigInt(at), expected: 'FORBIDDEN' });
    const hidden = log.map((record, index) => (index === 0 ? { withheld: leafHash(record) } : { record }));
    const partial = verified(await bundleOf(hidden, [await checkpointOf(log)]));
    expect(partial).toMatchObject({ exit: 3 });
    expect(partial.findings).toContainEqual(
      expect.objectContaining({ code: 'NOT_REDECIDED', index: BigInt(at), expected: 'VoteCast' }),
    );
  });

  it('does not take part either', async () => {
    const { records } = await written(SILENT, [
      ...circulated(),
      [
        '2027-01-11T10:00:00+01:00',
        'SEC/A',
        'AddParticipant',
        { code: 'BKAmt', form: 'BENEHMEN', reason: 'betroffen' },
      ],
    ]);
    const course = historyOf(inOrder([...world(), ...records]));
    expect(await report(course.log)).toMatchObject(PROVEN);
    const added = course.changedData('ParticipantAdded', (data) => ({ ...data, code: 'XXX' }));
    expect(await report(added)).toMatchObject(deviates('INVALID_PAYLOAD'));
  });
});

it('a matter that is pinned to a version that nobody adopted deviates, and what rests on it as well', async () => {
  const { records } = await written(FINAL, decidedFinally());
  const course = inOrder([...world(), ...records]).map((record) => {
    const fields = parseRecord(record);
    const { rb } = fields;
    const pins = { ...fields.data, ruleBook: { ...BOOK, id: BOOK.id, version: '0.9.0' } };
    if (fields.type === 'ProcedureOpened')
      return writeRecord({ ...fields, data: { ...pins, ruleBook: { id: BOOK.id, version: '0.9.0' } } });
    return rb ? writeRecord({ ...fields, rb: { ...rb, version: '0.9.0' } }) : record;
  });
  expect(await report(course)).toMatchObject({ exit: 2, counts: { DECISION_DEVIATES: expect.any(Number) as number } });
});

describe('a registry without end', () => {
  const filled = (stream: string, count: number, fields: (rev: number) => Pick<Fields, 'type' | 'data'>) => {
    const by = { org: 'BMI', role: 'BM', sub: 'BMI/BM' };
    const plain = { v: 1, stream, sv: 1, at: '2026-12-01T07:00:00.000Z', by, after: [] } as const;
    return Array.from({ length: count }, (_, rev) => {
      const id = randomUUID();
      return writeRecord({ ...plain, id, rev, cmd: { id, sha256: '0'.repeat(64) }, ...fields(rev) });
    });
  };
  const registered = { ministry: 'BMI', name: 'BMI', areas: [], places: [], validFrom: FROM };
  const granted = { ministry: 'BMI', scope: ['VOTE'], rank: 'DESK', validFrom: FROM, validTo: '2028-11-30' };

  it('is not replayed: a house with more mandates than any', async () => {
    const log = filled('ministry-BMI', 20_001, (rev) =>
      rev === 0
        ? { type: 'MinistryRegistered', data: registered }
        : { type: 'MandateGranted', data: { ...granted, mandate: `m-${rev}`, person: `p-${rev}` } },
    );
    const { exit, counts } = await report(log);
    expect({ exit, counts }).toEqual({ exit: 3, counts: { DECISION_DEVIATES: 1, HISTORY_TOO_LONG: 1 } });
  });

  it('is not replayed: a person with more mandates than anybody', async () => {
    const log = filled('ministry-BMI', 1_002, (rev) =>
      rev === 0
        ? { type: 'MinistryRegistered', data: registered }
        : { type: 'MandateGranted', data: { ...granted, mandate: `m-${rev}`, person: 'BMI/BM' } },
    );
    const { exit, findings } = await report(log);
    expect({ exit, findings }).toMatchObject({
      exit: 3,
      findings: [
        { code: 'HISTORY_TOO_LONG', revision: 1_001 },
        { code: 'DECISION_DEVIATES', revision: 0 },
      ],
    });
  });

  it('is not replayed: more places with a calendar than there are', async () => {
    const log = Array.from({ length: 1_001 }, (_, place) => {
      const data = { place: `P${place}`, version: '1', holidays: [], source: '-' };
      const [record] = filled(`calendar-P${place}`, 1, () => ({ type: 'CalendarPublished', data }));
      return writeRecord({ ...parseRecord(record!), by: { org: 'DA', role: 'SEC', sub: 'SEC/A' } });
    });
    const { exit, findings } = await report(log);
    expect({ exit, findings }).toMatchObject({
      exit: 3,
      findings: [{ code: 'HISTORY_TOO_LONG', stream: 'calendar-P1000', found: 'CalendarPublished > 1000 streams' }],
    });
  });
});
