import { type Matter, type Round, tallyOf } from '#domain';
import type { DataSource } from 'typeorm';
import type { HouseFilter } from './house.js';
import { paged, seenBy } from './list.js';
import { registerView } from './register.js';
import { type FoldedMatter, instant, integer, key, named, optional, tableOf, text, texts, type View } from './view.js';

/** The count of one round: of the effective votes, once established of the result. */
export interface TallyRow {
  readonly matter: string;
  readonly round: string;
  readonly no: number;
  readonly mode: string;
  readonly rule: string;
  readonly E: number;
  readonly Y: number;
  readonly N: number;
  readonly A: number;
  readonly S: number;
  readonly V: number;
  readonly C: number;
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly endedAt: string | null;
  readonly dueAt: string | null;
  readonly eligible: readonly string[];
}

const entity = tableOf<TallyRow>('tally', {
  matter: key(text),
  round: key(text),
  no: integer,
  mode: text,
  rule: text,
  E: named(integer, 'entitled'),
  Y: named(integer, 'yes'),
  N: named(integer, 'no_votes'),
  A: named(integer, 'abstained'),
  S: named(integer, 'silent'),
  V: named(integer, 'lapsed'),
  C: named(integer, 'not_concerned'),
  outcome: optional(text),
  openedAt: named(instant, 'opened_at'),
  endedAt: optional(instant, 'ended_at'),
  dueAt: optional(instant, 'due_at'),
  // Found by `@>` through an index that TypeORM cannot express; the migration makes it.
  eligible: texts,
});

/** Once a result is established, it says what was counted; recounting it is the auditor's work. */
const countOf = (state: Matter, { id, result }: Round) => (result ? result.tally : tallyOf(state, id));

const rowsOf = ({ id: matter, state }: FoldedMatter): TallyRow[] =>
  state.rounds.flatMap((round) => {
    const count = countOf(state, round);
    if (!count) return [];
    const { id, no, mode, rule, openedAt, endedAt, dueAt, eligible, result } = round;
    const { E, Y, N, A, S, V, C } = count;
    return [
      {
        ...{ matter, round: id, no, mode, rule, E, Y, N, A, S, V, C, openedAt, eligible },
        outcome: result?.outcome ?? null,
        endedAt: endedAt ?? null,
        dueAt: dueAt ?? null,
      },
    ];
  });

export const tallyView = { entity, keyedBy: 'id', rowsOf: { matter: rowsOf } } satisfies View;

/** The count of one round, null if there is no such round. */
export const findTally = (source: DataSource, matter: string, round: string): Promise<TallyRow | null> =>
  source.getRepository(entity).findOneBy({ matter, round });

/** Which rounds: those in which the ministry is entitled to vote, opened up to the instant. */
export interface RoundFilter extends HouseFilter {
  readonly at: string;
}

/** Rounds in which the ministry is entitled to vote, the one opened last first. */
export const findRounds = (source: DataSource, filter: RoundFilter): Promise<TallyRow[]> => {
  const { ministry, at } = filter;
  const query = source
    .getRepository(entity)
    .createQueryBuilder('tally')
    .leftJoin(registerView.entity.options.name, 'register', 'register.matter = tally.matter')
    .where('tally.eligible @> ARRAY[:ministry]::text[] AND tally.openedAt <= :at', { ministry, at });
  const houses = 'register.participants';
  seenBy(query, { classification: 'register.classification', houses }, filter.seenBy);
  return paged(query, ['openedAt', 'matter', 'no'], 'DESC', filter).getMany();
};
