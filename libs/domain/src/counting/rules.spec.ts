import type { Ballot, Count, Position } from './ballot.js';
import { count, fitsRule, isMajority, isRule, rules } from './rules.js';

type Votes = Partial<Record<Position, readonly string[]>>;
type Numbers = Partial<Record<Position | 'S', number>>;

const words = (text: string): readonly string[] => text.split(' ');
const positionsOf = (votes: Votes): Record<string, Position> =>
  Object.fromEntries(
    Object.entries(votes).flatMap(([position, seats]) => seats.map((seat) => [seat, position as Position])),
  );

const ballotOf = (eligible: readonly string[], votes: Votes, more: Partial<Ballot> = {}): Ballot => ({
  eligible,
  positions: positionsOf(votes),
  lead: eligible[0] ?? '',
  mode: 'WRITTEN',
  failedRounds: 0,
  ...more,
});

/** Seats named after their position, `Y1` `Y2` `N1`; the lead is none of them. */
function numbered(numbers: Numbers, more: Partial<Ballot> = {}): Ballot {
  const seats = (position: Position | 'S'): readonly string[] =>
    Array.from({ length: numbers[position] ?? 0 }, (_, i) => `${position}${i + 1}`);
  const votes = { Y: seats('Y'), N: seats('N'), A: seats('A'), C: seats('C'), V: seats('V') };
  return ballotOf([...Object.values(votes).flat(), ...seats('S')], votes, { lead: 'LEAD', ...more });
}

function counted(rule: string, params: Record<string, unknown>, ballot: Ballot): Count {
  const result = count(rule, params, ballot);
  if (!result) throw new Error(`${rule} did not count`);
  return result;
}
const outcome = (rule: string, params: Record<string, unknown>, numbers: Numbers, more: Partial<Ballot> = {}): string =>
  counted(rule, params, numbered(numbers, more)).outcome;

const nineteen = words('AA BMI BMJV BMF BMWE BMAS BMVg BMLEH BMBFSFJ BMG BMV BMUKN BMFTR BMZ BMWSB BMDS BKAmt BPA BKM');

describe('unanimous-express@1', () => {
  it.each([
    [{ Y: 3 }, true, 'AGREED'],
    [{ Y: 2, S: 1 }, true, 'INCOMPLETE'],
    [{ Y: 2, N: 1 }, true, 'DISSENT'],
    [{ Y: 2, V: 1 }, true, 'DISSENT'],
    [{ Y: 1, N: 1, S: 1 }, true, 'DISSENT'],
    [{ Y: 2, A: 1 }, true, 'AGREED'],
    [{ Y: 2, A: 1 }, false, 'DISSENT'],
    [{ Y: 1, A: 1, S: 1 }, false, 'DISSENT'],
    [{ Y: 1, A: 1, S: 1 }, true, 'INCOMPLETE'],
    [{ A: 3 }, true, 'INCOMPLETE'],
    [{ Y: 2, C: 1 }, false, 'AGREED'],
    [{ C: 3 }, true, 'INCOMPLETE'],
    [{}, true, 'INCOMPLETE'],
  ])('of %j, abstention allowed %s, says %s', (numbers, abstentionAllowed, expected) => {
    expect(outcome('unanimous-express@1', { abstentionAllowed }, numbers)).toBe(expected);
  });

  it('counts the silent seat of three', () => {
    const ballot = ballotOf(words('BMI BMF BMDS'), { Y: ['BMI', 'BMDS'] }, { lead: 'BMDS' });
    expect(counted('unanimous-express@1', { abstentionAllowed: true }, ballot)).toEqual({
      outcome: 'INCOMPLETE',
      tally: { E: 3, Y: 2, N: 0, A: 0, S: 1, V: 0, C: 0 },
      deemed: [],
      objections: [],
      conditions: [
        { text: 'no-objection', left: 0, right: 0, comparison: '=', met: true, shortBy: 0, seats: [] },
        { text: 'no-silence', left: 1, right: 0, comparison: '=', met: false, shortBy: 1, seats: ['BMF'] },
        { text: 'some-consent', left: 2, right: 1, comparison: '>=', met: true, shortBy: 0, seats: ['BMDS', 'BMI'] },
      ],
    });
    expect(outcome('unanimous-express@1', {}, { Y: 3 })).toBe('AGREED');
  });

  it('leaves a seat that is not concerned out of the entitled', () => {
    expect(counted('unanimous-express@1', {}, numbered({ Y: 2, C: 1 })).tally).toEqual({
      E: 2,
      Y: 2,
      N: 0,
      A: 0,
      S: 0,
      V: 0,
      C: 1,
    });
  });

  it('names the seats that object, lapsed reservations among them', () => {
    expect(counted('unanimous-express@1', {}, numbered({ Y: 1, N: 1, V: 1 })).objections).toEqual(['N1', 'V1']);
  });
});

