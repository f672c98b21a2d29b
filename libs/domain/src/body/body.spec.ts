import type { LegalBasis } from '../rulebook/content.js';
import { command, specification } from '../testing.js';
import { body } from './body.js';
import type { BodyPayloads } from './messages.js';
import { chairOn, isExternal, seatsOn, tracksOf } from './state.js';

const { given } = specification(body);
const decision: LegalBasis = { type: 'CABINET_DECISION', reference: 'KB 2027-3' };

const charter = {
  body: 'DA',
  name: 'Digitalisierungsausschuss',
  purpose: 'Ressortabstimmung',
  tracks: ['COMMITTEE', 'STAGE'],
  legalBasis: { type: 'ORGANISATION_DECREE', reference: 'Organisationserlass' },
  place: 'BERLIN',
} as const;
const established = { type: 'BodyEstablished', data: charter } as const;
const ended = { type: 'BodyEnded', data: { body: 'DA', successor: 'ITPLR', decision } } as const;
const bmas = { body: 'DA', seat: 'BMAS' } as const;
const created = { type: 'SeatCreated', data: { ...bmas, kind: 'VOTING' } } as const;
const advisory = { type: 'SeatCreated', data: { body: 'DA', seat: 'BRH', kind: 'ADVISORY' } } as const;
const occupation = {
  ...bmas,
  person: 'p-rep',
  role: 'CIO',
  decisionAuthority: true,
  competences: ['TECH', 'ORG'],
  from: '2027-01-11',
} as const;
const occupied = { type: 'SeatOccupied', data: occupation } as const;
const deputed = {
  type: 'DeputyAppointed',
  data: { ...bmas, person: 'p-dep', decisionAuthority: true, from: '2027-01-11' },
} as const;
const seatEnded = { type: 'SeatEnded', data: { ...bmas, on: '2027-09-01', reason: 'Auflösung' } } as const;

const establish = () => command('EstablishBody', charter);
const changeCharter = (change: Partial<BodyPayloads['ChangeCharter']> = {}) =>
  command('ChangeCharter', { body: 'DA', decision, ...change });
const endBody = () => command('EndBody', ended.data);
const create = () => command('CreateSeat', created.data);
const endSeat = (on = '2027-09-01', reason = 'Auflösung') => command('EndSeat', { ...bmas, on, reason });
const occupy = (change: Partial<BodyPayloads['OccupySeat']> = {}) =>
  command('OccupySeat', { ...occupation, ...change });
const vacate = (on: string) => command('VacateSeat', { ...bmas, on, reason: 'Ruhestand' });
const depute = (change: Partial<BodyPayloads['AppointDeputy']> = {}) =>
  command('AppointDeputy', { ...deputed.data, ...change });
const undepute = (on: string, person = 'p-dep') => command('RemoveDeputy', { ...bmas, person, on });
const chair = (person: string, from: string, seat?: string) =>
  command('AppointChair', { body: 'DA', person, from, ...(seat ? { seat } : {}) });
const staff = (external: boolean, records: boolean) =>
  command('StaffSecretariat', { body: 'DA', person: 'p-ext', origin: 'BMDS', external, records });

const seated = [established, created, occupied] as const;
const ofSeat = [endSeat(), occupy(), vacate('2027-02-01'), depute(), undepute('2027-02-01')] as const;
const ofBody = [changeCharter(), endBody(), create(), chair('p-st', '2027-01-11'), staff(false, true)] as const;

describe('a body', () => {
  it('is established once, with its charter', () => {
    given().when(establish()).then({ type: 'BodyEstablished', data: charter });
    given(established).when(establish()).refused('ALREADY_EXISTS');
  });

  it('is not found before it is established', () => {
    for (const next of [...ofBody, ...ofSeat]) given().when(next).refused('NOT_FOUND');
    expect(seatsOn(undefined, '2027-01-11')).toEqual([]);
    expect(tracksOf(undefined)).toEqual([]);
    expect(chairOn(undefined, '2027-01-11')).toBeUndefined();
    expect(isExternal(undefined, 'p-ext')).toBe(false);
  });

  it('does nothing more once it has ended', () => {
    given(established)
      .when(endBody())
      .then({ type: 'BodyEnded', data: { successor: 'ITPLR' } });
    for (const next of [...ofBody, ...ofSeat]) {
      given(...seated, deputed, ended)
        .when(next)
        .refused('WRONG_STATE', { state: 'ENDED', allowed: [] });
    }
  });

  it('handles the tracks of its charter as last changed', () => {
    const { state } = given(established).when(changeCharter({ tracks: ['GOALS'] }), changeCharter({ purpose: 'Neu' }));
    expect(tracksOf(state)).toEqual(['GOALS']);
    expect(state?.purpose).toBe('Neu');
    expect(tracksOf(given(established).when(changeCharter({ purpose: 'Neu' })).state)).toEqual(['COMMITTEE', 'STAGE']);
  });

  it('stops at a history that changes what it never recorded', () => {
    expect(() => given(established, occupied)).toThrow('never recorded');
    expect(() => given(created)).toThrow('no beginning');
    expect(() => given(established, created, created)).toThrow('BMAS a second time');
    expect(() => given(established, established)).toThrow('begins twice');
  });
});

