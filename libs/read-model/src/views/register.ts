import { deadlinesOf, type Matter } from '#domain';
import { Brackets, type DataSource, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import {
  type FoldedMatter,
  instant,
  integer,
  key,
  named,
  optional,
  type Page,
  pageOf,
  tableOf,
  text,
  texts,
  type View,
} from './view.js';

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
  /** Of the last established ballot. */
  readonly outcome: string | null;
  readonly origin: string | null;
  readonly decisionNo: string | null;
  readonly effect: string | null;
  /** The next deadline whose passing a timer records. */
  readonly nextDueAt: string | null;
  readonly nextDueKind: string | null;
  /** Houses that take part in any form, the lead included: they may see the matter whatever its classification. */
  readonly participants: readonly string[];
  readonly openedAt: string | null;
  readonly updatedAt: string;
}

const entity = tableOf<RegisterRow>(
  'register',
  {
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
    outcome: optional(text),
    origin: optional(text),
    decisionNo: optional(text, 'decision_no'),
    effect: optional(text),
    nextDueAt: optional(instant, 'next_due_at'),
    nextDueKind: optional(text, 'next_due_kind'),
    participants: texts,
    openedAt: optional(instant, 'opened_at'),
    updatedAt: named(instant, 'updated_at'),
  },
  ['updatedAt', 'nextDueAt'],
);

const outcomeOf = ({ rounds }: Matter): string | null =>
  rounds.findLast(({ result }) => result !== undefined)?.result?.outcome ?? null;

const participantsOf = ({ lead, participants }: Matter): readonly string[] =>
  [...new Set([lead, ...Object.values(participants).flat()])].sort();

const nextDue = (state: Matter) => {
  const next = deadlinesOf(state).find(({ timer }) => timer !== undefined);
  return { nextDueAt: next?.dueAt ?? null, nextDueKind: next?.kind ?? null };
};

const UNDECIDED = { origin: null, decisionNo: null, effect: null };

const decided = (decision: Matter['decision']) =>
  decision ? { origin: decision.origin, decisionNo: decision.decisionNo, effect: decision.effect } : UNDECIDED;

const rowOf = ({ id: matter, state, revision, at }: FoldedMatter): RegisterRow => {
  const { title, body, track, phase, lead, category, classification, current, ruleBook, decision, openedAt } = state;
  return {
    ...{ matter, revision, title, body, track, phase, lead, category, classification, version: current },
    ruleBook: ruleBook ? `${ruleBook.id}@${ruleBook.version}` : null,
    outcome: outcomeOf(state),
    ...decided(decision),
    ...nextDue(state),
    participants: participantsOf(state),
    openedAt: openedAt ?? null,
    updatedAt: at,
  };
};

export const registerView = { entity, keyedBy: 'id', rowsOf: { matter: (folded) => [rowOf(folded)] } } satisfies View;

/** Which matters; every field that is given narrows the answer. */
export interface RegisterFilter extends Page {
  readonly phases?: readonly string[];
  readonly body?: string;
  readonly track?: string;
  readonly lead?: string;
  /** A house that takes part in any form. */
  readonly participant?: string;
  /** House of the reader: of VS_NFD matters only those it takes part in. Absent: all, for those who may see all. */
  readonly seenBy?: string;
}

/** Leaves out what the house may not see; the expressions say where classification and houses stand. Source: model, section 8. */
export const seenBy = <T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { classification, houses }: { readonly classification: string; readonly houses: string },
  house?: string,
) =>
  house === undefined
    ? query
    : query.andWhere(
        new Brackets((either) =>
          either.where(`${classification} <> 'VS_NFD'`).orWhere(`:house = ANY(${houses})`, { house }),
        ),
      );

const OF_REGISTER = { classification: 'register.classification', houses: 'register.participants' };

/** Matters of the register, the one with the latest event first. */
export const findMatters = (source: DataSource, filter: RegisterFilter = {}): Promise<RegisterRow[]> => {
  const { phases, participant } = filter;
  const query = source.getRepository(entity).createQueryBuilder('register');
  for (const name of ['body', 'track', 'lead'] as const) {
    if (filter[name] !== undefined) query.andWhere(`register.${name} = :${name}`, { [name]: filter[name] });
  }
  if (phases) query.andWhere('register.phase = ANY(:phases)', { phases });
  if (participant !== undefined) query.andWhere(':participant = ANY(register.participants)', { participant });
  const { take, skip } = pageOf(filter);
  return seenBy(query, OF_REGISTER, filter.seenBy)
    .orderBy('register.updatedAt', 'DESC')
    .addOrderBy('register.matter')
    .limit(take)
    .offset(skip)
    .getMany();
};

/** The row of one matter, null if the register does not hold it. */
export const findMatter = (source: DataSource, matter: string): Promise<RegisterRow | null> =>
  source.getRepository(entity).findOneBy({ matter });
