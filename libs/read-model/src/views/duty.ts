import { agreementDutiesOf, dutiesOf, type Obligation } from '#domain';
import type { DataSource } from 'typeorm';
import { headed, type Head, type HouseFilter, housesColumn, NEVER, visible } from './house.js';
import { paged } from './list.js';
import { day, type Folded, integer, json, key, tableOf, text, type View } from './view.js';

/** A duty that a decision set, or a measure under an agreement, with the ministry that has to do it. */
export interface DutyRow extends Head {
  readonly ministry: string;
  /** As recorded: what is open after its day is overdue. */
  readonly status: string;
  readonly due: string;
  readonly content: Obligation;
}

const entity = tableOf<DutyRow>('duty', {
  stream: key(text),
  no: key(integer),
  ministry: text,
  status: text,
  due: day,
  title: text,
  houses: housesColumn,
  content: json,
});

const rowsOf = (folded: Folded, duties: readonly Obligation[]): DutyRow[] =>
  headed(
    folded,
    duties.map((content) => {
      const { accountable: ministry = '', status = 'OPEN', due = NEVER } = content;
      return { ministry, status, due, content };
    }),
  );

export const dutyView = {
  entity,
  keyedBy: 'stream',
  rowsOf: {
    matter: (folded) => rowsOf(folded, dutiesOf(folded.state)),
    agreement: (folded) => rowsOf(folded, agreementDutiesOf(folded.state)),
  },
} satisfies View;

/** Which duties of a ministry; `status` is that of the day `today`. */
export interface DutyFilter extends HouseFilter {
  readonly status?: string;
  readonly today: string;
}

const STATUS_ON = "CASE WHEN duty.status = 'OPEN' AND duty.due < :today THEN 'OVERDUE' ELSE duty.status END";

/** Duties of the ministry, the one due first first. */
export const findDuties = (source: DataSource, filter: DutyFilter): Promise<DutyRow[]> => {
  const { ministry, status, today, seenBy } = filter;
  const query = source
    .getRepository(entity)
    .createQueryBuilder('duty')
    .where('duty.ministry = :ministry', { ministry });
  if (status !== undefined) query.andWhere(`${STATUS_ON} = :status`, { status, today });
  return paged(visible(query, seenBy), ['due', 'stream', 'no'], 'ASC', filter).getMany();
};
