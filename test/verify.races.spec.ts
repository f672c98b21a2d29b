import { randomUUID } from 'node:crypto';
import { parseRecord, writeRecord } from '#evidence';
import { codes, verified } from './attacks.support.js';
import { sealed } from './bundle.support.js';
import { BOOK, ROUNDS } from './matter.histories.js';
import {
  calendar,
  DECREE,
  FROM,
  grant,
  house,
  HOUSES,
  ledger,
  MATTER,
  of,
  SEC,
  type Sent,
} from './registry.support.js';

const AGREEMENT = '44444444-4444-4444-8444-444444444444';
const round = ROUNDS.first;
const PROVEN = { exit: 0, findings: [] };
const voting = randomUUID();

let place: Awaited<ReturnType<typeof ledger>>;

const report = async (change: (log: readonly string[]) => readonly string[] = (log) => log) =>
  verified(await sealed(change(await place.records())));

/** The log in which the last record of the type is dated so many seconds later. */
const dated = (log: readonly string[], type: string, seconds: number): readonly string[] => {
  const index = log.findLastIndex((record) => parseRecord(record).type === type);
  const fields = parseRecord(log[index]!);
  const moment = new Date(Date.parse(fields.at) + seconds * 1_000).toISOString();
  return log.with(index, writeRecord({ ...fields, at: moment }));
};

const opening: Sent = [SEC, 'OpenProcedure', { matter: MATTER, participants: { EINVERNEHMEN: HOUSES } }];
const openRound: Sent = [SEC, 'OpenRound', { matter: MATTER, round, mode: 'WRITTEN' }];

async function inRound(): Promise<void> {
  await place.submitted();
  await place.send(...opening);
  await place.send(...openRound);
}

const vote = (code: 'REP' | 'REF'): Sent => [
  ...([of('BMI', code), 'CastVote'] as const),
  { matter: MATTER, round, seat: 'BMI', version: 1, value: 'CONSENT' },
];
const revoke = () => place.send(of('BMI', 'BM'), 'RevokeMandate', { ministry: 'BMI', mandate: voting });
const endSeat = () => place.send(SEC, 'EndSeat', { body: 'DA', seat: 'BMI', on: '2027-01-11', reason: 'aufgelöst' });

beforeEach(async () => {
  place = await ledger();
  await place.send(...grant('BMI/REF', 'VOTE', 'DIRECTORATE', voting));
  place.at('2027-01-11T08:00:00+01:00');
});

describe('what a command rests on may go on before it is recorded, and accuses nobody', () => {
  it('where the mandate is revoked that a vote is cast under', async () => {
    await inRound();
    await place.meanwhile(revoke, ...vote('REF'));
    expect(await report()).toMatchObject(PROVEN);
  });

  it('where the seat ends that the vote is of', async () => {
    await inRound();
    await place.meanwhile(endSeat, ...vote('REP'));
    expect(await report()).toMatchObject(PROVEN);
  });

  it('where another calendar is published while the round is opened', async () => {
    await place.submitted();
    await place.send(...opening);
    const other = () => place.send(SEC, 'PublishCalendar', { ...calendar, version: '2027b' });
    await place.meanwhile(other, ...openRound);
    expect(await report()).toMatchObject(PROVEN);
  });

  it('where another version of the rule book comes into force while the procedure is opened', async () => {
    await place.submitted();
    await place.meanwhile(() => place.adopted(BOOK, '1.0.1', '2027-01-11'), ...opening);
    expect(await report()).toMatchObject(PROVEN);
  });

  it('where a house becomes responsible while the procedure is opened without it', async () => {
    place.at('2027-01-10T08:00:00+01:00');
    await place.send(...house('BMV'));
    const area = { ministry: 'BMI', area: 'DIGITAL_SERVICES' };
    const announced = { ...area, to: 'BMV', on: '2027-01-11', legalBasis: DECREE };
    await place.send(of('BMI', 'BM'), 'AnnounceAreaTransfer', announced);
    place.at('2027-01-11T08:00:00+01:00');
    await place.submitted();
    await place.meanwhile(() => place.send(of('BMV', 'BM'), 'ConfirmAreaTransfer', area), ...opening);
    expect(await report()).toMatchObject(PROVEN);
    // Whoever looks a minute later sees it.
    const late = await report((log) => dated(log, 'AreaTransferred', -61));
    expect(late).toMatchObject({ exit: 2, findings: [{ expected: 'PARTICIPATION_INCOMPLETE' }] });
  });

  it('where a mandate of a higher rank is granted to who consents', async () => {
    const items = ['BMDS', 'BMF'].map((party) => ({ party, year: 2027, bp: 5000, secured: true }));
    await place.send(of('BMDS', 'REF'), 'DraftAgreement', {
      ...{ agreement: AGREEMENT, title: 'Geschäftsstelle', parties: ['BMDS', 'BMF'], purpose: '-', text: 'Fassung 1' },
      ...{ lead: { mode: 'SOLE', ministries: ['BMDS'] }, continuation: true, term: { from: FROM } },
      ...{ funding: { basis: 'SHARE', items }, notice: { months: 6, to: 'ANY' } },
      responsibilities: [{ item: 'betrieb', text: 'Betrieb', accountable: 'BMDS' }],
    });
    const consent: Sent = [of('BMF', 'ST'), 'ConsentToAgreement', { agreement: AGREEMENT, party: 'BMF', version: 1 }];
    await place.meanwhile(() => place.send(...grant('BMF/ST', 'AGREEMENT', 'MINISTER')), ...consent);
    expect(await report()).toMatchObject(PROVEN);
  });
});

describe('what a record names as its basis', () => {
  it.each([
    ['a mandate', 'MandateRevoked', revoke, vote('REF'), 'MANDATE_INSUFFICIENT'],
    ['a seat', 'SeatEnded', endSeat, vote('REP'), 'SEAT_NOT_ELIGIBLE'],
  ])('is no use where %s ended more than a minute before', async (_, type, change, sent, expected) => {
    await inRound();
    await place.meanwhile(change, ...sent);
    expect(await report((log) => dated(log, type, -59))).toMatchObject(PROVEN);
    const late = await report((log) => dated(log, type, -61));
    expect(late).toMatchObject({ exit: 2, findings: [{ code: 'DECISION_DEVIATES', expected }] });
  });

  it('is no use where the vote is dated more than a minute before the end that stands before it', async () => {
    await inRound();
    await place.meanwhile(revoke, ...vote('REF'));
    expect(codes(await report((log) => dated(log, 'MandateRevoked', 61)))).toEqual(['DECISION_DEVIATES']);
  });

  it('is no use where the vote names no grant', async () => {
    await inRound();
    await place.meanwhile(revoke, ...vote('REF'));
    const silent = await report((log) =>
      log.map((record) => {
        const fields = parseRecord(record);
        return fields.type === 'VoteCast' ? writeRecord({ ...fields, after: [] }) : record;
      }),
    );
    expect(codes(silent)).toEqual(['DECISION_DEVIATES']);
  });
});
