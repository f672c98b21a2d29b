import {
  agreed,
  atDeadline,
  cast,
  decideFinally,
  dissent,
  enact,
  establish,
  exhausted,
  grounds,
  inRound,
  openRound,
  SEATS,
  step,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand, MatterPayloads } from './commands.js';
import { matter } from './decider.js';
import { explanationOf } from './explanation.js';
import { tallyOf } from './questions.js';

const { after } = specification(matter);
const mail = { name: 'mail.eml', sha256: '00' };
const ON = '2027-04-13T10:00:00+02:00';
type Request = Partial<MatterPayloads['RequestCorrection']>;
const request = (data: Request = {}, envelope = {}) =>
  step(
    'RequestCorrection',
    {
      correction: 'k1',
      kind: 'VOTE_VALUE',
      target: { round: 'r1', seat: 'BMF' },
      right: { value: 'OBJECTION', reason: 'Widerspruch' },
      reason: 'als Zustimmung erfasst',
      ...data,
    },
    { at: ON, evidence: mail, ...envelope },
  );
const comment = (by = 'BMF/REP') => step('CommentCorrection', { correction: 'k1', text: 'trifft zu' }, { by, at: ON });
const approve = (by = 'SEC/B', at = ON) => step('ApproveCorrection', { correction: 'k1' }, { by, at });
const voted = [...inRound(), ...SEATS.map((seat) => cast(seat, 'CONSENT')), atDeadline()];
const enacted = [...voted, establish(), enact()];

describe('the request for a correction', () => {
  it('names what is wrong, with evidence and a reason, and never a result', () => {
    after(...enacted)
      .when(request())
      .then({ type: 'CorrectionRequested', data: { affected: 'BMF', wrong: { value: 'CONSENT' } } });
    after(...enacted)
      .when(
        step('RequestCorrection', { correction: 'k1', kind: 'RESULT', target: {}, right: {}, reason: '' }, { at: ON }),
      )
      .refused('EVIDENCE_REQUIRED');
    after(...enacted)
      .when(request({ kind: 'RESULT', target: { round: 'r1' }, right: { outcome: 'DISSENT' } }))
      .refused('TARGET_NOT_CORRECTABLE');
    after(...enacted)
      .when(request({ reason: '' }))
      .refused('REASON_REQUIRED');
    after(...enacted, request())
      .when(request())
      .refused('ALREADY_EXISTS');
  });
  it('finds nothing to correct where nothing is wrong', () => {
    const right = { value: 'CONSENT' };
    for (const data of [
      { right },
      { right: { value: 'JA' } },
      { target: { round: 'r9', seat: 'BMF' } },
      { target: { round: 'r1', seat: 'BMZ' } },
      { kind: 'DUPLICATE' },
      { kind: 'VOTE_OMITTED' },
      { kind: 'SEAT', right: { seat: 'BMG' } },
      { kind: 'RECEIVED_AT', right: {} },
      { kind: 'TEXT_TYPO', target: { version: 1 }, right: { text: 'Fassung 1' } },
    ] as Request[])
      after(...enacted)
        .when(request(data))
        .refused('TARGET_NOT_CORRECTABLE');
  });
  it('adds no vote that came too late, or nobody can say when', () => {
    for (const receivedAt of ['2027-04-08T22:00:00.000Z', '2027-04-08', 'gestern', ''])
      after(...agreed())
        .when(
          request({
            kind: 'VOTE_OMITTED',
            target: { round: 'r1', seat: 'BMG' },
            right: { value: 'CONSENT', receivedAt },
          }),
        )
        .refused('TARGET_NOT_CORRECTABLE');
  });
  it('comes from the secretariat or the affected ministry', () => {
    after(...enacted)
      .when(request({}, { by: 'BMF/REF' }))
      .then({ type: 'CorrectionRequested' });
    after(...enacted, request())
      .when(comment('BMI/REP'))
      .refused('FORBIDDEN');
    const typo: Request = { kind: 'TEXT_TYPO', target: { version: 1 }, right: { text: 'Fassung eins' } };
    after(...enacted)
      .when(request(typo, { by: 'BMDS/REF' }))
      .then({ type: 'CorrectionRequested', data: { affected: 'BMDS' } });
  });
  it('tells nobody else whether anything is wrong there, by no kind and no value', () => {
    const tried: readonly Request[] = [
      ...['CONSENT', 'OBJECTION', 'ABSTENTION', 'NOT_CONCERNED'].map((value) => ({ right: { value } })),
      ...(['VOTE_OMITTED', 'RECEIVED_AT', 'SEAT', 'DUPLICATE', 'RESULT'] as const).map((kind) => ({ kind })),
      ...[1, 9].map((version) => ({ kind: 'TEXT_TYPO' as const, target: { version }, right: { text: 'x' } })),
    ];
    for (const by of ['BMI/REF', 'BMZ/BM', 'BW/LAND'])
      for (const data of tried)
        for (const envelope of [{ by }, { by, evidence: undefined }])
          after(...enacted)
            .when(request(data, envelope))
            .refused('FORBIDDEN');
  });
});

