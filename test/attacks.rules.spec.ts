import { leafHash, parseRecord, sha256Hex, writeRecord } from '#evidence';
import { type Code, CODES } from '../apps/auditor/src/verify/codes.js';
import { codes, type Fields, FINAL, type History, history, NOBODY, SILENT, verified } from './attacks.support.js';
import { inOrder, sealed, world } from './bundle.support.js';
import { agreed, decidedFinally, ROUNDS, written } from './matter.histories.js';

let past: History;
let log: readonly string[] = [];

beforeAll(async () => {
  past = await history();
  ({ log } = past);
});

/** The delivery of a round recorded a second time, right behind the first one, with an id of its own. */
function replayed(change: object): readonly string[] {
  const at = past.at('DeliveryProven');
  const { stream, ...original } = parseRecord(log[at]!);
  const later = log.slice(at + 1).map((record) => {
    const fields = parseRecord(record);
    return fields.stream === stream ? writeRecord({ ...fields, rev: fields.rev + 1 }) : record;
  });
  const again = writeRecord({ stream, ...original, id: NOBODY, rev: original.rev + 1, ...change });
  return [...log.slice(0, at + 1), again, ...later];
}

describe('an attack by the operator, who signs everything again', () => {
  const cases: readonly (readonly [string, Code, () => readonly string[]])[] = [
    [
      'a wrong outcome',
      'DECISION_DEVIATES',
      () => past.changedData('ResultEstablished', (d) => ({ ...d, outcome: 'AGREED' })),
    ],
    [
      'an objection left out',
      'DECISION_DEVIATES',
      () => past.changedData('ResultEstablished', (d) => ({ ...d, objections: ['BMF'] })),
    ],
    [
      'an electorate with a seat too few',
      'DECISION_DEVIATES',
      () => past.changedData('RoundOpened', (d) => ({ ...d, eligible: [{ seat: 'BMI' }] })),
    ],
    [
      'a longer period',
      'DECISION_DEVIATES',
      () => past.changedData('RoundOpened', (d) => ({ ...d, dueAt: '2027-02-28T23:00:00.000Z' })),
    ],
    [
      'a vote by somebody else',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('VoteCast'), (r) => ({ by: { ...r.by, sub: 'AA/REF' } })),
    ],
    [
      'a mandate that nobody granted',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('FinalDecisionTaken'), (r) => ({ by: { ...r.by, mandate: NOBODY } })),
    ],
    [
      'a decider without a mandate',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('FinalDecisionTaken'), (r) => ({ by: { ...r.by, sub: 'BMDS/X', role: 'REF' } })),
    ],
    [
      'another competence',
      'DECISION_DEVIATES',
      () => past.changedData('FinalDecisionTaken', (d) => ({ ...d, grant: 'CG-9' })),
    ],
    [
      'another text enacted',
      'DECISION_DEVIATES',
      () => past.changedData('DecisionEnacted', (d) => ({ ...d, textHash: '0'.repeat(64) })),
    ],
    [
      'a ladder without its window',
      'DECISION_DEVIATES',
      () => past.changedData('EscalationExhausted', (d) => ({ ...d, windowDueAt: '2028-01-01T00:00:00.000Z' })),
    ],
    [
      'a wrong clock: a date before the one before',
      'TIME_BACKWARDS',
      () => past.rewritten(past.at('FinalDecisionTaken'), () => ({ at: '2027-01-01T00:00:00.000Z' })),
    ],
    [
      'an id used twice',
      'ID_REPEATED',
      () => past.rewritten(past.at('VoteCast'), () => ({ id: parseRecord(log[0]!).id })),
    ],
    [
      'a request replayed: a command recorded again',
      'COMMAND_REPEATED',
      () => past.rewritten(past.at('VoteCast'), ({ cmd }) => ({ cmd: { ...cmd, id: parseRecord(log[0]!).cmd.id } })),
    ],
    [
      'a revision skipped',
      'REVISION_GAP',
      () => past.rewritten(past.at('DecisionEnacted'), ({ rev }) => ({ rev: rev + 1 })),
    ],
    [
      'an event that nobody knows',
      'EVENT_UNKNOWN',
      () => past.rewritten(past.at('VoteCast'), () => ({ type: 'constructor' })),
    ],
    [
      'a request replayed right behind itself, at its later time',
      'COMMAND_REPEATED',
      () => replayed({ at: '2027-01-11T20:00:00.000Z' }),
    ],
    ['a request replayed right behind itself, at the same time', 'COMMAND_REPEATED', () => replayed({})],
    [
      'a command that says two things about what was asked',
      'HISTORY_BROKEN',
      () => {
        const at = past.at('DecisionEnacted');
        return past.rewritten(at, ({ cmd }) => ({ cmd: { ...cmd, sha256: '0'.repeat(64) } }));
      },
    ],
    [
      'a role that there is not, for a decision',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('RoundOpened'), ({ by }) => ({ by: { ...by, role: 'ROOT' } })),
    ],
    [
      'a function that may not do this',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('RoundOpened'), ({ by }) => ({ by: { ...by, role: 'AUD' } })),
    ],
    [
      'a result that nobody established, by the system',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('ResultEstablished'), ({ by }) => ({ by: { ...by, role: 'SYSTEM' } })),
    ],
    [
      'a vote for another house',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('VoteCast'), ({ by }) => ({ by: { ...by, for: 'BMDS' } })),
    ],
    [
      'a vote that the secretariat records without proof',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('VoteCast'), ({ by }) => ({ by: { ...by, role: 'SEC' } })),
    ],
    [
      'a receipt in the future',
      'DECISION_DEVIATES',
      () => past.rewritten(past.at('VoteCast'), () => ({ received: '2027-12-01T08:00:00.000Z' })),
    ],
    [
      'a basis that is not in the log',
      'BASIS_UNKNOWN',
      () => past.rewritten(past.at('VoteCast'), () => ({ after: ['f'.repeat(64)] })),
    ],
    [
      'another text under the same hash',
      'HISTORY_BROKEN',
      () => past.changedData('MatterDrafted', (data) => ({ ...data, text: 'Ganz etwas anderes' })),
    ],
    ['a payload of a form to come', 'EVENT_UNKNOWN', () => past.rewritten(past.at('VoteCast'), () => ({ sv: 999 }))],
    ['a stream that nobody knows', 'EVENT_UNKNOWN', () => past.rewritten(0, () => ({ stream: '__proto__' }))],
    [
      'an event out of place',
      'HISTORY_BROKEN',
      () => past.rewritten(past.at('FinalDecisionTaken') - 1, ({ data }) => ({ type: 'DutyWaived', data })),
    ],
  ];
  it.each(cases)('is found: %s', async (_, code, attack) => {
    const { exit, findings } = verified(await sealed(attack()));
    expect(exit).toBe(CODES[code].exit);
    const named = { index: expect.any(BigInt) as bigint, stream: expect.any(String) as string };
    expect(findings).toContainEqual(
      expect.objectContaining({ code, ...named, revision: expect.any(Number) as number }),
    );
  });

  it('is none where records rest on the versions, rounds and registry before them', async () => {
    const leaves = (types: readonly string[]): string[] =>
      log.filter((record) => types.includes(parseRecord(record).type)).map(leafHash);
    const { stream } = past.place(past.at('VoteCast'));
    const own = log.filter((record) => parseRecord(record).stream === stream);
    const [version, round] = ['MatterDrafted', 'RoundOpened'].map((type) =>
      leafHash(own.find((record) => parseRecord(record).type === type)!),
    );
    const after = [version!, round!, ...leaves(['RuleBookAdopted', 'CalendarPublished'])];
    const report = verified(await sealed(past.rewritten(past.at('VoteCast'), () => ({ after }))));
    expect(report).toMatchObject({ exit: 0, findings: [] });
    const foreign = leaves(['MatterDrafted']).find((leaf) => leaf !== version)!;
    const wrong = verified(await sealed(past.rewritten(past.at('VoteCast'), () => ({ after: [foreign] }))));
    expect(codes(wrong)).toEqual(['BASIS_UNKNOWN']);
  });

  it('is none where long texts come: one that is the beginning of another, a duty with a long name', async () => {
    const wording = 'Absatz '.repeat(300);
    const [first, ...others] = agreed();
    const drafted = [...first!.slice(0, 3), { ...first![3], text: wording }] as unknown as typeof first;
    const amended = await written(FINAL, [
      ...[drafted!, ...others.slice(0, 4)],
      ['2027-01-12T10:00:00+01:00', 'BMDS/REF', 'AmendMatter', { text: wording.slice(0, 40), basis: 'HEARING' }],
    ]);
    const duty = 'd'.repeat(300);
    const duties = [{ duty, ministry: 'BMI', text: wording, due: '2027-02-10' }];
    const enacted = await written(SILENT, [
      ...others.toSpliced(-1, 1).toSpliced(0, 0, first!),
      ['2027-01-26T12:10:00+01:00', 'SEC/A', 'EnactDecision', { effectiveFrom: '2027-02-01', duties }],
      ['2027-02-05T12:00:00+01:00', 'BMI/REF', 'ReportDuty', { duty, report: 'erledigt', done: true }],
    ]);
    const records = inOrder([...world(), ...amended.records, ...enacted.records]);
    expect(verified(await sealed(records))).toMatchObject({ exit: 0, findings: [] });
  });

  it('by another rule book under the same hash is found, and leaves no conclusion about what rests on it', async () => {
    const report = verified(
      await sealed(past.changedData('RuleBookDrafted', (data) => ({ ...data, contentHash: '0'.repeat(64) }))),
    );
    expect(report).toMatchObject({ exit: 3, counts: { HISTORY_BROKEN: 1 } });
  });

  it('by a duty without a day is found in the end, when its deadline would have to be told', async () => {
    const at = past.at('DecisionEnacted');
    const attacked = past.rewritten(at, ({ data }) => ({ data: { ...data, duties: [{ duty: 'x', status: 'OPEN' }] } }));
    const report = verified(await sealed(attacked));
    expect(report).toMatchObject({ exit: 2 });
    expect(codes(report)).toContain('HISTORY_BROKEN');
  });

  it('on a record that is not canonical is found', async () => {
    const records = log.with(40, log[40]!.replace('{', '{ '));
    expect(verified(await sealed(records))).toMatchObject({ exit: 1, counts: { RECORD_MALFORMED: 1 } });
  });

  it('by a rule book left out leaves no conclusion', async () => {
    const without = log.filter((record) => !parseRecord(record).stream.startsWith('rulebook-'));
    const report = verified(await sealed(without));
    expect(report).toMatchObject({ exit: 3 });
    expect(codes(report)).toEqual(['NOT_REDECIDED']);
  });
});

