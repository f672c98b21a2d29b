import {
  bookWith,
  calendar,
  cast,
  dissent,
  enact,
  establish,
  facts,
  inRound,
  atDeadline,
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
