import fc from 'fast-check';
import type { Actor } from '../actor.js';
import { command, person, specification } from '../testing.js';
import type { LegalBasis } from '../rulebook/content.js';
import type { MinistryFacts, MinistryPayloads } from './messages.js';
import { ministry } from './ministry.js';
import { areasCeded, areasOf, areasReceived, holdersOn, mandatedFrom, mandatesOf, nameOn } from './state.js';

const { given } = specification(ministry);
const facts: MinistryFacts = { received: [] };
const legalBasis: LegalBasis = { type: 'ORGANISATION_DECREE', reference: 'Erlass 2027' };

const registeredAs = (code: string, areas: readonly string[] = []) =>
  ({
    type: 'MinistryRegistered',
    data: { ministry: code, name: `Ministerium ${code}`, areas, places: ['BERLIN'], validFrom: '2025-05-06' },
  }) as const;
const registered = registeredAs('BMV', ['TRANSPORT', 'RAIL']);
const transferAnnounced = {
  type: 'AreaTransferAnnounced',
  data: { ministry: 'BMV', area: 'TRANSPORT', to: 'BMDS', on: '2027-02-01', legalBasis },
} as const;
const transferred = {
  type: 'AreaTransferred',
  data: { ministry: 'BMV', area: 'TRANSPORT', to: 'BMDS', on: '2027-02-01' },
} as const;
const succession = {
  ministry: 'BMV',
  successors: [
    { code: 'BMDS', areas: ['TRANSPORT'] },
    { code: 'BMWE', areas: ['RAIL'] },
  ],
  legalBasis,
  validFrom: '2027-03-01',
} as const;
const succeeded = { type: 'MinistrySucceeded', data: succession } as const;
const mandate = {
  ministry: 'BMV',
  mandate: 'g1',
  person: 'p-ref',
  scope: ['VOTE'],
  rank: 'DIRECTORATE',
  validFrom: '2026-07-01',
  validTo: '2028-06-30',
} as const;
const granted = { type: 'MandateGranted', data: mandate } as const;
const revoked = { type: 'MandateRevoked', data: { ministry: 'BMV', mandate: 'g1' } } as const;

const register = () => command('RegisterMinistry', registered.data, { facts });
const rename = (name: string, validFrom: string, now = '2027-01-11T08:00:00.000Z') =>
  command('RenameMinistry', { ministry: 'BMV', name, legalBasis, validFrom }, { facts, now });
const succeed = () => command('SucceedMinistry', succession, { facts });
const announce = (change: object = {}, received: MinistryFacts['received'] = []) =>
  command('AnnounceAreaTransfer', { ...transferAnnounced.data, ...change }, { by: 'BMV/ST', facts: { received } });
const confirm = (by = 'BMDS/ST') =>
  command('ConfirmAreaTransfer', { ministry: 'BMV', area: 'TRANSPORT' }, { by, facts });
const grant = (change: Partial<MinistryPayloads['GrantMandate']> = {}, by: string | Actor = 'BMV/ST') =>
  command('GrantMandate', { ...mandate, ...change }, { by, facts });
const revoke = (id = 'g1', now = '2027-01-11T08:00:00.000Z') =>
  command('RevokeMandate', { ministry: 'BMV', mandate: id, reason: 'Versetzung' }, { by: 'BMV/ST', facts, now });

describe('the register of ministries', () => {
  it('records a ministry with its areas', () => {
    given()
      .when(register())
      .then({ type: 'MinistryRegistered', data: { ministry: 'BMV', areas: ['TRANSPORT', 'RAIL'] } });
  });

  it('registers a code once', () => {
    given(registered).when(register()).refused('ALREADY_EXISTS');
  });

  it('finds nothing to change before the registration', () => {
    for (const next of [rename('X', '2027-02-01'), succeed(), announce(), confirm(), grant(), revoke()]) {
      given().when(next).refused('NOT_FOUND');
    }
  });

  it('stops at a history that begins twice or has no beginning', () => {
    expect(() => given(registered, registered)).toThrow('begins twice');
    expect(() => given(granted)).toThrow('no beginning');
    expect(() => given(registered, revoked)).toThrow('never recorded');
    expect(() => given(registered, granted, granted)).toThrow('g1 a second time');
  });
});

