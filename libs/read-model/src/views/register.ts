import { deadlinesOf, type Matter } from '#domain';
import type { DataSource } from 'typeorm';
import { findNarrowed, type Register, type RegisterFilter } from './narrowed.js';
import { type FoldedMatter, instant, integer, key, named, optional, tableOf, text, texts, type View } from './view.js';

/** One matter as the register shows it. */
export interface RegisterRow {
  readonly matter: string;
  /** Revision of the last event that is contained. */
  readonly revision: number;
  readonly title: string;
  readonly body: string;
  readonly track: string;
  readonly phase: string;
  readonly lead: string;
  readonly category: string;
  readonly classification: string;
  readonly version: number;
  /** `ID@version`, from the opening of the procedure. */
  readonly ruleBook: string | null;
  /** Counting rule and outcome of the last established ballot. */
  readonly rule: string | null;
  readonly outcome: string | null;
  readonly origin: string | null;
  readonly decisionNo: string | null;
  readonly effect: string | null;
  readonly fileReference: string | null;
  /** The next deadline whose passing a timer records. */
  readonly nextDueAt: string | null;
  readonly nextDueKind: string | null;
  /** Houses that take part in any form, the lead included: they may see the matter whatever its classification. */
  readonly participants: readonly string[];
  /** Entry of the first event. */
  readonly begunAt: string;
  readonly openedAt: string | null;
  readonly updatedAt: string;
}

const entity = tableOf<RegisterRow>('register', {
  matter: key(text),
  revision: integer,
  title: text,
  body: text,
  track: text,
  phase: text,
  lead: text,
  category: text,
  classification: text,
  version: integer,
  ruleBook: optional(text, 'rule_book'),
  rule: optional(text),
  outcome: optional(text),
  origin: optional(text),
  decisionNo: optional(text, 'decision_no'),
  effect: optional(text),
  fileReference: optional(text, 'file_reference'),
  nextDueAt: optional(instant, 'next_due_at'),
  nextDueKind: optional(text, 'next_due_kind'),
  participants: texts,
  begunAt: named(instant, 'begun_at'),
  openedAt: optional(instant, 'opened_at'),
  updatedAt: named(instant, 'updated_at'),
});

/** Of the last established ballot. */
export const resultOf = ({ rounds }: Matter) => {
  const result = rounds.findLast((round) => round.result !== undefined)?.result;
  return { rule: result?.rule ?? null, outcome: result?.outcome ?? null };
};

export const bookNameOf = ({ ruleBook }: Matter): string | null =>
  ruleBook ? `${ruleBook.id}@${ruleBook.version}` : null;

export const participantsOf = ({ lead, participants }: Matter): readonly string[] => {
  const houses = new Set([lead]);
  for (const codes of Object.values(participants)) for (const code of codes) houses.add(code);
  return [...houses].sort();
};

const nextDue = (state: Matter) => {
  const next = deadlinesOf(state).find(({ timer }) => timer !== undefined);
  return { nextDueAt: next?.dueAt ?? null, nextDueKind: next?.kind ?? null };
};

const UNDECIDED = { origin: null, decisionNo: null, effect: null };

// One literal, and no spreads in it: a rebuild makes millions of these.
const rowOf = ({ id: matter, state, revision, begunAt, at }: FoldedMatter): RegisterRow => {
  const { title, body, track, phase, lead, category, classification, current, decision, openedAt } = state;
  const { rule, outcome } = resultOf(state);
  const { origin, decisionNo, effect } = decision ?? UNDECIDED;
  const { nextDueAt, nextDueKind } = nextDue(state);
  return {
    matter,
    revision,
    title,
    body,
    track,
    phase,
    lead,
    category,
    classification,
    version: current,
    ruleBook: bookNameOf(state),
    rule,
    outcome,
    origin,
    decisionNo,
    effect,
    fileReference: state.fileReference ?? null,
    nextDueAt,
    nextDueKind,
    participants: participantsOf(state),
    begunAt,
    openedAt: openedAt ?? null,
    updatedAt: at,
  };
};

export const registerView = { entity, keyedBy: 'id', rowsOf: { matter: (folded) => [rowOf(folded)] } } satisfies View;

/** Which matters; every field that is given narrows the answer. Ordered by the first entry. */
export interface MatterFilter extends RegisterFilter {
  readonly body?: string;
  readonly lead?: string;
  readonly track?: string;
  /** Counting rule of the last established ballot. */
  readonly rule?: string;
  /** `ID` for every version, or `ID@version`. */
  readonly ruleBook?: string;
  readonly outcome?: string;
}

/** As indexed by the migrations; houses stand for themselves. */
const FACETS = `participants || ARRAY['lead:' || lead, 'body:' || body, 'track:' || track, 'phase:' || phase,
  'classification:' || classification, 'outcome:' || outcome, 'rule:' || rule,
  'book:' || rule_book, 'book:' || split_part(rule_book, '@', 1)]`;

const REGISTER: Register<RegisterRow> = {
  ...{ entity, order: ['begunAt', 'matter'], words: 'matter_words', houses: 'participants', facets: FACETS },
};

/** A rule book in one version, or in all. */
export const ofRuleBook = (alias: string, ruleBook: string | undefined) => {
  if (ruleBook === undefined) return {};
  const column = ruleBook.includes('@') ? `${alias}.rule_book` : `split_part(${alias}.rule_book, '@', 1)`;
  return { facets: [`book:${ruleBook}`], conditions: [{ sql: `${column} = :ruleBook`, parameters: { ruleBook } }] };
};

/** Matters that match, the one begun last first. */
export const findMatters = (source: DataSource, filter: MatterFilter = {}): Promise<RegisterRow[]> => {
  const { phase, classification, body, lead, track, rule, ruleBook, outcome } = filter;
  const columns = { phase, classification, body, lead, track, rule, outcome };
  return findNarrowed(source, REGISTER, filter, { columns, ...ofRuleBook('register', ruleBook) });
};

/** The row of one matter, null if the register does not hold it. */
export const findMatter = (source: DataSource, matter: string): Promise<RegisterRow | null> =>
  source.getRepository(entity).findOneBy({ matter });