describe('a seat', () => {
  it('is created once', () => {
    given(established)
      .when(create())
      .then({ type: 'SeatCreated', data: { seat: 'BMAS', kind: 'VOTING' } });
    given(established, created).when(create()).refused('ALREADY_EXISTS', { seat: 'BMAS' });
  });

  it('is not found if it was not created', () => {
    for (const next of ofSeat) given(established).when(next).refused('NOT_FOUND', { seat: 'BMAS' });
  });

  it('is vacant until somebody occupies it', () => {
    expect(seatsOn(given(established, created, advisory).state, '2027-01-11')).toEqual([
      { seat: 'BMAS', voting: true, ended: false, deputies: [] },
      { seat: 'BRH', voting: false, ended: false, deputies: [] },
    ]);
  });

  it('ends on the day named, with whoever is in it', () => {
    const { state } = given(...seated, deputed).when(endSeat());
    expect(seatsOn(state, '2027-08-31')).toMatchObject([{ ended: false, occupant: 'p-rep', deputies: ['p-dep'] }]);
    expect(seatsOn(state, '2027-09-01')).toEqual([{ seat: 'BMAS', voting: true, ended: true, deputies: [] }]);
  });

  it('ends once, and not without a reason', () => {
    given(...seated)
      .when(endSeat('2027-09-01', ' '))
      .refused('REASON_REQUIRED');
    given(...seated, seatEnded)
      .when(endSeat())
      .refused('WRONG_STATE', { state: 'SEAT_ENDED' });
  });

  it('takes and loses nobody from the day it ends', () => {
    const from = '2027-09-01';
    for (const next of [occupy({ from }), vacate(from), depute({ from, person: 'p-new' }), undepute(from)]) {
      given(...seated, deputed, seatEnded)
        .when(next)
        .refused('WRONG_STATE', {
          state: 'SEAT_ENDED',
          allowed: ['ChangeCharter', 'EndBody', 'CreateSeat', 'AppointChair', 'StaffSecretariat'],
        });
    }
    given(...seated, deputed, seatEnded)
      .when(vacate('2027-08-31'))
      .then({ type: 'SeatVacated' });
  });
});

describe('the occupant of a seat', () => {
  it('is in office from the day named', () => {
    const { state } = given(established, created).when(occupy());
    expect(seatsOn(state, '2027-01-10')[0]).not.toHaveProperty('occupant');
    expect(seatsOn(state, '2027-01-11')).toMatchObject([{ occupant: 'p-rep' }]);
  });

  it('is no longer in office on the day the seat is vacated', () => {
    const { state } = given(...seated).when(vacate('2027-09-10'));
    expect(seatsOn(state, '2027-09-09')).toMatchObject([{ occupant: 'p-rep' }]);
    expect(seatsOn(state, '2027-09-10')[0]).not.toHaveProperty('occupant');
  });

  it('is one person at a time', () => {
    given(...seated)
      .when(occupy({ person: 'p-al', from: '2027-09-13' }))
      .refused('SEAT_OCCUPIED');
    given(...seated)
      .when(occupy({ person: 'p-al', from: '2026-12-01' }))
      .refused('SEAT_OCCUPIED');
    given(...seated)
      .when(vacate('2027-09-14'), occupy({ person: 'p-al', from: '2027-09-13' }))
      .refused('SEAT_OCCUPIED');
  });

  it('may follow on the very day the seat is vacated', () => {
    const { state } = given(...seated).when(vacate('2027-09-13'), occupy({ person: 'p-al', from: '2027-09-13' }));
    expect(seatsOn(state, '2027-09-12')).toMatchObject([{ occupant: 'p-rep' }]);
    expect(seatsOn(state, '2027-09-13')).toMatchObject([{ occupant: 'p-al' }]);
  });

  it('of a voting seat has authority to decide', () => {
    given(established, created)
      .when(occupy({ decisionAuthority: false }))
      .refused('DECISION_AUTHORITY_MISSING');
    given(established, advisory)
      .when(occupy({ seat: 'BRH', decisionAuthority: false }))
      .then({ type: 'SeatOccupied' });
  });

  it('declares competence for technology and for organisation', () => {
    given(established, created)
      .when(occupy({ competences: ['TECH'] }))
      .refused('COMPETENCE_MISSING');
    given(established, created)
      .when(occupy({ competences: ['ORG', 'ORG'] }))
      .refused('COMPETENCE_MISSING');
    given(established, advisory)
      .when(occupy({ seat: 'BRH', competences: [] }))
      .refused('COMPETENCE_MISSING');
  });

  it('is checked for the free seat first, then authority, then competence', () => {
    const poor = { decisionAuthority: false, competences: [] } as const;
    given(...seated)
      .when(occupy(poor))
      .refused('SEAT_OCCUPIED');
    given(established, created).when(occupy(poor)).refused('DECISION_AUTHORITY_MISSING');
  });

  it('cannot leave a seat that is vacant on that day', () => {
    given(established, created).when(vacate('2027-02-01')).refused('WRONG_STATE', { state: 'VACANT' });
    given(...seated)
      .when(vacate('2027-01-10'))
      .refused('WRONG_STATE', { state: 'VACANT' });
    given(...seated)
      .when(vacate('2027-02-01'), vacate('2027-02-01'))
      .refused('WRONG_STATE', { state: 'VACANT' });
  });

  it('may leave earlier than first recorded', () => {
    const { state } = given(...seated).when(vacate('2027-12-31'), vacate('2027-10-01'));
    expect(seatsOn(state, '2027-10-01')[0]).not.toHaveProperty('occupant');
  });

  it('leaves for a reason that stays erasable', () => {
    expect(body.erasable).toEqual({ SeatVacated: ['reason'] });
  });
});

