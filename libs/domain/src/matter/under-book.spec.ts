import {
  atDeadline,
  attempt,
  bookWith,
  calendar,
  cast,
  closeLevel,
  committee,
  decideFinally,
  dissent,
  enact,
  escalated,
  establish,
  exhaust,
  exhausted,
  facts,
  inRound,
  openLevel,
  SEATS,
  step,
} from '../../test/course.js';
import { evolve, type Recorded } from '../decider.js';
import { specification } from '../testing.js';
import { inCourse, type Reweighed } from '../under-book.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import type { MatterEvent } from './events.js';
import { underOtherBook } from './under-book.js';

const { given } = specification(matter);
const consensus = (abstentionAllowed: boolean) =>
  bookWith({
    rules: [{ rule: 'consensus-silence@1', modes: ['WRITTEN'], params: { minExpress: 1, abstentionAllowed } }],
  });

/** What was recorded under `pinned`, judged under `book`. */
function under(
  book: ReturnType<typeof bookWith>,
  course: readonly MatterCommand[],
  pinned = bookWith({}),
): readonly Reweighed[] {
  const history: readonly Recorded<MatterEvent>[] = given().when(...course.slice(0, -1), course.at(-1)!).history;
  let state = matter.initial;
  const judged = history.flatMap((event, at) => {
    const before = state;
    state = evolve(matter, before, event);
    return underOtherBook({ book, pinned, calendar, hash: facts.hash }, before, event, history[at + 1]) ?? [];
  });
  return inCourse(judged);
}
const judgedIn = (list: readonly Reweighed[], type: string) => list.find((one) => one.type === type);
const comparedIn = (list: readonly Reweighed[], type: string) => judgedIn(list, type)?.compared;
const differing = (list: readonly Reweighed[]) =>
  list.flatMap(({ compared }) => compared.filter(({ same }) => !same).map(({ what }) => what));

describe('a constructive veto under another rule book', () => {
  const anybody = bookWith({ veto: { holder: 'ANY', maxPerLineage: 1 } });
  const raised = (seat: string, ruleBook: typeof anybody) => [
    ...inRound(),
    step(
      'RaiseConstructiveVeto',
      { round: 'r1', seat, counterText: 'Gegenvorschlag', reasons: 'besser', effects: {} },
      { by: `${seat}/REP`, facts: { ruleBook } },
    ),
  ];
  const veto = (book: typeof anybody, course: readonly MatterCommand[]) =>
    comparedIn(under(book, course), 'ConstructiveVetoRaised');

  it('is raised by every eligible seat where its holder is ANY (R10)', () => {
    const same = { what: 'VETO', recorded: 'RAISED', found: 'RAISED', same: true };
    expect(veto(anybody, raised('BMG', anybody))).toEqual([same]);
    expect(veto(anybody, raised('BMDS', bookWith({})))).toEqual([same]);
  });

  it('is not raised by another than the holder, where there is none, or once too often', () => {
    const none = [{ what: 'VETO', recorded: 'RAISED', same: false }];
    expect(veto(bookWith({}), raised('BMG', anybody))).toEqual(none);
    expect(veto(bookWith({ veto: null }), raised('BMDS', bookWith({})))).toEqual(none);
    expect(veto(bookWith({ veto: { holder: 'ANY', maxPerLineage: 0 } }), raised('BMG', anybody))).toEqual(none);
  });
});

