import { type AgreementDeadline, agreementDeadlinesOf, deadlinesOf, type RunningDeadline } from '#domain';
import type { DataSource } from 'typeorm';
import { agreementView } from './agreement.js';
import { type ListFilter, paged, seenBy } from './list.js';
import { registerView } from './register.js';
import {
  day,
  type Folded,
  instant,
  integer,
  json,
  key,
  named,
  optional,
  tableOf,
  text,
  texts,
  type View,
} from './view.js';

type Deadline = RunningDeadline | AgreementDeadline;

/** A running deadline of a matter or an agreement. */
export interface DeadlineRow {
  readonly stream: string;
  /** Place in the list of the stream's deadlines, from 1. */
  readonly no: number;
  readonly matter: string | null;
  readonly agreement: string | null;
  readonly kind: string;
  /** Exclusive end. */
  readonly dueAt: string;
  readonly lastDay: string | null;
  /** The seat, level, duty or party it is about. */
  readonly subject: string | null;
  /** How the day was found, step by step. */
  readonly trace: readonly string[];
  /** The command with which a timer records that it has passed; null where only a right ends. */
  readonly timer: NonNullable<Deadline['timer']> | null;
}

const entity = tableOf<DeadlineRow>(
  'deadline',
  {
    stream: key(text),
    no: key(integer),
    matter: optional(text),
    agreement: optional(text),
    kind: text,
    dueAt: named(instant, 'due_at'),
    lastDay: optional(day, 'last_day'),
    subject: optional(text),
    trace: texts,
    timer: optional(json),
  },
  ['dueAt'],
);

const rowsOf = ({ kind: of, stream, id }: Folded, deadlines: readonly Deadline[]): DeadlineRow[] =>
  deadlines.map(({ kind, dueAt, lastDay, subject, trace, timer }, index) => ({
    stream,
    no: index + 1,
    kind,
    dueAt,
    matter: of === 'matter' ? id : null,
    agreement: of === 'agreement' ? id : null,
    lastDay: lastDay ?? null,
    subject: subject ?? null,
    trace: trace ?? [],
    timer: timer ?? null,
  }));

export const deadlineView = {
  entity,
  keyedBy: 'stream',
  rowsOf: {
    matter: (folded) => rowsOf(folded, deadlinesOf(folded.state)),
    agreement: (folded) => rowsOf(folded, agreementDeadlinesOf(folded.state)),
  },
} satisfies View;

/** Which deadlines; every field that is given narrows the answer. */
export interface DeadlineFilter extends ListFilter {
  readonly matter?: string;
  readonly kinds?: readonly string[];
  /** Due before this instant. */
  readonly before?: string;
}

const OF_EITHER = {
  classification: 'COALESCE(register.classification, agreement.classification)',
  houses: 'COALESCE(register.participants, agreement.houses)',
};

/** Running deadlines, the next one first. */
export const findDeadlines = (source: DataSource, filter: DeadlineFilter = {}): Promise<DeadlineRow[]> => {
  const { matter, kinds, before, seenBy: house } = filter;
  const query = source.getRepository(entity).createQueryBuilder('deadline');
  query.leftJoin(registerView.entity.options.name, 'register', 'register.matter = deadline.matter');
  query.leftJoin(agreementView.entity.options.name, 'agreement', 'agreement.agreement = deadline.agreement');
  if (matter !== undefined) query.andWhere('deadline.matter = :matter', { matter });
  if (kinds) query.andWhere('deadline.kind = ANY(:kinds)', { kinds });
  if (before !== undefined) query.andWhere('deadline.dueAt < :before', { before });
  seenBy(query, OF_EITHER, house);
  return paged(query, ['dueAt', 'stream', 'no'], 'ASC', filter).getMany();
};

/** Deadlines due at or before `now` that a timer has to record, in order of due instant. */
export const findDueTimers = (source: DataSource, now: string, limit = 500): Promise<DeadlineRow[]> =>
  source
    .getRepository(entity)
    .createQueryBuilder('deadline')
    .where('deadline.dueAt <= :now AND deadline.timer IS NOT NULL', { now })
    .orderBy('deadline.dueAt')
    .addOrderBy('deadline.stream')
    .addOrderBy('deadline.no')
    .limit(limit)
    .getMany();