/** Ends a stream before the first record of the type, and puts one behind it that nobody's command brought about. */
function alone(matter: string, before: string | undefined, change: Partial<Fields> & Pick<Fields, 'type' | 'data'>) {
  const stream = `matter-${matter}`;
  const all = log.filter((record) => parseRecord(record).stream === stream);
  const end = all.findIndex((record) => parseRecord(record).type === before);
  const kept = end < 0 ? all : all.slice(0, end);
  const last = parseRecord(kept.at(-1)!);
  const [id, rev] = [NOBODY, kept.length];
  const at = end < 0 ? '2027-03-19T09:00:00.000Z' : '2027-01-15T09:00:00.000Z';
  const by = { org: 'AA', role: 'REF', sub: 'AA/REF' };
  const put = writeRecord({ ...last, ...{ id, rev, at, by }, cmd: { id, sha256: '0'.repeat(64) }, ...change });
  const others = log.filter((record) => parseRecord(record).stream !== stream);
  return { records: inOrder([...others, ...kept, put]), place: { stream, revision: rev } };
}

describe('an event recorded alone, which only a command of somebody else brings about', () => {
  const seal = { '#': 'A'.repeat(43) };
  const round = ROUNDS.first;
  const [matter, text] = [FINAL, 'Fassung 2'];
  const cases: readonly (readonly [string, matter: string, before: string | undefined, string, object])[] = [
    ['annuls a final decision', FINAL, undefined, 'DecisionVoided', { correction: NOBODY, reason: seal }],
    ['ends one', FINAL, undefined, 'DecisionEnded', { kind: 'REVOKED', by: SILENT, reason: seal }],
    ['suspends one', FINAL, undefined, 'DecisionSuspended', { cause: 'CABINET_REFERRED' }],
    ['waives a duty', FINAL, undefined, 'DutyWaived', { matter, duty: 'report-1', reason: seal }],
    ['sends a decided matter back', FINAL, undefined, 'MatterSubmitted', { version: 1 }],
    ['withdraws a decided matter', FINAL, undefined, 'MatterWithdrawn', { matter, reason: seal }],
    ['takes the lead', FINAL, undefined, 'LeadTransferred', { from: 'BMDS', to: 'AA', on: '2027-03-19' }],
    ['ends a round with objections', FINAL, 'RoundClosed', 'RoundSuperseded', { round, cause: 'AMENDED' }],
    ['objects to writing', FINAL, 'RoundClosed', 'WrittenModeObjected', { round, seat: 'BMF', reason: seal }],
    [
      'adds a voter',
      FINAL,
      'RoundOpened',
      'ParticipantAdded',
      { matter, code: 'BMZ', form: 'EINVERNEHMEN', reason: seal },
    ],
    [
      'turns a consent',
      SILENT,
      'RoundClosed',
      'ReservationDeclared',
      { round, seat: 'BMI', kind: 'LEITUNG', due: '2027-01-30T00:00:00.000Z', blocking: true },
    ],
    [
      'excludes a seat',
      SILENT,
      'RoundClosed',
      'RecusalDecided',
      { matter: SILENT, subject: 'SEAT', seat: 'BMF', ruling: 'EXCLUDED', reason: seal, votedBy: [] },
    ],
    [
      'proves a delivery',
      SILENT,
      'RoundClosed',
      'DeliveryProven',
      { round, seats: ['BMF'], deliveredAt: '2027-01-11T08:05:00.000Z', proof: 'PORTAL' },
    ],
    [
      'puts another text into a round',
      FINAL,
      'RoundClosed',
      'MatterAmended',
      { version: 2, fromVersion: 1, text, textHash: sha256Hex(text), basis: 'OTHER' },
    ],
  ];
  it.each(cases)('is found where it %s', async (_, of, before, type, data) => {
    const { records, place } = alone(of, before, { type, data: data });
    const { exit, findings } = verified(await sealed(records));
    expect(exit).toBe(2);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'DECISION_DEVIATES', ...place }));
  });

  it('is found where somebody begins a decided matter anew who might begin one', async () => {
    const { data, by } = parseRecord(log.find((record) => record.includes(`"matter":"${FINAL}"`))!);
    const { records, place } = alone(FINAL, undefined, { type: 'MatterDrafted', data, by });
    const { findings } = verified(await sealed(records));
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'DECISION_DEVIATES', ...place, expected: 'ALREADY_EXISTS' }),
    );
  });
});