describe('a correction under another rule book', () => {
  const voted = [...inRound(), ...SEATS.map((seat) => cast(seat, 'CONSENT')), atDeadline()];
  const request = (value: string, seat = 'BMF') =>
    step(
      'RequestCorrection',
      {
        correction: 'k1',
        kind: 'VOTE_VALUE',
        target: { round: 'r1', seat },
        right: { value, reason: 'R' },
        reason: 'R',
      },
      { at: '2027-04-13T10:00:00+02:00', evidence: { name: 'mail.eml', sha256: '00' } },
    );
  const approve = (at: string) => step('ApproveCorrection', { correction: 'k1' }, { by: 'SEC/B', at });
  const corrected = (value: string, before: readonly MatterCommand[] = [...voted, establish()], seat = 'BMF') => [
    ...before,
    request(value, seat),
    approve('2027-04-16T00:00:00+02:00'),
  ];

  it('of a vote that its own rule lets confirm the result is counted again by the other rule (4.6)', () => {
    const course = [...corrected('ABSTENTION'), enact({}, { at: '2027-04-16T10:00:00+02:00' })];
    const list = under(consensus(false), course);
    expect(comparedIn(list, 'ResultEstablished')).toContainEqual({
      ...{ what: 'OUTCOME', recorded: 'AGREED', found: 'AGREED', same: true },
    });
    const found = judgedIn(list, 'CorrectionApproved');
    expect(found).toMatchObject({ of: 'r1', doubts: [] });
    expect(found?.compared).toEqual(
      expect.arrayContaining([
        { what: 'CORRECTION', recorded: 'RESULT_CONFIRMED', found: 'RESULT_CHANGED', same: false },
        { what: 'OUTCOME', recorded: 'AGREED', found: 'DISSENT', same: false },
      ]),
    );
    // What followed rests on the corrected result.
    expect(judgedIn(list, 'DecisionEnacted')?.doubts).toContainEqual({ code: 'EARLIER_RESULT_DIFFERS', subjects: [] });
  });

  it('under its own rule book is the same, whatever it did to the result', () => {
    for (const course of [corrected('ABSTENTION'), corrected('OBJECTION'), corrected('CONSENT', dissent(), 'BMF')]) {
      const list = under(bookWith({}), course);
      expect(differing(list)).toEqual([]);
      expect(comparedIn(list, 'CorrectionApproved')?.[0]).toMatchObject({ what: 'CORRECTION', same: true });
    }
    expect(comparedIn(under(bookWith({}), corrected('ABSTENTION', voted)), 'CorrectionApproved')).toEqual([
      { what: 'CORRECTION', recorded: 'NONE', found: 'NONE', same: true },
    ]);
  });

  it('names the objections and the silent consents of the corrected votes', () => {
    const list = under(consensus(false), corrected('CONSENT', dissent(), 'BMF'));
    expect(comparedIn(list, 'CorrectionApproved')).toContainEqual({
      ...{ what: 'OBJECTIONS', recorded: 'BMI', found: 'BMI', same: true },
    });
  });

  it('that changed the result may have confirmed it, and the result that it established is told with that', () => {
    const list = under(bookWith({ rules: [{ rule: 'objection-threshold@1', modes: ['WRITTEN'], params: { k: 1 } }] }), [
      ...corrected('OBJECTION'),
    ]);
    expect(comparedIn(list, 'CorrectionApproved')).toEqual([
      { what: 'CORRECTION', recorded: 'RESULT_CHANGED', found: 'RESULT_CONFIRMED', same: false },
    ]);
    expect(list.findLast(({ type }) => type === 'ResultEstablished')?.compared).toContainEqual({
      ...{ what: 'OUTCOME', recorded: 'DISSENT', found: 'AGREED', same: false },
    });
  });

  it('would not have been approved while the period for hearing ran', () => {
    const found = comparedIn(
      under(bookWith({}, { correctionHearing: 'P5WD' }), corrected('ABSTENTION')),
      'CorrectionApproved',
    );
    expect(found).toContainEqual({
      ...{ what: 'CORRECTION', recorded: 'RESULT_CONFIRMED', found: 'HEARING_MISSING', same: false },
    });
  });

  it('is left open where the rule cannot be computed', () => {
    const lottery = bookWith({ rules: [{ rule: 'lottery@1', modes: ['WRITTEN'], params: {} }] });
    const found = judgedIn(under(lottery, corrected('ABSTENTION')), 'CorrectionApproved');
    expect(found?.compared.map(({ what }) => what)).toEqual(['RULE']);
    expect(found?.doubts).toContainEqual({ code: 'RULE_UNKNOWN', subjects: ['lottery@1'] });
  });

  it('of a slip of the pen counts nothing', () => {
    const typo = step(
      'RequestCorrection',
      { correction: 'k1', kind: 'TEXT_TYPO', target: { version: 1 }, right: { text: 'Fassung eins' }, reason: 'R' },
      { at: '2027-04-13T10:00:00+02:00', evidence: { name: 'mail.eml', sha256: '00' } },
    );
    const course = [...voted, establish(), typo, approve('2027-04-16T00:00:00+02:00')];
    expect(comparedIn(under(consensus(false), course), 'CorrectionApproved')).toEqual([
      { what: 'CORRECTION', recorded: 'RESULT_CONFIRMED', found: 'RESULT_CONFIRMED', same: true },
    ]);
  });
});