describe('consensus-silence@1', () => {
  const params = { minExpress: 1, abstentionAllowed: true };
  const seven = words('AA BMAS BMDS BMF BMG BMI BMVg');

  it.each([
    [{ Y: 1, S: 5 }, params, 'AGREED'],
    [{ S: 5 }, params, 'INCOMPLETE'],
    [{ S: 5 }, { minExpress: 0, abstentionAllowed: true }, 'AGREED'],
    [{ Y: 1, S: 5 }, { minExpress: 2, abstentionAllowed: true }, 'INCOMPLETE'],
    [{ Y: 3, N: 1 }, params, 'DISSENT'],
    [{ Y: 3, V: 1, S: 2 }, params, 'DISSENT'],
    [{ N: 1, S: 3 }, params, 'DISSENT'],
    [{ Y: 1, A: 2, S: 1 }, params, 'AGREED'],
    [{ Y: 1, A: 1 }, { minExpress: 1, abstentionAllowed: false }, 'DISSENT'],
    [{ Y: 1, S: 2 }, {}, 'AGREED'],
    [{ S: 2 }, {}, 'INCOMPLETE'],
  ])('of %j with %j says %s', (numbers, some, expected) => {
    expect(outcome('consensus-silence@1', some, numbers)).toBe(expected);
  });

  it('takes silence for consent and lists it', () => {
    const ballot = ballotOf(seven, { Y: ['BMDS', 'BMI'] }, { lead: 'BMDS' });
    expect(counted('consensus-silence@1', params, ballot)).toMatchObject({
      outcome: 'AGREED',
      deemed: ['AA', 'BMAS', 'BMF', 'BMG', 'BMVg'],
      tally: { E: 7, Y: 2, S: 5 },
    });
  });

  it('does not take the lead’s own consent for an express consent of another', () => {
    const result = counted('consensus-silence@1', params, ballotOf(seven, { Y: ['BMDS'] }, { lead: 'BMDS' }));
    expect(result).toMatchObject({ outcome: 'INCOMPLETE', deemed: [] });
    expect(result.conditions[1]).toEqual({
      text: 'express-consents-of-others',
      left: 0,
      right: 1,
      comparison: '>=',
      met: false,
      shortBy: 1,
      seats: [],
    });
  });

  it('takes nothing from silence in a meeting', () => {
    const meeting = numbered({ Y: 3, S: 1 }, { mode: 'MEETING', present: words('Y1 Y2 Y3') });
    expect(counted('consensus-silence@1', params, meeting)).toMatchObject({ outcome: 'INCOMPLETE', deemed: [] });
    expect(outcome('consensus-silence@1', params, { Y: 3 }, { mode: 'MEETING' })).toBe('AGREED');
  });
});

