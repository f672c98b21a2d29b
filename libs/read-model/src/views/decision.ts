import type { Decision, Matter } from '#domain';
import type { DataSource } from 'typeorm';
import { findNarrowed, type Register, type RegisterFilter } from './narrowed.js';
import { bookNameOf, ofRuleBook, participantsOf, resultOf } from './register.js';
import {
  day,
  type FoldedMatter,
  instant,
  integer,
  key,
  named,
  optional,
  tableOf,
  text,
  texts,
  type View,
} from './view.js';

/** A decision as the register shows it; a matter whose decision was superseded or voided has several. */
export interface DecisionRow {
  readonly matter: string;
  /** Place among the decisions of the matter, from 1. */
  readonly no: number;
  readonly decisionNo: string;
  readonly title: string;
  readonly body: string;
  readonly track: string;
  readonly phase: string;
  readonly lead: string;
  readonly classification: string;
  readonly ruleBook: string | null;
  /** Counting rule and outcome of the last established ballot of the matter. */
  readonly rule: string | null;
  readonly outcome: string | null;
  readonly origin: string;
  readonly bindingness: string;
  readonly effect: string;
  readonly enactedAt: string;
  readonly effectiveFrom: string;
  readonly validUntil: string | null;
  /** First day without effect. */
  readonly endedOn: string | null;
  readonly binds: readonly string[];
  readonly dissenting: readonly string[];
  /** Houses that take part in any form. */
  readonly participants: readonly string[];
}

const entity = tableOf<DecisionRow>('decision', {
  matter: key(text),
  no: key(integer),
  decisionNo: named(text, 'decision_no'),
  title: text,
  body: text,
  track: text,
  phase: text,
  lead: text,
  classification: text,
  ruleBook: optional(text, 'rule_book'),
  rule: optional(text),
  outcome: optional(text),
  origin: text,
  bindingness: text,
  effect: text,
  enactedAt: named(instant, 'enacted_at'),
  effectiveFrom: named(day, 'effective_from'),
  validUntil: optional(day, 'valid_until'),
  endedOn: optional(day, 'ended_on'),
  binds: texts,
  dissenting: texts,
  participants: texts,
});

// One literal, as in the register.
const rowOf = (matter: string, state: Matter, decision: Decision, no: number): DecisionRow => {
  const { title, body, track, phase, lead, classification } = state;
  const { decisionNo, origin, bindingness, effect, enactedAt, effectiveFrom, binds, dissenting } = decision;
  const { rule, outcome } = resultOf(state);
  return {
    matter,
    no,
    decisionNo,
    title,
    body,
    track,
    phase,
    lead,
    classification,
    ruleBook: bookNameOf(state),
    rule,
    outcome,
    origin,
    bindingness,
    effect,
    enactedAt,
    effectiveFrom,
    binds,
    dissenting,
    validUntil: decision.validUntil ?? null,
    endedOn: decision.endedOn ?? null,
    participants: participantsOf(state),
  };
};

const rowsOf = ({ id, state }: FoldedMatter): DecisionRow[] =>
  [...state.formerDecisions, ...(state.decision ? [state.decision] : [])].map((decision, index) =>
    rowOf(id, state, decision, index + 1),
  );

export const decisionView = { entity, keyedBy: 'id', rowsOf: { matter: rowsOf } } satisfies View;

/** Which decisions; every field that is given narrows the answer. Ordered by the instant of enactment. */
export interface DecisionFilter extends RegisterFilter {
  readonly body?: string;
  readonly lead?: string;
  readonly track?: string;
  readonly rule?: string;
  /** `ID` for every version, or `ID@version`. */
  readonly ruleBook?: string;
  readonly outcome?: string;
  readonly origin?: string;
  readonly effect?: string;
  /** In force on this day. */
  readonly on?: string;
}

/** As indexed by the migrations; houses stand for themselves. */
const FACETS = `participants || ARRAY['lead:' || lead, 'body:' || body, 'track:' || track, 'phase:' || phase,
  'classification:' || classification, 'outcome:' || outcome, 'rule:' || rule,
  'book:' || rule_book, 'book:' || split_part(rule_book, '@', 1), 'origin:' || origin, 'effect:' || effect]`;

const REGISTER: Register<DecisionRow> = {
  ...{ entity, order: ['enactedAt', 'matter', 'no'], words: 'matter_words', houses: 'participants', facets: FACETS },
};

const IN_FORCE = `decision.effective_from <= :on AND (decision.valid_until IS NULL OR decision.valid_until >= :on)
  AND (decision.ended_on IS NULL OR decision.ended_on > :on) AND decision.effect <> 'SUSPENDED'`;

/** Decisions that match, the one enacted last first. */
export const findDecisions = (source: DataSource, filter: DecisionFilter = {}): Promise<DecisionRow[]> => {
  const { phase, classification, body, lead, track, rule, ruleBook, outcome, origin, effect, on } = filter;
  const columns = { phase, classification, body, lead, track, rule, outcome, origin, effect };
  const { conditions = [], ...facets } = ofRuleBook('decision', ruleBook);
  const inForce = on === undefined ? [] : [{ sql: IN_FORCE, parameters: { on } }];
  return findNarrowed(source, REGISTER, filter, { columns, ...facets, conditions: [...conditions, ...inForce] });
};