describe('the ladder under another rule book', () => {
  const ladder = committee.ladder!;
  const levelsWith = (change: object) =>
    bookWith({ ladder: { ...ladder, levels: ladder.levels.map((level) => ({ ...level, ...change })) } });
  const skip = (level: string, at: string) => step('SkipLevel', { level, consents: ['BMDS', 'BMF', 'BMI'] }, { at });
  const skipped = [
    ...escalated(),
    skip('DIRECTORATE', '2027-04-20T14:00:00+02:00'),
    openLevel('STATE_SECRETARY', '2027-04-27T09:00:00+02:00'),
    skip('STATE_SECRETARY', '2027-05-04T14:00:00+02:00'),
    openLevel('MINISTER', '2027-05-13T09:00:00+02:00'),
    attempt('MINISTER', 'MINISTER', '2027-05-21T14:00:00+02:00'),
    closeLevel('MINISTER', '2027-05-28T16:00:00+02:00'),
    exhaust(),
    decideFinally({ version: 1 }),
  ];

  it('is the same under its own', () => {
    for (const course of [skipped, [...exhausted(), decideFinally()]])
      expect(differing(under(bookWith({}), course))).toEqual([]);
  });

  it('has no level skipped that is not skippable there, and nobody knows what had followed', () => {
    const list = under(levelsWith({ skippable: false }), skipped);
    expect(differing(list)).toEqual(['SKIPPING', 'SKIPPING']);
    expect(comparedIn(list, 'LevelSkipped')).toEqual([
      { what: 'SKIPPING', recorded: 'SKIPPED', found: 'LEVEL_NOT_SKIPPABLE', same: false },
    ]);
    const open = { code: 'EARLIER_RESULT_DIFFERS', subjects: [] };
    expect(judgedIn(list, 'FinalDecisionTaken')?.doubts).toContainEqual(open);
  });

  it('says nothing about skipping or attempting a level that it does not have: its opening does', () => {
    const list = under(bookWith({ ladder: { ...ladder, levels: ladder.levels.slice(2) } }), skipped);
    expect(comparedIn(list, 'LevelSkipped')).toEqual([]);
    expect(comparedIn(list, 'LevelOpened')).toContainEqual({ what: 'RANK', recorded: 'DIRECTORATE', same: false });
    const attempted = [...escalated(), attempt('DIRECTORATE', 'DIRECTORATE', '2027-04-20T14:00:00+02:00')];
    expect(comparedIn(under(bookWith({ ladder: null }), attempted), 'AttemptRecorded')).toEqual([]);
  });

  it('counts no attempt below the rank that it asks for', () => {
    const attempted = [...escalated(), attempt('DIRECTORATE', 'DIRECTORATE', '2027-04-20T14:00:00+02:00')];
    expect(comparedIn(under(levelsWith({ rank: 'MINISTER' }), attempted), 'AttemptRecorded')).toEqual([
      { what: 'ATTEMPT', recorded: 'COUNTS', found: 'DOES_NOT_COUNT', same: false },
    ]);
    const low = [...escalated(), attempt('DIRECTORATE', 'DESK', '2027-04-20T14:00:00+02:00')];
    expect(comparedIn(under(levelsWith({ rank: 'DESK' }), low), 'AttemptRecorded')).toEqual([
      { what: 'ATTEMPT', recorded: 'DOES_NOT_COUNT', found: 'COUNTS', same: false },
    ]);
  });

  it('leaves open whether a final decision had come within a shorter window', () => {
    const decided = [...exhausted(), decideFinally()];
    const doubts = (window: string) => {
      const finalDecision = { ...committee.finalDecision!, window };
      const list = under(bookWith({ finalDecision }), decided);
      return judgedIn(list, 'FinalDecisionTaken')?.doubts;
    };
    expect(doubts('P7D')).toEqual([{ code: 'DECIDED_AFTER_WINDOW', subjects: ['2027-06-07T22:00:00.000Z'] }]);
    expect(doubts('P8D')).toEqual([]);
    expect(doubts('P30D')).toEqual([]);
  });
});