describe('objection-threshold@1', () => {
  it('agrees up to k objections', () => {
    const laender = words('BW BY BE BB HB');
    expect(counted('objection-threshold@1', { k: 2 }, ballotOf(laender, { N: ['BY', 'BE'] })).outcome).toBe('AGREED');
    expect(counted('objection-threshold@1', { k: 2 }, ballotOf(laender, { N: ['BY', 'BE', 'BB'] }))).toMatchObject({
      outcome: 'REJECTED',
      conditions: [{ left: 3, right: 2, comparison: '<=', met: false, shortBy: 1, seats: ['BB', 'BE', 'BY'] }],
    });
    expect(outcome('objection-threshold@1', { k: 0 }, { S: 3 })).toBe('AGREED');
    expect(outcome('objection-threshold@1', { k: 0 }, { Y: 3, V: 1 })).toBe('REJECTED');
  });
});

describe('simple-majority@1', () => {
  const ten = words('AA BMI BMJV BMF BMWE BMAS BMVg BMLEH BMG BKAmt');
  const five = ten.slice(0, 4);

  it.each([
    ['CAST', { Y: 2, N: 1, A: 9, S: 9 }, 'AGREED'],
    ['CAST', { Y: 1, N: 2 }, 'REJECTED'],
    ['CAST', { Y: 2, N: 1, V: 1 }, 'REJECTED'],
    ['CAST', { Y: 1, A: 5, C: 3 }, 'AGREED'],
    ['CAST', { S: 5 }, 'REJECTED'],
    ['PRESENT', { Y: 3, N: 1, A: 1 }, 'AGREED'],
    ['PRESENT', { Y: 3, N: 1, A: 1, C: 1 }, 'REJECTED'],
    ['PRESENT', { Y: 3, A: 2, S: 9 }, 'AGREED'],
    ['PRESENT', { Y: 2, A: 3 }, 'REJECTED'],
    ['PRESENT', { S: 5 }, 'REJECTED'],
  ])('on base %s of %j says %s', (base, numbers, expected) => {
    expect(outcome('simple-majority@1', { base }, numbers)).toBe(expected);
  });

  it('gives a tie to the chair’s consent, and only to that', () => {
    const votes = { Y: [...five, 'BKAmt'], N: ten.slice(4, 9) };
    expect(counted('simple-majority@1', { base: 'CAST' }, ballotOf(ten, votes, { chairSeat: 'BKAmt' }))).toMatchObject({
      outcome: 'AGREED',
      conditions: [
        { text: 'as-many-consents-as-objections', left: 5, right: 5, met: true },
        { text: 'consent-of-the-chair', left: 1, right: 1, met: true, seats: ['BKAmt'] },
      ],
    });
    expect(counted('simple-majority@1', { base: 'CAST' }, ballotOf(ten, votes, { chairSeat: 'BMG' })).outcome).toBe(
      'REJECTED',
    );
    expect(counted('simple-majority@1', { base: 'CAST' }, ballotOf(ten, votes, { chairSeat: 'ELSE' })).outcome).toBe(
      'REJECTED',
    );
    expect(counted('simple-majority@1', { base: 'CAST' }, ballotOf(ten, votes)).outcome).toBe('REJECTED');
    const present = { Y: 2, N: 1, A: 1 };
    expect(outcome('simple-majority@1', { base: 'PRESENT' }, present, { chairSeat: 'Y2' })).toBe('AGREED');
    expect(outcome('simple-majority@1', { base: 'PRESENT' }, present, { chairSeat: 'A1' })).toBe('REJECTED');
  });

  it('takes for present in a meeting who was there when the ballot opened', () => {
    const meeting = (present: readonly string[]): Partial<Ballot> => ({ mode: 'MEETING', present });
    expect(outcome('simple-majority@1', { base: 'PRESENT' }, { Y: 2, S: 3 }, meeting(words('Y1 Y2 S1')))).toBe(
      'AGREED',
    );
    expect(outcome('simple-majority@1', { base: 'PRESENT' }, { Y: 2, S: 3 }, meeting(words('Y1 Y2 S1 S2 S3')))).toBe(
      'REJECTED',
    );
    expect(outcome('simple-majority@1', { base: 'PRESENT' }, { Y: 2, S: 3 }, meeting(words('Y1 Y2 S1 S1 GUEST')))).toBe(
      'AGREED',
    );
    expect(outcome('simple-majority@1', { base: 'PRESENT' }, { S: 3 }, { mode: 'MEETING' })).toBe('REJECTED');
  });

  it('keeps a seat that is not concerned among the entitled', () => {
    expect(counted('simple-majority@1', { base: 'CAST' }, numbered({ Y: 2, C: 1, S: 1 })).tally).toEqual({
      E: 4,
      Y: 2,
      N: 0,
      A: 0,
      S: 1,
      V: 0,
      C: 1,
    });
  });
});

