import { waitingOf } from '#domain';
import type { DataSource } from 'typeorm';
import { type FoldedMatter, instant, key, named, optional, tableOf, text, type View } from './view.js';

/** A vote that is still open for a ministry. */
export interface WaitingRow {
  readonly ministry: string;
  readonly matter: string;
  readonly round: string;
  /** Null for a round in a meeting. */
  readonly dueAt: string | null;
}

const entity = tableOf<WaitingRow>(
  'waiting',
  {
    matter: key(text),
    round: key(text),
    ministry: key(text),
    dueAt: optional(named(instant, 'due_at'), 'due_at'),
  },
  ['ministry'],
);

const rowsOf = ({ id: matter, state }: FoldedMatter): WaitingRow[] =>
  waitingOf(state).map(({ ministry, round, dueAt }) => ({ ministry, matter, round, dueAt: dueAt ?? null }));

export const waitingView = { entity, keyedBy: 'id', rowsOf: { matter: rowsOf } } satisfies View;

/** Votes still open for the ministry, the next one due first. */
export const findWaiting = (source: DataSource, ministry: string): Promise<WaitingRow[]> =>
  source
    .getRepository(entity)
    .createQueryBuilder('waiting')
    .where('waiting.ministry = :ministry', { ministry })
    .orderBy('waiting.dueAt', 'ASC', 'NULLS LAST')
    .addOrderBy('waiting.matter')
    .getMany();
