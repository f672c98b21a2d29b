import type { Ballot } from './ballot.js';
import { isRule, type RuleId } from './rules.js';

/** What a seat that does not answer brings about under a counting rule. Source: model, section 4.3. */
export type VoteSilence = 'DEEMED_CONSENT' | 'NO_RESULT' | 'NOT_COUNTED' | 'COUNTS_AGAINST' | 'NO_OBJECTION';

type Params = Readonly<Record<string, unknown>>;
/** `isPresent` is false for a seat outside the meeting in which the ballot takes place. */
type Course = Pick<Ballot, 'mode' | 'failedRounds'> & { readonly isPresent: boolean };

/** Of the present, silence lowers the share; in writing only those who vote are present. */
const againstBase = ({ base }: Params, { mode, isPresent }: Course): VoteSilence => {
  if (base === 'MEMBERS') return 'COUNTS_AGAINST';
  return base === 'PRESENT' && mode === 'MEETING' && isPresent ? 'COUNTS_AGAINST' : 'NOT_COUNTED';
};

const ATTEMPTS = 2;

const silences: { readonly [R in RuleId]: (params: Params, course: Course) => VoteSilence } = {
  'unanimous-express@1': () => 'NO_RESULT',
  'consensus-silence@1': () => 'DEEMED_CONSENT',
  'objection-threshold@1': () => 'NO_OBJECTION',
  'simple-majority@1': againstBase,
  'absolute-majority@1': () => 'COUNTS_AGAINST',
  'qualified-majority@1': againstBase,
  'staged-consensus@1': ({ attempts }, { failedRounds }) =>
    failedRounds < Number(attempts ?? ATTEMPTS) ? 'NO_RESULT' : 'NOT_COUNTED',
};

/** What silence brings about under a released rule; under another one nothing can be said but that it is not counted. */
export const silenceUnder = (rule: string, params: Params, course: Course): VoteSilence =>
  isRule(rule) ? silences[rule](params, course) : 'NOT_COUNTED';
