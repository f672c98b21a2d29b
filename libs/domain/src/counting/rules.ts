import { absoluteMajorityV1 } from './absolute-majority.v1.js';
import type { Ballot, Count, CountingRule } from './ballot.js';
import { consensusSilenceV1 } from './consensus-silence.v1.js';
import { objectionThresholdV1 } from './objection-threshold.v1.js';
import { qualifiedMajorityV1 } from './qualified-majority.v1.js';
import { simpleMajorityV1 } from './simple-majority.v1.js';
import { stagedConsensusV1 } from './staged-consensus.v1.js';
import { unanimousExpressV1 } from './unanimous-express.v1.js';

/** Every released counting rule by the id that rule books name. */
export const rules = {
  'unanimous-express@1': unanimousExpressV1,
  'consensus-silence@1': consensusSilenceV1,
  'objection-threshold@1': objectionThresholdV1,
  'simple-majority@1': simpleMajorityV1,
  'absolute-majority@1': absoluteMajorityV1,
  'qualified-majority@1': qualifiedMajorityV1,
  'staged-consensus@1': stagedConsensusV1,
} as const satisfies Record<string, CountingRule<never>>;

export type RuleId = keyof typeof rules;

type Check = (value: unknown) => boolean;
type ParamsOf<R extends RuleId> = Parameters<(typeof rules)[R]>[1];

const flag: Check = (value) => typeof value === 'boolean';
/** Small enough that a product with any number of seats is exact. */
const integerFrom =
  (min: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= 1_000_000_000;
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** What the parameters of each rule must be; those with a default may be absent. */
const PARAMS: { readonly [R in RuleId]: { readonly [K in keyof ParamsOf<R>]-?: Check } } = {
  'unanimous-express@1': { abstentionAllowed: optional(flag) },
  'consensus-silence@1': { minExpress: optional(integerFrom(0)), abstentionAllowed: optional(flag) },
  'objection-threshold@1': { k: integerFrom(0) },
  'simple-majority@1': { base: oneOf('CAST', 'PRESENT') },
  'absolute-majority@1': {},
  'qualified-majority@1': { num: integerFrom(1), den: integerFrom(1), base: oneOf('CAST', 'PRESENT', 'MEMBERS') },
  'staged-consensus@1': { attempts: optional(integerFrom(1)), abstentionAllowed: optional(flag) },
};

/** Whether the id names a released rule. */
export const isRule = (rule: string): rule is RuleId => Object.hasOwn(rules, rule);

/** Whether the rule can count with these parameters; parameters it does not know are ignored. */
export const fitsRule = (rule: RuleId, params: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(PARAMS[rule]).every(([name, check]) => check(Object.hasOwn(params, name) ? params[name] : undefined));

/** Counts a ballot; undefined for an unknown rule or parameters that do not fit it. Same result in any order of seats. */
export function count(rule: string, params: Readonly<Record<string, unknown>>, ballot: Ballot): Count | undefined {
  if (!isRule(rule) || !fitsRule(rule, params)) return undefined;
  return (rules[rule] as CountingRule<object>)(ballot, params);
}

/** Whether a majority or a threshold decides under this id, given `decidedBy ?? rule`: then the origin is MAJORITY. */
export const isMajority = (rule: string): boolean => /-(?:majority|threshold)@\d+$/.test(rule);