describe('the approval of a correction', () => {
  it('is given by another person, not of the affected ministry (I16)', () => {
    after(...enacted, request(), comment())
      .when(approve('SEC/A'))
      .refused('FOUR_EYES');
    const ofSecond = request({ target: { round: 'r1', seat: 'BMI' } });
    after(...enacted, ofSecond)
      .when(approve('SEC/B'))
      .refused('FOUR_EYES');
    after(...enacted)
      .when(approve())
      .refused('NOT_FOUND');
    for (const correction of ['constructor', '__proto__'])
      after(...enacted)
        .when(step('ApproveCorrection', { correction }, { by: 'SEC/B' }))
        .refused('NOT_FOUND', { correction });
  });
  it('waits until the affected ministry is heard or its period over', () => {
    after(...enacted, request())
      .when(approve('SEC/B', '2027-04-15T23:59:59.999+02:00'))
      .refused('HEARING_MISSING', { codes: ['BMF'] });
    after(...enacted, request())
      .when(approve('SEC/B', '2027-04-16T00:00:00+02:00'))
      .then(
        { type: 'CorrectionApproved' },
        { type: 'ResultRescinded' },
        { type: 'ResultEstablished' },
        { type: 'DecisionVoided' },
      );
  });
  it('that changes the result rescinds it, establishes the right one and voids the decision', () => {
    const run = after(...enacted, request(), comment()).when(approve());
    run.then(
      { type: 'CorrectionApproved', data: { effect: 'RESULT_CHANGED', requestedBy: 'SEC/A', approvedBy: 'SEC/B' } },
      { type: 'ResultRescinded', data: { round: 'r1', correction: 'k1' } },
      {
        type: 'ResultEstablished',
        data: { outcome: 'DISSENT', objections: ['BMF'], dissentDue: '2027-04-20T22:00:00.000Z' },
      },
      { type: 'DecisionVoided' },
    );
    expect(run.state).toMatchObject({ phase: 'DISSENT', decision: { effect: 'VOIDED' } });
    const { state, history } = run;
    const approved = history.find(({ type }) => type === 'CorrectionApproved');
    expect(explanationOf(state, grounds(history), '2027-07-01T10:00:00.000Z')).toMatchObject({
      ...{ outcome: 'DISSENT', corrections: ['k1'], dissenting: ['BMF'] },
      corrected: [{ correction: 'k1', revision: approved?.entry.revision }],
    });
    after(...enacted, request(), comment(), approve())
      .when(approve())
      .refused('WRONG_STATE');
  });
  it('that leaves the outcome confirms it on the right numbers', () => {
    const run = after(...enacted, request({ right: { value: 'ABSTENTION' } }), comment()).when(approve());
    run.then({ type: 'CorrectionApproved', data: { effect: 'RESULT_CONFIRMED' } });
    expect(tallyOf(run.state, 'r1')).toMatchObject({ Y: 6, A: 1, outcome: 'AGREED' });
    const more = request({ target: { round: 'r1', seat: 'AA' } });
    const objecting = after(
      ...dissent(),
      more,
      step('CommentCorrection', { correction: 'k1', text: 'ja' }, { by: 'AA/REP' }),
    ).when(approve('CHAIR'));
    expect(objecting.state.dissent?.objections).toEqual(['AA', 'BMF', 'BMI']);
  });
  it('before a result has no effect on one', () => {
    after(...voted, request(), comment())
      .when(approve())
      .then({ type: 'CorrectionApproved', data: { effect: 'NONE' } });
    after(...voted, request(), comment(), approve())
      .when(establish('2027-04-13T11:00:00+02:00'))
      .then({ type: 'ResultEstablished', data: { outcome: 'DISSENT' } });
  });
  it('of every kind counts what is right', () => {
    const silent = [...agreed()];
    const tallyAfter = (course: MatterCommand[], data: Request) => {
      const asked = request(data);
      const { state } = after(...course, asked, comment(`${data.target?.seat ?? 'BMF'}/REP`)).when(approve('CHAIR'));
      return tallyOf(state, 'r1');
    };
    expect(
      tallyAfter(silent, {
        kind: 'VOTE_OMITTED',
        target: { round: 'r1', seat: 'BMG' },
        right: { value: 'OBJECTION', receivedAt: '2027-04-08T21:59:59.999Z' },
      }),
    ).toMatchObject({ N: 1, outcome: 'DISSENT' });
    expect(tallyAfter(silent, { kind: 'SEAT', right: { seat: 'BMG' } })).toMatchObject({ Y: 1, outcome: 'AGREED' });
    expect(
      tallyAfter(silent, { kind: 'RECEIVED_AT', right: { receivedAt: '2027-04-08T22:00:00.000Z' } }),
    ).toMatchObject({ Y: 0, outcome: 'INCOMPLETE' });
    const twice = [
      ...inRound(),
      cast('BMF', 'CONSENT'),
      { ...cast('BMF', 'OBJECTION'), type: 'ChangeVote' } as MatterCommand,
      atDeadline(),
      establish(),
    ];
    expect(tallyAfter(twice, { kind: 'DUPLICATE', right: {} })).toMatchObject({ Y: 1, outcome: 'AGREED' });
  });
  it('of a slip of the pen changes the wording and no result', () => {
    const typo = request({ kind: 'TEXT_TYPO', target: { version: 1 }, right: { text: 'Fassung eins' } });
    const run = after(...agreed(), typo, comment('BMDS/REP')).when(approve());
    run.then({ type: 'CorrectionApproved', data: { effect: 'RESULT_CONFIRMED' } });
    expect(run.state.versions[0]).toMatchObject({ text: 'Fassung eins', textHash: '[Fassung eins]' });
  });
  it('of a round that others followed comes too late', () => {
    const later = openRound({ round: 'r2' }, { at: ON });
    after(...dissent(), request({ right: { value: 'CONSENT' } }), comment(), later)
      .when(approve())
      .refused('TARGET_NOT_CORRECTABLE');
  });
  it('takes back a final decision that rested on a wrong objection', () => {
    const wrong = (correction: string, seat: string) => [
      request(
        { correction, target: { round: 'r1', seat }, right: { value: 'CONSENT' } },
        { at: '2027-06-09T10:00:00+02:00' },
      ),
      step('CommentCorrection', { correction, text: 'ja' }, { by: `${seat}/REP` }),
      step('ApproveCorrection', { correction }, { by: 'CHAIR', at: '2027-06-09T11:00:00+02:00' }),
    ];
    const course = [...exhausted(), decideFinally(), ...wrong('k1', 'BMF'), ...wrong('k2', 'BMI')];
    const run = after(...course.slice(0, -1)).when(course.at(-1)!);
    expect(run.state).toMatchObject({ phase: 'AGREED', current: 1, decision: { effect: 'VOIDED' } });
    expect(run.state.ruling).toBeUndefined();
  });
  it('revives no matter that was withdrawn', () => {
    const gone = step('WithdrawMatter', { reason: 'überholt' }, { by: 'BMDS/REF' });
    expect(after(...voted, establish(), gone, request(), comment()).when(approve()).state.phase).toBe('WITHDRAWN');
  });
});

it('the refusal of a correction needs another person and a reason', () => {
  const refusal = (by: string, reason = 'kein Fehler') =>
    step('RefuseCorrection', { correction: 'k1', reason }, { by, at: ON });
  after(...enacted, request())
    .when(refusal('SEC/A'))
    .refused('FOUR_EYES');
  after(...enacted, request())
    .when(refusal('SEC/B', ''))
    .refused('REASON_REQUIRED');
  after(...enacted, request())
    .when(refusal('SEC/B'))
    .then({ type: 'CorrectionRefused' });
});

it('the history is immutable, whoever asks', () => {
  after(...enacted)
    .when(step('EditEvent', { revision: 5 }, { by: 'BMF/BM' }))
    .refused('HISTORY_IMMUTABLE');
});
