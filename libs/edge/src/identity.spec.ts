import { identityOf } from './identity.js';

const REP = { person: 'BMVg/REP', function: 'REP', ministry: 'BMVg', name: 'CIO BMVg' };
const SEC = { person: 'SEC/A', function: 'SEC', origin: 'BMDS' };

describe('an identity', () => {
  it('is what the claims say and nothing more', () => {
    expect(identityOf({ ...REP, sub: 'x', roles: ['admin'], rank: 'MINISTER' })).toEqual(REP);
    expect(identityOf({ ...SEC, ministry: null })).toEqual(SEC);
    expect(identityOf({ person: 'CHAIR', function: 'CHAIR' })).toEqual({ person: 'CHAIR', function: 'CHAIR' });
  });

  it('fits into the head of a record, which takes 256 bytes', () => {
    const longest = '𐐀'.repeat(64);
    expect(identityOf({ ...REP, ministry: longest })).toEqual({ ...REP, ministry: longest });
    expect(Buffer.byteLength(longest)).toBe(256);
    expect(identityOf({ ...REP, ministry: `${longest}x` })).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['without a person', { ...REP, person: undefined }],
    ['with an empty person', { ...REP, person: '' }],
    ['with a person that is no code', { ...REP, person: 'BMVg REP\n' }],
    ['with a person that never ends', { ...REP, person: 'x'.repeat(65) }],
    ['with a number as person', { ...REP, person: 7 }],
    ['without a function', { ...REP, function: undefined }],
    ['with an unknown function', { ...REP, function: 'rep' }],
    ['with several functions', { ...SEC, function: ['RUL', 'AUD'] }],
    ['of a ministry function without a ministry', { ...REP, ministry: undefined }],
    ['of a party without the party', { person: 'BW/CIO', function: 'LAND' }],
    ['of an auditor with a ministry', { person: 'AUD/1', function: 'AUD', ministry: 'BMI' }],
    ['of a secretariat with a ministry', { ...SEC, ministry: 'BMDS' }],
    ['with several ministries', { ...REP, ministry: ['BMVg', 'BMI'] }],
    ['with an origin that is no code', { ...SEC, origin: '<b>' }],
    ['with a name that is no text', { ...REP, name: { toString: 'x' } }],
    ['with a name that never ends', { ...REP, name: 'x'.repeat(201) }],
  ])('does not exist %s', (_, claims) => {
    expect(identityOf(claims)).toBeUndefined();
  });
});
