import {
  atDeadline,
  cast,
  deliver,
  draft,
  inRound,
  establish,
  open,
  opened,
  openRound,
  SEATS,
  seatFact,
  step,
  submit,
  withSeat,
} from '../../test/course.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';

const { after } = specification(matter);
const rest = (from: number, value: 'CONSENT' | 'ABSTENTION' = 'CONSENT') =>
  SEATS.slice(from).map((seat) => cast(seat, value));

describe('the result', () => {
  it('is consent by silence with its reasoning, an act of its own after the period of grace (R8)', () => {
    const closed = [...inRound(), cast('BMF', 'CONSENT'), atDeadline()];
    after(...inRound())
      .when(establish())
      .refused('ROUND_STILL_RUNNING');
    after(...closed)
      .when(establish('2027-04-09T11:59:59.999+02:00'))
      .refused('GRACE_PERIOD_RUNNING', { until: '2027-04-09T10:00:00.000Z' });
    after(...closed)
      .when(establish('2027-04-09T12:00:00+02:00'))
      .then({
        type: 'ResultEstablished',
        data: {
          ...{
            round: 'r1',
            version: 1,
            outcome: 'AGREED',
            rule: 'consensus-silence@1',
            tally: { E: 7, Y: 1, N: 0, A: 0, S: 6, V: 0, C: 0 },
          },
          ...{ deemed: SEATS.filter((seat) => seat !== 'BMF'), objections: [], ended: [], recused: [] },
          reasoning: expect.arrayContaining([expect.objectContaining({ met: true })]),
        },
      });
    after(...closed, establish())
      .when(establish())
      .refused('WRONG_STATE', { state: 'AGREED' });
  });
  it('in dissent starts the deadline for opening the ladder (R14)', () => {
    const run = after(...inRound(), ...rest(1), cast('AA', 'OBJECTION'), atDeadline()).when(establish());
    run.then({
      type: 'ResultEstablished',
      data: { outcome: 'DISSENT', objections: ['AA'], dissentDue: '2027-04-19T22:00:00.000Z' },
    });
    expect(run.state).toMatchObject({ phase: 'DISSENT', dissent: { round: 'r1', version: 1, objections: ['AA'] } });
  });
  it('needs a proof of delivery for silence that leaves the shortest period (R7, I5)', () => {
    const silent = (deliveries: MatterCommand[], at = '2027-03-25T09:05:00+01:00') => [
      ...opened(),
      openRound({ period: 'P15D' }, { at }),
      ...deliveries,
      cast('BMF', 'CONSENT'),
      atDeadline('r1', '2027-04-10T00:00:00+02:00'),
    ];
    const others = SEATS.filter((seat) => seat !== 'AA');
    after(...silent([deliver(others)]))
      .when(establish('2027-04-12T12:00:00+02:00'))
      .refused('DELIVERY_PROOF_MISSING', { seats: ['AA'] });
    const timely = deliver(['AA'], '2027-03-26T22:59:59.999Z');
    const late = deliver(['AA'], '2027-03-26T23:00:00.000Z');
    after(...silent([deliver(others), timely]))
      .when(establish('2027-04-12T12:00:00+02:00'))
      .then({ type: 'ResultEstablished' });
    after(...silent([deliver(others), late]))
      .when(establish('2027-04-12T12:00:00+02:00'))
      .refused('DELIVERY_PROOF_MISSING', { seats: ['AA'] });
    // The first delivery counts, in whichever order they are recorded.
    for (const twice of [
      [timely, late],
      [late, timely],
    ])
      after(...silent([deliver(others), ...twice]))
        .when(establish('2027-04-12T12:00:00+02:00'))
        .then({ type: 'ResultEstablished' });
    after(
      ...silent([deliver(others), late]),
      step('ExtendRound', { round: 'r1', reason: 'Zustellung' }, { by: 'CHAIR', at: '2027-04-12T10:00:00+02:00' }),
      atDeadline('r1', '2027-04-28T00:00:00+02:00'),
    )
      .when(establish('2027-04-28T12:00:00+02:00'))
      .then({ type: 'ResultEstablished', data: { outcome: 'AGREED' } });
    after(
      ...opened(),
      openRound(),
      ...rest(0),
      step('CloseRound', { round: 'r1' }, { at: '2027-04-05T11:00:00+02:00' }),
    )
      .when(establish('2027-04-12T12:00:00+02:00'))
      .then({ type: 'ResultEstablished' });
  });
  it('rests on the first proof for each seat that is eligible, whoever else is named and how often', () => {
    const often = Array.from({ length: 50 }, () => deliver([...SEATS, 'nobody'], '2027-03-26T10:00:00.000Z'));
    const { state } = after(...inRound(), ...often).when(deliver(['nobody']));
    expect(state.rounds[0]?.deliveries).toEqual(
      SEATS.map((seat) => ({ seat, deliveredAt: '2027-03-25T08:05:00.000Z' })),
    );
  });
  it('waits for those who are to be heard, until their period is over (R3)', () => {
    const participants = { EINVERNEHMEN: SEATS, BENEHMEN: ['BMZ'], ANHOERUNG: ['BKM'] };
    const closed = [
      draft(),
      submit(),
      open({ participants }),
      openRound(),
      ...rest(0),
      step('CloseRound', { round: 'r1' }, { at: '2027-04-05T11:00:00+02:00' }),
    ];
    const comment = step('RecordComment', { code: 'BMZ', text: 'keine Einwände' }, { by: 'BMZ/REF' });
    after(...closed)
      .when(establish('2027-04-12T23:59:59.999+02:00'))
      .refused('HEARING_MISSING', { codes: ['BKM', 'BMZ'] });
    after(...closed, comment)
      .when(establish('2027-04-05T12:00:00+02:00'))
      .refused('HEARING_MISSING', { codes: ['BKM'] });
    after(...closed)
      .when(establish('2027-04-13T00:00:00+02:00'))
      .then({ type: 'ResultEstablished' });
  });
  it('waits for the answer to every request for participation', () => {
    const request = step(
      'RequestParticipation',
      { party: 'NW', level: 'LAND', requestedDepth: 'CONSULT' },
      { by: 'NW/LAND' },
    );
    after(...inRound(), request, ...rest(0), atDeadline())
      .when(establish())
      .refused('PARTICIPATION_UNANSWERED', { parties: ['NW'] });
  });
  it('leaves out seats that ended before the round closed, not those that ended after (R1)', () => {
    const objected = [...inRound(), cast('AA', 'OBJECTION'), ...rest(1)];
    const ended = { facts: withSeat('AA', { ended: true }) };
    const closing = (envelope = {}) => ({ ...atDeadline(), ...(envelope as { facts?: object }) });
    const gone = closing({ facts: { ...atDeadline().facts, ...ended.facts } }) as MatterCommand;
    after(...objected, gone)
      .when(establish())
      .then({ type: 'ResultEstablished', data: { outcome: 'AGREED', ended: ['AA'], tally: { E: 6, Y: 6 } } });
    after(...objected, atDeadline())
      .when(establish('2027-04-12T10:00:00+02:00', ended))
      .then({ type: 'ResultEstablished', data: { outcome: 'DISSENT', ended: [], tally: { E: 7 } } });
  });
  it('is incomplete without an express consent of another seat than the lead', () => {
    const run = after(...inRound(), cast('BMDS', 'CONSENT'), atDeadline()).when(establish());
    run.then({ type: 'ResultEstablished', data: { outcome: 'INCOMPLETE' } });
    expect(run.events[0]?.data).not.toHaveProperty('dissentDue');
    expect(run.state.phase).toBe('INCOMPLETE');
  });
  it('is the same in any order of votes', () => {
    const votes = [cast('AA', 'OBJECTION'), ...rest(1)];
    const forth = after(...inRound(), ...votes, atDeadline()).when(establish()).events[0]?.data;
    const back = after(...inRound(), ...[...votes].reverse(), atDeadline()).when(establish()).events[0]?.data;
    const turned = { seats: [...SEATS].reverse().map(seatFact) };
    const other = [
      draft(),
      submit(),
      open({ participants: { EINVERNEHMEN: [...SEATS].reverse() } }),
      openRound({}, { facts: turned }),
      deliver(),
    ];
    expect(back).toEqual(forth);
    expect(after(...other, ...votes, atDeadline()).when(establish()).events[0]?.data).toEqual(forth);
  });
});