describe('absolute-majority@1', () => {
  it.each([
    [{ Y: 2, S: 2 }, 'REJECTED'],
    [{ Y: 3, N: 2 }, 'AGREED'],
    [{ Y: 2, A: 1, C: 1 }, 'REJECTED'],
    [{ Y: 1 }, 'AGREED'],
    [{}, 'REJECTED'],
  ])('of %j says %s', (numbers, expected) => {
    expect(outcome('absolute-majority@1', {}, numbers)).toBe(expected);
  });

  it('says how much is missing', () => {
    expect(counted('absolute-majority@1', {}, numbered({ Y: 2, S: 2 })).conditions).toEqual([
      {
        text: 'more-than-half-of-the-members',
        left: 4,
        right: 4,
        comparison: '>',
        met: false,
        shortBy: 1,
        seats: ['Y1', 'Y2'],
      },
    ]);
  });
});

describe('qualified-majority@1', () => {
  const twoThirds = (base: string): Record<string, unknown> => ({ num: 2, den: 3, base });

  it('needs exactly six of nine for two thirds', () => {
    expect(outcome('qualified-majority@1', twoThirds('CAST'), { Y: 6, N: 3 })).toBe('AGREED');
    expect(outcome('qualified-majority@1', twoThirds('CAST'), { Y: 5, N: 4 })).toBe('REJECTED');
    expect(outcome('qualified-majority@1', twoThirds('MEMBERS'), { Y: 6, S: 3 })).toBe('AGREED');
    expect(counted('qualified-majority@1', twoThirds('CAST'), numbered({ Y: 6, N: 3 })).conditions[1]).toEqual({
      text: 'share-of-the-votes-cast',
      left: 18,
      right: 18,
      comparison: '>=',
      met: true,
      shortBy: 0,
      seats: words('Y1 Y2 Y3 Y4 Y5 Y6'),
    });
  });

  it.each([
    ['CAST', { Y: 2, N: 1, A: 9, C: 2, S: 9 }, 'AGREED'],
    ['CAST', { Y: 2, N: 1, V: 1 }, 'REJECTED'],
    ['CAST', { A: 9, S: 1 }, 'REJECTED'],
    ['PRESENT', { Y: 2, A: 1, S: 9 }, 'AGREED'],
    ['PRESENT', { Y: 2, A: 1, C: 1 }, 'REJECTED'],
    ['PRESENT', { S: 9 }, 'REJECTED'],
    ['MEMBERS', { Y: 2, S: 1 }, 'AGREED'],
    ['MEMBERS', { Y: 2, S: 2 }, 'REJECTED'],
    ['MEMBERS', { Y: 2, C: 2 }, 'REJECTED'],
    ['MEMBERS', {}, 'REJECTED'],
  ])('on base %s of %j says %s', (base, numbers, expected) => {
    expect(outcome('qualified-majority@1', twoThirds(base), numbers)).toBe(expected);
  });

  it('needs twelve of the eighteen votes of the ministries', () => {
    const against = words('BMFTR BMZ BMWSB BMDS BPA BKM');
    const twelve = counted(
      'qualified-majority@1',
      twoThirds('CAST'),
      ballotOf(nineteen, { Y: nineteen.slice(0, 12), N: against }),
    );
    const eleven = counted(
      'qualified-majority@1',
      twoThirds('CAST'),
      ballotOf(nineteen, { Y: nineteen.slice(0, 11), N: against }),
    );
    expect([twelve.outcome, eleven.outcome]).toEqual(['AGREED', 'REJECTED']);
    expect(eleven.conditions[1]).toMatchObject({ left: 33, right: 34, shortBy: 1 });
  });
});

