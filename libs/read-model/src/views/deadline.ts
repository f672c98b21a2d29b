import { deadlinesOf, type RunningDeadline } from '#domain';
import type { DataSource } from 'typeorm';
import { registerView, seenBy } from './register.js';
import {
  day,
  type FoldedMatter,
  instant,
  integer,
  json,
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

/** A running deadline of a matter. */
export interface DeadlineRow {
  readonly matter: string;
  /** Place in the list of the matter's deadlines, from 1. */
  readonly no: number;
  readonly kind: string;
  /** Exclusive end. */
  readonly dueAt: string;
  readonly lastDay: string | null;
  /** The seat, level or duty it is about. */
  readonly subject: string | null;
  /** How the day was found, step by step. */
  readonly trace: readonly string[];
  /** The command with which a timer records that it has passed; null where only a right ends. */
  readonly timer: NonNullable<RunningDeadline['timer']> | null;
}

const entity = tableOf<DeadlineRow>(
  'deadline',
  {
    matter: key(text),
    no: key(integer),
    kind: text,
    dueAt: named(instant, 'due_at'),
    lastDay: optional(day, 'last_day'),
    subject: optional(text),
    trace: texts,
    timer: optional(json),
  },
  ['dueAt'],
);

const rowsOf = ({ matter, state }: FoldedMatter): DeadlineRow[] =>
  deadlinesOf(state).map(({ kind, dueAt, lastDay, subject, trace, timer }, index) => ({
    ...{ matter, no: index + 1, kind, dueAt },
    lastDay: lastDay ?? null,
    subject: subject ?? null,
    trace: trace ?? [],
    timer: timer ?? null,
  }));

export const deadlineView = { entity, rowsOf } satisfies View;

/** Which deadlines; every field that is given narrows the answer. */
export interface DeadlineFilter extends Page {
  readonly matter?: string;
  readonly kinds?: readonly string[];
  /** Due before this instant. */
  readonly before?: string;
  /** As in RegisterFilter. */
  readonly seenBy?: string;
}

/** Running deadlines, the next one first. */
export const findDeadlines = (source: DataSource, filter: DeadlineFilter = {}): Promise<DeadlineRow[]> => {
  const { matter, kinds, before, seenBy: house } = filter;
  const query = source.getRepository(entity).createQueryBuilder('deadline');
  query.innerJoin(registerView.entity.options.name, 'register', 'register.matter = deadline.matter');
  if (matter !== undefined) query.andWhere('deadline.matter = :matter', { matter });
  if (kinds) query.andWhere('deadline.kind = ANY(:kinds)', { kinds });
  if (before !== undefined) query.andWhere('deadline.dueAt < :before', { before });
  const { take, skip } = pageOf(filter);
  return seenBy(query, 'register', house)
    .orderBy('deadline.dueAt')
    .addOrderBy('deadline.matter')
    .addOrderBy('deadline.no')
    .limit(take)
    .offset(skip)
    .getMany();
};

/** Deadlines due at or before `now` that a timer has to record, in order of due instant. */
export const findDueTimers = (source: DataSource, now: string, limit = 500): Promise<DeadlineRow[]> =>
  source
    .getRepository(entity)
    .createQueryBuilder('deadline')
    .where('deadline.dueAt <= :now AND deadline.timer IS NOT NULL', { now })
    .orderBy('deadline.dueAt')
    .addOrderBy('deadline.matter')
    .addOrderBy('deadline.no')
    .limit(limit)
    .getMany();