describe('a referral to the cabinet under another rule book', () => {
  const refer = (at: string) => step('ReferToCabinet', { reason: 'grundsätzlich' }, { by: 'BMF/BM', at });
  const found = (cabinet: typeof committee.cabinet, course: readonly MatterCommand[]) =>
    comparedIn(under(bookWith({ cabinet }), course), 'CabinetReferred');
  const after = [...exhausted(), decideFinally(), refer('2027-06-18T10:00:00+02:00')];

  it('suspends the decision or not, as that one says', () => {
    expect(found({ suspensive: true, referralWindow: 'P14D' }, after)).toEqual([
      { what: 'CABINET', recorded: 'REFERRED', found: 'REFERRED', same: true },
      { what: 'SUSPENSION', recorded: 'DOES_NOT_SUSPEND', found: 'SUSPENDS', same: false },
    ]);
  });

  it('comes too late after the end of its window, and never where the ladder is exhausted', () => {
    const late = { what: 'CABINET', recorded: 'REFERRED', found: 'REFERRAL_LATE', same: false };
    const inTime = { what: 'CABINET', recorded: 'REFERRED', found: 'REFERRED', same: true };
    expect(found({ suspensive: false, referralWindow: 'P9D' }, after)).toContainEqual(late);
    expect(found({ suspensive: false, referralWindow: 'P10D' }, after)).toContainEqual(inTime);
    const before = [...exhausted(), refer('2027-06-18T10:00:00+02:00')];
    expect(found({ suspensive: false, referralWindow: 'P1D' }, before)).toContainEqual(inTime);
  });

  it('is not there where it knows none', () => {
    expect(found(null, after)).toEqual([{ what: 'CABINET', recorded: 'REFERRED', same: false }]);
  });
});

describe('a round under another rule book', () => {
  it('takes no reservation of a kind that is not provided for', () => {
    const course = [...inRound(), cast('BMG', 'CONSENT', { reservation: { kind: 'HAUSHALT' } })];
    const { reservations } = bookWith({}).procedure;
    const declared = (kinds: typeof reservations.kinds) =>
      comparedIn(under(bookWith({}, { reservations: { ...reservations, kinds } }), course), 'ReservationDeclared');
    const given = { what: 'DECLARATION', recorded: 'DECLARED' };
    expect(declared(['LEITUNG'])).toEqual([{ ...given, found: 'RESERVATION_KIND', same: false }]);
    expect(declared(['HAUSHALT'])).toEqual([{ ...given, found: 'DECLARED', same: true }]);
  });

  it('hears no objection to its mode after the period for it', () => {
    const at = '2027-03-31T10:00:00+02:00';
    const object = step('ObjectWrittenMode', { round: 'r1', seat: 'BMG', reason: 'R' }, { by: 'BMG/REP', at });
    const found = (modeObjectionPeriod: string) =>
      comparedIn(under(bookWith({}, { modeObjectionPeriod }), [...inRound(), object]), 'WrittenModeObjected');
    const made = { what: 'MODE', recorded: 'OBJECTED' };
    expect(found('P1WD')).toEqual([{ ...made, found: 'MODE_OBJECTION_LATE', same: false }]);
    expect(found('P2WD')).toEqual([{ ...made, found: 'OBJECTED', same: true }]);
  });

  it('excludes no seat on a ground that is not listed', () => {
    const ground = 'EVALUATION_OF_OWN_PROJECT';
    const recused = (subject: 'PERSON' | 'SEAT', ruling: 'EXCLUDED' | 'REJECTED') => [
      ...inRound(),
      step('DeclareRecusal', { subject, seat: 'BMG', person: 'BMG/REP', ground }),
      step('DecideRecusal', { subject, seat: 'BMG', person: 'BMG/REP', ruling, votedBy: [], reason: 'R' }),
    ];
    const found = (grounds: readonly string[], course: readonly MatterCommand[]) =>
      comparedIn(under(bookWith({}, { seatRecusalGrounds: grounds }), course), 'RecusalDecided');
    const excluded = { what: 'RECUSAL', recorded: 'EXCLUDED' };
    expect(found([], recused('SEAT', 'EXCLUDED'))).toEqual([
      { ...excluded, found: 'RECUSAL_GROUND_NOT_LISTED', same: false },
    ]);
    expect(found([ground], recused('SEAT', 'EXCLUDED'))).toEqual([{ ...excluded, found: 'EXCLUDED', same: true }]);
    expect(found([], recused('PERSON', 'EXCLUDED'))).toEqual([]);
    expect(found([], recused('SEAT', 'REJECTED'))).toEqual([]);
  });
});
