import { count } from './rules.js';
import { silenceUnder } from './silence.js';

const written = { mode: 'WRITTEN', failedRounds: 0, isPresent: true } as const;
const meeting = { ...written, mode: 'MEETING' } as const;

describe('silence in a ballot', () => {
  it.each([
    ['consensus-silence@1', {}, written, 'DEEMED_CONSENT'],
    ['unanimous-express@1', {}, written, 'NO_RESULT'],
    ['objection-threshold@1', { k: 1 }, written, 'NO_OBJECTION'],
    ['absolute-majority@1', {}, written, 'COUNTS_AGAINST'],
    ['simple-majority@1', { base: 'CAST' }, meeting, 'NOT_COUNTED'],
    ['simple-majority@1', { base: 'PRESENT' }, meeting, 'COUNTS_AGAINST'],
    ['simple-majority@1', { base: 'PRESENT' }, written, 'NOT_COUNTED'],
    ['simple-majority@1', { base: 'PRESENT' }, { ...meeting, isPresent: false }, 'NOT_COUNTED'],
    ['qualified-majority@1', { num: 2, den: 3, base: 'MEMBERS' }, written, 'COUNTS_AGAINST'],
    ['qualified-majority@1', { num: 2, den: 3, base: 'CAST' }, meeting, 'NOT_COUNTED'],
    ['staged-consensus@1', {}, { ...written, failedRounds: 1 }, 'NO_RESULT'],
    ['staged-consensus@1', {}, { ...written, failedRounds: 2 }, 'NOT_COUNTED'],
    ['staged-consensus@1', { attempts: 3 }, { ...written, failedRounds: 2 }, 'NO_RESULT'],
    ['no-such-rule@1', {}, written, 'NOT_COUNTED'],
  ] as const)('under %s with %j is what the rule makes of it', (rule, params, course, expected) => {
    expect(silenceUnder(rule, params, course)).toBe(expected);
  });

  it('is deemed consent exactly where counting deems', () => {
    const ballot = { eligible: ['A', 'B', 'C'], positions: { A: 'Y', B: 'Y' }, lead: 'A', ...written } as const;
    const deeming = ['consensus-silence@1', 'unanimous-express@1', 'objection-threshold@1', 'absolute-majority@1'];
    for (const rule of deeming) {
      const isDeemed = count(rule, { k: 1 }, ballot)?.deemed.includes('C');
      expect(silenceUnder(rule, { k: 1 }, written) === 'DEEMED_CONSENT').toBe(isDeemed);
    }
  });
});