describe('the name of a ministry', () => {
  it('is the new one from the day named, the old one before', () => {
    const { state } = given(registered).when(rename('Verkehr und Netze', '2027-02-01'));
    expect(nameOn(state, '2025-05-05')).toBeUndefined();
    expect(nameOn(state, '2027-01-31')).toBe('Ministerium BMV');
    expect(nameOn(state, '2027-02-01')).toBe('Verkehr und Netze');
  });

  it('is the one recorded last if two are valid from the same day', () => {
    const { state } = given(registered).when(rename('Tippfehler', '2027-02-01'), rename('Netze', '2027-02-01'));
    expect(nameOn(state, '2027-02-01')).toBe('Netze');
  });

  it('is unknown without a registration', () => {
    expect(nameOn(undefined, '2027-02-01')).toBeUndefined();
  });
});

describe('the transfer of an area', () => {
  it('is announced by the ceding ministry and takes effect with the confirmation', () => {
    given(registered)
      .when(announce())
      .then({ type: 'AreaTransferAnnounced', data: { area: 'TRANSPORT', to: 'BMDS' } });
    given(registered, transferAnnounced).when(confirm()).then({ type: 'AreaTransferred', data: transferred.data });
    expect(areasOf(given(registered, transferAnnounced).state, '2027-02-01')).toContain('TRANSPORT');
  });

  it('takes day and receiver from the announcement made last', () => {
    const again = announce({ to: 'BMWE', on: '2027-04-01' });
    const { events } = given(registered, transferAnnounced).when(again, confirm('BMWE/ST'));
    expect(events).toMatchObject([{ data: { to: 'BMWE', on: '2027-04-01' } }]);
  });

  it('is confirmed by nobody but the receiving ministry', () => {
    given(registered, transferAnnounced).when(confirm('BMG/ST')).refused('FORBIDDEN');
    given(registered, transferAnnounced).when(confirm('SEC/A')).refused('FORBIDDEN');
  });

  it('cannot be confirmed before it is announced, nor twice', () => {
    given(registered).when(confirm()).refused('WRONG_STATE', { state: 'ACTIVE' });
    given(registered, transferAnnounced, transferred).when(confirm()).refused('WRONG_STATE');
  });

  it('is refused for an area the ministry does not hold', () => {
    given(registered)
      .when(announce({ area: 'VISA' }))
      .refused('WRONG_STATE', { state: 'ACTIVE' });
    given(registered)
      .when(announce({ on: '2025-05-05' }))
      .refused('WRONG_STATE');
    given(registered, transferAnnounced, transferred)
      .when(announce({ on: '2027-01-20' }))
      .refused('WRONG_STATE');
  });

  it('is refused to the ministry itself', () => {
    given(registered)
      .when(announce({ to: 'BMV' }))
      .refused('INVALID_PAYLOAD');
  });

  it('may pass on an area that came from another ministry, from that day on', () => {
    const received = [{ area: 'VISA', on: '2027-02-01' }];
    given(registered)
      .when(announce({ area: 'VISA', on: '2027-02-01' }, received))
      .then({ type: 'AreaTransferAnnounced' });
    given(registered)
      .when(announce({ area: 'VISA', on: '2027-01-31' }, received))
      .refused('WRONG_STATE');
  });

  it('moves the area on its day: here it is gone, there it has arrived', () => {
    const ceding = given(registered, transferAnnounced, transferred).state;
    const receiving = given(registeredAs('BMDS', ['DIGITAL'])).state;
    const received = areasReceived([ceding, receiving, undefined], 'BMDS');
    expect(areasOf(ceding, '2027-01-31')).toEqual(['TRANSPORT', 'RAIL']);
    expect(areasOf(ceding, '2027-02-01')).toEqual(['RAIL']);
    expect(areasCeded(ceding, '2027-01-31')).toEqual([]);
    expect(areasCeded(ceding, '2027-02-01')).toEqual([{ area: 'TRANSPORT', to: 'BMDS' }]);
    expect(areasOf(receiving, '2027-01-31', received)).toEqual(['DIGITAL']);
    expect(areasOf(receiving, '2027-02-01', received)).toEqual(['DIGITAL', 'TRANSPORT']);
  });

  it('may come back', () => {
    const { state } = given(registered, transferAnnounced, transferred);
    const back = [{ area: 'TRANSPORT', on: '2027-06-01' }];
    expect(areasOf(state, '2027-05-31', back)).toEqual(['RAIL']);
    expect(areasOf(state, '2027-06-01', back)).toContain('TRANSPORT');
  });
});