describe('a deputy', () => {
  it('deputises from the day of appointment until the day before removal', () => {
    const { state } = given(...seated).when(
      depute(),
      depute({ person: 'p-al', from: '2027-02-01' }),
      undepute('2027-03-01'),
    );
    expect(seatsOn(state, '2027-01-10')).toMatchObject([{ deputies: [] }]);
    expect(seatsOn(state, '2027-01-11')).toMatchObject([{ deputies: ['p-dep'] }]);
    expect(seatsOn(state, '2027-02-28')).toMatchObject([{ deputies: ['p-dep', 'p-al'] }]);
    expect(seatsOn(state, '2027-03-01')).toMatchObject([{ deputies: ['p-al'] }]);
  });

  it('of a voting seat has authority to decide', () => {
    given(...seated)
      .when(depute({ decisionAuthority: false }))
      .refused('DECISION_AUTHORITY_MISSING');
    given(established, advisory)
      .when(depute({ seat: 'BRH', decisionAuthority: false }))
      .then({ type: 'DeputyAppointed' });
  });

  it('is appointed once at a time', () => {
    given(...seated, deputed)
      .when(depute({ from: '2027-02-01' }))
      .refused('ALREADY_EXISTS', { seat: 'BMAS' });
    given(...seated, deputed)
      .when(undepute('2027-02-01'), depute({ from: '2027-02-01' }))
      .then({ type: 'DeputyAppointed' });
  });

  it('cannot be removed who is none on that day', () => {
    given(...seated, deputed)
      .when(undepute('2027-02-01', 'p-rep'))
      .refused('WRONG_STATE', { state: 'OCCUPIED' });
    given(established, created).when(undepute('2027-02-01')).refused('WRONG_STATE', { state: 'VACANT' });
    given(...seated, deputed)
      .when(undepute('2027-02-01'), undepute('2027-02-01'))
      .refused('WRONG_STATE');
  });
});

describe('the chair', () => {
  it('is the person appointed with the latest beginning', () => {
    const { state } = given(established, created).when(
      chair('p-chair', '2027-01-11'),
      chair('p-st', '2027-03-01', 'BMAS'),
      chair('p-acting', '2027-02-01'),
    );
    expect(chairOn(state, '2027-01-10')).toBeUndefined();
    expect(chairOn(state, '2027-01-31')).toEqual({ person: 'p-chair', from: '2027-01-11' });
    expect(chairOn(state, '2027-02-01')).toMatchObject({ person: 'p-acting' });
    expect(chairOn(state, '2027-03-01')).toEqual({ person: 'p-st', from: '2027-03-01', seat: 'BMAS' });
  });

  it('is the one appointed last if two begin on the same day', () => {
    const { state } = given(established).when(chair('p-a', '2027-01-11'), chair('p-b', '2027-01-11'));
    expect(chairOn(state, '2027-01-11')).toMatchObject({ person: 'p-b' });
  });

  it('holds no seat that does not exist', () => {
    given(established)
      .when(chair('p-chair', '2027-01-11', 'BMAS'))
      .refused('NOT_FOUND', { seat: 'BMAS' });
  });
});

describe('the secretariat', () => {
  it('lets no external staff record votes', () => {
    given(established).when(staff(true, true)).refused('EXTERNAL_STAFF');
    given(established)
      .when(staff(true, false))
      .then({ type: 'SecretariatStaffed', data: { external: true } });
    given(established)
      .when(staff(false, true))
      .then({ type: 'SecretariatStaffed', data: { records: true } });
  });

  it('knows who is external, as last staffed', () => {
    expect(isExternal(given(established).when(staff(true, false)).state, 'p-ext')).toBe(true);
    expect(isExternal(given(established).when(staff(true, false), staff(false, true)).state, 'p-ext')).toBe(false);
    expect(isExternal(given(established).when(staff(true, false)).state, 'p-other')).toBe(false);
  });
});
