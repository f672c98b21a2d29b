import { parseRecord } from '#evidence';
import { codes, history, type History, verified } from './attacks.support.js';
import { bundleOf, checkpointOf, policies, sealed, type Sealing } from './bundle.support.js';

let past: History;
let log: readonly string[] = [];
/** Of so many records the first checkpoint tells. */
let half = 0;

beforeAll(async () => {
  past = await history();
  ({ log } = past);
  half = log.findIndex((record) => parseRecord(record).at > HALFTIME);
});

const HALFTIME = '2027-01-20T00:00:00Z';
/** Before the last records that the first checkpoint tells of. */
const SOON = '2027-01-12T00:00:00Z';
/** After records that the first checkpoint does not tell of: those look backdated. */
const LATE = '2027-02-20T00:00:00Z';
const END = '2027-03-18T12:00:00Z';
const SLOW = '1970-01-01T00:00:01Z';
const FAST = '9000-01-01T00:00:00Z';
const ANY = policies.witnessed.replace('group all 2', 'group all any');
const NONE = policies.witnessed.replace('quorum all', 'quorum none');

const clocks = (...times: readonly string[]): Sealing => ({ seenAt: times.map((time) => Date.parse(time) / 1_000) });

/** The log, with one checkpoint over its first half that witnesses saw at those times, and one at its end. */
async function seenAt(times: readonly string[], policy = policies.witnessed) {
  const first = await checkpointOf(log.slice(0, half), clocks(...times));
  const last = await checkpointOf(log, clocks(END, END, END));
  const entries = log.map((record) => ({ record }));
  return codes(verified(await bundleOf(entries, [first, last]), policy));
}

describe('a record that is older than what witnesses saw before it', () => {
  it.each([
    ['three honest ones', [LATE, LATE, LATE]],
    ['two honest ones', [LATE, LATE]],
    ['a rogue whose clock is slow', [SLOW, LATE, LATE]],
    ['a rogue whose clock is fast', [LATE, LATE, FAST]],
  ])('is found with %s', async (_who, times) => expect(await seenAt(times)).toEqual(['TIME_BEFORE_WITNESS']));

  it.each([
    ['two rogues of three are a quorum', [HALFTIME, LATE, HALFTIME]],
    ['one honest witness alone is no quorum beside a rogue', [SLOW, LATE]],
  ])('is not found where %s', async (_who, times) => expect(await seenAt(times)).toEqual([]));
});

describe('a record that is younger than when witnesses saw it', () => {
  it.each([
    ['three honest ones', [SOON, SOON, SOON]],
    ['a rogue whose clock is slow', [SLOW, SOON, SOON]],
    ['a rogue whose clock is fast', [SOON, SOON, FAST]],
  ])('is found with %s', async (_who, times) => expect(await seenAt(times)).toEqual(['TIME_AFTER_WITNESS']));

  it('is not found where two rogues of three are a quorum', async () =>
    expect(await seenAt([HALFTIME, SOON, HALFTIME])).toEqual([]));
});

describe('an honest record', () => {
  it.each([
    ['one slow clock of three', [SLOW, HALFTIME, HALFTIME], policies.witnessed],
    ['one fast clock of three', [FAST, HALFTIME, HALFTIME], policies.witnessed],
    ['one slow clock of two', [SLOW, HALFTIME], policies.witnessed],
    ['one fast clock of two', [FAST, HALFTIME], policies.witnessed],
    ['a clock that another one contradicts, each a quorum by itself', [SLOW, HALFTIME, FAST], ANY],
    ['a clock that another one contradicts, and no quorum is asked for', [SLOW, HALFTIME, FAST], NONE],
  ])('is not accused by %s', async (_whose, times, policy) => expect(await seenAt(times, policy)).toEqual([]));
});

describe('the time at which a log is told to have been seen', () => {
  it.each([
    ['of three honest ones lies between', [LATE, END, HALFTIME], policies.witnessed, LATE, LATE],
    ['of two honest ones spans theirs', [LATE, END], policies.witnessed, LATE, END],
    ['is not moved by a slow clock', [SLOW, LATE, END], policies.witnessed, LATE, LATE],
    ['is not moved by a fast clock', [LATE, END, FAST], policies.witnessed, END, END],
    ['spans all clocks where each is a quorum by itself', [FAST, SLOW, END], ANY, SLOW, FAST],
    ['spans all clocks where no quorum is asked for', [FAST, SLOW, END], NONE, SLOW, FAST],
  ])('%s', async (_what, times, policy, from, to) => {
    const [first, last] = [from, to].map((time) => new Date(time).toISOString());
    expect(verified(await sealed(log, clocks(...times)), policy).witnessed).toEqual({ first, last });
  });
});

describe('a deadline that passed in silence before the end of a log', () => {
  const YEAR_LATER = '2028-03-18T12:00:00Z';
  const silent = () => log.slice(0, past.at('FinalDecisionTaken'));

  it.each([
    ['is found by three honest clocks', [YEAR_LATER, YEAR_LATER, YEAR_LATER], ['DEADLINE_OMITTED']],
    ['is found though one clock is slow', [SLOW, YEAR_LATER, YEAR_LATER], ['DEADLINE_OMITTED']],
    ['is none by one fast clock alone', [FAST, END, END], []],
  ])('%s', async (_what, times, found) =>
    expect(codes(verified(await sealed(silent(), clocks(...times)), policies.witnessed))).toEqual(found),
  );
});