describe('the succession of a ministry', () => {
  it('passes the areas to the successors on its day', () => {
    const { state } = given(registered).when(succeed());
    expect(areasOf(state, '2027-02-28')).toEqual(['TRANSPORT', 'RAIL']);
    expect(areasOf(state, '2027-03-01')).toEqual([]);
    expect(areasCeded(state, '2027-03-01')).toEqual([
      { area: 'TRANSPORT', to: 'BMDS' },
      { area: 'RAIL', to: 'BMWE' },
    ]);
    expect(areasReceived([state], 'BMWE')).toEqual([{ area: 'RAIL', on: '2027-03-01' }]);
  });

  it('leaves the ministry able to act until that day in Berlin', () => {
    given(registered, succeeded)
      .when(rename('X', '2027-02-01', '2027-02-28T22:59:59.999Z'))
      .then({ type: 'MinistryRenamed' });
    const after = '2027-02-28T23:00:00.000Z';
    given(registered, succeeded)
      .when(rename('X', '2027-02-01', after))
      .refused('WRONG_STATE', { state: 'SUCCEEDED', allowed: ['RevokeMandate'] });
  });

  it('happens once', () => {
    given(registered, succeeded).when(succeed()).refused('WRONG_STATE', { state: 'ACTIVE' });
  });

  it('still lets mandates be revoked', () => {
    given(registered, granted, succeeded)
      .when(revoke('g1', '2027-04-01T08:00:00.000Z'))
      .then({ type: 'MandateRevoked' });
  });
});

describe('a mandate', () => {
  it('is granted by an equal or higher rank', () => {
    given(registered)
      .when(grant({ rank: 'STATE_SECRETARY' }))
      .then({ type: 'MandateGranted', data: { person: 'p-ref' } });
    given(registered)
      .when(grant({ rank: 'MINISTER' }, 'BMV/BM'))
      .then({ type: 'MandateGranted' });
    given(registered)
      .when(grant({ rank: 'MINISTER' }))
      .refused('MANDATE_RANK');
  });

  it('is granted in the rank that a mandate in force confers on the granter', () => {
    const deputy = person('BMV/ST', { mandates: [{ id: 'g0', scope: ['VOTE'], rank: 'MINISTER' }] });
    given(registered)
      .when(grant({ rank: 'MINISTER' }, deputy))
      .then({ type: 'MandateGranted' });
  });

  it('is valid for at most two years', () => {
    given(registered)
      .when(grant({ validTo: '2028-06-30' }))
      .then({ type: 'MandateGranted' });
    given(registered)
      .when(grant({ validTo: '2028-07-01' }))
      .then({ type: 'MandateGranted' });
    given(registered)
      .when(grant({ validTo: '2028-07-02' }))
      .refused('MANDATE_TERM');
  });

  it('is refused for its rank before its term', () => {
    given(registered)
      .when(grant({ rank: 'MINISTER', validTo: '2029-06-30' }))
      .refused('MANDATE_RANK');
  });

  it('does not end before it begins', () => {
    given(registered)
      .when(grant({ validTo: '2026-06-30' }))
      .refused('INVALID_PAYLOAD');
  });

  it('has an id of its own', () => {
    given(registered, granted).when(grant()).refused('ALREADY_EXISTS', { mandate: 'g1' });
    given(registered, granted, revoked).when(grant()).refused('ALREADY_EXISTS');
  });

  it('is in force from its first to its last day, for its person only', () => {
    const { state } = given(registered, granted);
    const inForce = [{ id: 'g1', scope: ['VOTE'], rank: 'DIRECTORATE' }];
    expect(mandatesOf(state, 'p-ref', '2026-06-30')).toEqual([]);
    expect(mandatesOf(state, 'p-ref', '2026-07-01')).toEqual(inForce);
    expect(mandatesOf(state, 'p-ref', '2028-06-30')).toEqual(inForce);
    expect(mandatesOf(state, 'p-ref', '2028-07-01')).toEqual([]);
    expect(mandatesOf(state, 'p-other', '2026-07-01')).toEqual([]);
    expect(mandatesOf(undefined, 'p-ref', '2026-07-01')).toEqual([]);
  });

  it('ends with its revocation, with or without a reason', () => {
    expect(mandatesOf(given(registered, granted).when(revoke()).state, 'p-ref', '2027-01-11')).toEqual([]);
    expect(mandatesOf(given(registered, granted, revoked).state, 'p-ref', '2027-01-11')).toEqual([]);
  });

  it('is revoked once, and only if it was granted', () => {
    given(registered, granted, revoked).when(revoke()).refused('WRONG_STATE');
    given(registered, granted).when(revoke('g2')).refused('NOT_FOUND', { mandate: 'g2' });
  });

  it('keeps the reason of its revocation erasable', () => {
    expect(ministry.erasable).toEqual({ MandateRevoked: ['reason'] });
  });
});