describe('a dissent by declaration', () => {
  const declare = (reason = 'keine Rückmeldung', at = '2027-05-20T09:00:00+02:00') =>
    step('DeclareDissent', { reason }, { at });
  const extend = (at: string) => step('ExtendRound', { round: 'r1', reason: 'Nachfrage' }, { by: 'CHAIR', at });
  const incomplete = [...inRound(), atDeadline(), establish()];
  const again = (at: string, end: string, result: string) => [extend(at), atDeadline('r1', end), establish(result)];
  const once = [
    ...incomplete,
    ...again('2027-04-12T11:00:00+02:00', '2027-04-27T00:00:00+02:00', '2027-04-27T12:00:00+02:00'),
  ];
  const twice = [
    ...once,
    ...again('2027-04-27T13:00:00+02:00', '2027-05-12T00:00:00+02:00', '2027-05-12T12:00:00+02:00'),
  ];
  it('follows an incomplete outcome and all extensions (R14)', () => {
    after(...once)
      .when(declare())
      .refused('NO_DISSENT');
    after(...inRound())
      .when(declare())
      .refused('NO_DISSENT');
    after(...twice)
      .when(declare(' '))
      .refused('REASON_REQUIRED');
    const run = after(...twice).when(declare());
    run.then({
      type: 'DissentDeclared',
      data: { round: 'r1', objections: [], dissentDue: '2027-05-27T22:00:00.000Z' },
    });
    expect(run.state.phase).toBe('DISSENT');
  });
});
