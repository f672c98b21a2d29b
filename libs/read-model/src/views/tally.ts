import { type Matter, type Round, tallyOf } from '#domain';
import type { DataSource } from 'typeorm';
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

const entity = tableOf<TallyRow>(
  'tally',
  {
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
    eligible: texts,
  },
  ['endedAt'],
);

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

/**
 * Matters that may have had a running round at the instant, for questions as of then: what is running now or ended
 * later. A round that was extended after its end counts as running in between; the history tells.
 */
export const mattersWithOpenRoundAt = async (source: DataSource, at: string): Promise<string[]> => {
  const rows = await source
    .getRepository(entity)
    .createQueryBuilder('tally')
    .select('DISTINCT tally.matter', 'matter')
    .where('tally.opened_at <= :at AND (tally.ended_at IS NULL OR tally.ended_at > :at)', { at })
    .orderBy('1')
    .getRawMany<{ matter: string }>();
  return rows.map(({ matter }) => matter);
};