describe('who holds an area', () => {
  const CODES = ['A', 'B', 'C'];
  const AREAS = ['x', 'y'];
  const code = fc.constantFrom(...CODES);
  const area = fc.constantFrom(...AREAS);
  const days = ['2027-01-01', '2027-02-01', '2027-03-01'];
  const day = fc.constantFrom(...days);
  const cession = fc.tuple(code, area, code, day);
  const succession = fc.option(fc.tuple(code, fc.subarray(AREAS), code, day), { nil: undefined });

  it('is told of all ministries at once as of each of them', () => {
    const own = fc.tuple(...CODES.map(() => fc.subarray(AREAS)));
    fc.assert(
      fc.property(own, fc.array(cession, { maxLength: 6 }), succession, (registered, cessions, succeeded) => {
        const states = CODES.map((from, at) => {
          const run = given(
            registeredAs(from, registered[at]),
            ...cessions.flatMap(([by, of, to, on]) =>
              by === from ? [{ type: 'AreaTransferred', data: { ministry: from, area: of, to, on } } as const] : [],
            ),
            ...(succeeded?.[0] === from
              ? [
                  {
                    type: 'MinistrySucceeded',
                    data: {
                      ...{ ministry: from, successors: [{ code: succeeded[2], areas: succeeded[1] }] },
                      ...{ legalBasis, validFrom: succeeded[3] },
                    },
                  } as const,
                ]
              : []),
          );
          return [from, run.state] as const;
        });
        const all = states.map(([, state]) => state);
        for (const on of ['2025-01-01', ...days]) {
          const holders = holdersOn(new Map(states), on);
          for (const [one, state] of states) {
            const held = areasOf(state, on, areasReceived(all, one)).toSorted();
            expect(AREAS.filter((each) => holders.get(each)?.has(one))).toEqual(held);
          }
        }
      }),
    );
  });
});

describe('persons with a mandate', () => {
  it('are those whose mandates are in force or are to begin, and not revoked', () => {
    const { state } = given(
      registered,
      granted,
      { type: 'MandateGranted', data: { ...mandate, mandate: 'g2', person: 'p-al', validFrom: '2027-07-01' } },
      { type: 'MandateGranted', data: { ...mandate, mandate: 'g3', person: 'p-st', validTo: '2027-01-10' } },
    );
    expect(mandatedFrom(state, '2027-01-11')).toEqual(['p-ref', 'p-al']);
    expect(mandatedFrom(given(registered, granted, revoked).state, '2027-01-11')).toEqual([]);
    expect(mandatedFrom(undefined, '2027-01-11')).toEqual([]);
  });
});
