import { leafHash, parseRecord, writeRecord } from '#evidence';
import { type Code, CODES } from '../apps/auditor/src/verify/codes.js';
import { codes, type History, history, NOBODY, verified } from './attacks.support.js';
import { sealed } from './bundle.support.js';

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