describe('what one person does alone that takes two (I16)', () => {
  const legalGround = { type: 'LAW', reference: 'Art. 17 DSGVO' } as const;
  /** A matter whose decision ended long ago, and an erasure in it; `change` is the operator's. */
  const erased = async (change: (fields: Fields) => object = () => ({})) => {
    const { records } = await written(FINAL, [
      ...decidedFinally(),
      ['2027-12-01T10:00:00+01:00', 'SEC/A', 'EndDecision', { kind: 'REVOKED', by: SILENT, reason: 'überholt' }],
      ['2058-01-02T10:00:00+01:00', 'DSB/1', 'RequestErasure', { erasure: NOBODY, person: 'BMF/REP', legalGround }],
      ['2058-01-03T10:00:00+01:00', 'REG/1', 'ApproveErasure', { erasure: NOBODY }],
    ]);
    const last = parseRecord(records.at(-1)!);
    const erasing = writeRecord({ ...last, ...change(last) });
    return verified(await sealed(inOrder([...world(), ...records.slice(0, -1), erasing])));
  };

  it('is an erasure: by two it is proven, by one it is found', async () => {
    expect(await erased()).toMatchObject({ exit: 0, findings: [] });
    const alone = { sub: 'DSB/1' };
    expect(await erased(({ by }) => ({ by: { ...by, ...alone } }))).toMatchObject({
      exit: 2,
      findings: [{ code: 'DECISION_DEVIATES', expected: 'FOUR_EYES' }],
    });
    expect(await erased(({ by }) => ({ by: { ...by, role: 'SEC' } }))).toMatchObject({
      findings: [{ code: 'DECISION_DEVIATES', expected: 'FORBIDDEN' }],
    });
  });

  it('is an erasure, and it waits for the end of the retention period', async () => {
    const request = { erasure: NOBODY, person: 'BMF/REP', legalGround };
    const { records, place } = alone(FINAL, 'RoundClosed', {
      ...{ type: 'ErasureRequested', data: { matter: FINAL, ...request } },
      by: { org: 'DA', role: 'DSB', sub: 'DSB/1' },
    });
    const { findings } = verified(await sealed(records));
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'DECISION_DEVIATES', ...place, expected: 'RETENTION_RUNNING' }),
    );
  });

  it.each([
    ['by its author', 'RuleBookAdopted', { sub: 'author-0' }, 'FOUR_EYES'],
    ['by whom it does not behove', 'RuleBookAdopted', { role: 'RUL' }, 'FORBIDDEN'],
    ['after the secretariat had submitted it', 'RuleBookSubmitted', { role: 'SEC' }, 'FORBIDDEN'],
  ])('is a rule book: adopted %s it is found', async (_, type, change, expected) => {
    const report = verified(await sealed(past.rewritten(past.at(type), ({ by }) => ({ by: { ...by, ...change } }))));
    expect(report).toMatchObject({ exit: 2, findings: [{ code: 'DECISION_DEVIATES', expected, found: type }] });
  });

  it('is a rule book: what is revised after it was submitted is found', async () => {
    const [drafted, adopted] = [past.at('RuleBookDrafted'), past.at('RuleBookAdopted')];
    const { rev, stream } = parseRecord(log[adopted]!);
    const { data, by } = parseRecord(log[drafted]!);
    const id = NOBODY;
    const cmd = { id, sha256: '0'.repeat(64) };
    const revised = writeRecord({ ...parseRecord(log[adopted]!), ...{ id, cmd, by, data, type: 'RuleBookRevised' } });
    const later = writeRecord({ ...parseRecord(log[adopted]!), rev: rev + 1 });
    const report = verified(await sealed([...log.slice(0, adopted), revised, later, ...log.slice(adopted + 1)]));
    expect(report).toMatchObject({
      exit: 2,
      findings: [{ code: 'DECISION_DEVIATES', stream, revision: rev, expected: 'WRONG_STATE' }],
    });
  });

  it('is a mandate: one that the secretariat gives is found', async () => {
    const granted = past.rewritten(past.at('MandateGranted'), ({ by }) => ({ by: { ...by, org: 'DA', role: 'SEC' } }));
    expect(verified(await sealed(granted))).toMatchObject({ exit: 2, counts: { DECISION_DEVIATES: 1 } });
  });
});