describe('staged-consensus@1', () => {
  const params = { attempts: 2, abstentionAllowed: true };

  it('asks for unanimity while attempts are left', () => {
    const first = counted('staged-consensus@1', params, numbered({ Y: 4, N: 3 }, { failedRounds: 1 }));
    expect(first.outcome).toBe('DISSENT');
    expect(first.decidedBy).toBeUndefined();
    expect(first.conditions[0]).toMatchObject({ text: 'attempts-left', left: 1, right: 2, comparison: '<', met: true });
    expect(outcome('staged-consensus@1', { attempts: 2, abstentionAllowed: false }, { Y: 1, A: 1 })).toBe('DISSENT');
    expect(outcome('staged-consensus@1', {}, { Y: 1, A: 1 }, { failedRounds: 1 })).toBe('AGREED');
    expect(outcome('staged-consensus@1', params, { Y: 2, C: 1 })).toBe('AGREED');
  });

  it('decides by simple majority afterwards, and says so', () => {
    const seats = words('AA BMI BMF BMG BMV BMZ BKM');
    const votes = { Y: seats.slice(0, 4), N: seats.slice(4) };
    expect(counted('staged-consensus@1', params, ballotOf(seats, votes, { failedRounds: 2 }))).toMatchObject({
      outcome: 'AGREED',
      decidedBy: 'simple-majority@1',
      objections: ['BKM', 'BMV', 'BMZ'],
    });
    expect(outcome('staged-consensus@1', params, { Y: 1, N: 1 }, { failedRounds: 2, chairSeat: 'Y1' })).toBe('AGREED');
    expect(outcome('staged-consensus@1', {}, { Y: 1, N: 2 }, { failedRounds: 3 })).toBe('REJECTED');
  });
});

describe('the registry', () => {
  it('does not count by a rule it does not know', () => {
    for (const rule of ['simple-majority', 'simple-majority@2', 'toString', '__proto__', 'constructor', '']) {
      expect(isRule(rule)).toBe(false);
      expect(count(rule, { base: 'CAST' }, numbered({ Y: 1 }))).toBeUndefined();
    }
  });

  it('does not count with parameters that do not fit', () => {
    const misfits: readonly (readonly [string, Record<string, unknown>])[] = [
      ['unanimous-express@1', { abstentionAllowed: 'yes' }],
      ['consensus-silence@1', { minExpress: -1 }],
      ['consensus-silence@1', { minExpress: 1.5 }],
      ['objection-threshold@1', {}],
      ['objection-threshold@1', { k: '2' }],
      ['simple-majority@1', { base: 'MEMBERS' }],
      ['simple-majority@1', Object.create({ base: 'CAST' }) as Record<string, unknown>],
      ['qualified-majority@1', { num: 2, den: 0, base: 'CAST' }],
      ['qualified-majority@1', { num: 2, den: Number.MAX_SAFE_INTEGER, base: 'CAST' }],
      ['qualified-majority@1', { num: 2, den: 3 }],
      ['staged-consensus@1', { attempts: 0 }],
    ];
    for (const [rule, params] of misfits) expect(count(rule, params, numbered({ Y: 1 }))).toBeUndefined();
    expect(fitsRule('absolute-majority@1', {})).toBe(true);
  });

  it('counts only eligible seats, each once, and no inherited name', () => {
    const ballot = ballotOf(['BMI', 'BMI', 'constructor'], { Y: ['BMI', 'GUEST'], N: ['OTHER'] });
    expect(counted('simple-majority@1', { base: 'CAST' }, ballot).tally).toEqual({
      E: 2,
      Y: 1,
      N: 0,
      A: 0,
      S: 1,
      V: 0,
      C: 0,
    });
  });

  it('tells which rules decide by majority or threshold', () => {
    expect(Object.keys(rules).filter(isMajority)).toEqual([
      'objection-threshold@1',
      'simple-majority@1',
      'absolute-majority@1',
      'qualified-majority@1',
    ]);
  });
});
