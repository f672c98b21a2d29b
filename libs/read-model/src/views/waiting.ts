import { agreementWaitingOf, ENDING, type Waiting, waitingOf } from '#domain';
import type { DataSource } from 'typeorm';
import { headed, type Head, type HouseFilter, housesColumn, NEVER, visible } from './house.js';
import { paged } from './list.js';
import { type Folded, instant, integer, json, key, named, tableOf, text, type View } from './view.js';

/** Something that waits for a ministry. */
export interface WaitingRow extends Head {
  readonly ministry: string;
  readonly kind: Waiting['kind'];
  /** Exclusive end; the end of all days where nothing ends the waiting. */
  readonly dueAt: string;
  readonly content: Waiting;
}

const entity = tableOf<WaitingRow>('waiting', {
  stream: key(text),
  no: key(integer),
  ministry: text,
  kind: text,
  dueAt: named(instant, 'due_at'),
  title: text,
  houses: housesColumn,
  content: json,
});

const rowsOf = (folded: Folded, waiting: readonly Waiting[]): WaitingRow[] =>
  headed(
    folded,
    waiting.map((content) => {
      const { ministry, kind, dueAt = `${NEVER}T00:00:00.000Z` } = content;
      return { ministry, kind, dueAt, content };
    }),
  );

export const waitingView = {
  entity,
  keyedBy: 'stream',
  rowsOf: {
    matter: (folded) => rowsOf(folded, waitingOf(folded.state)),
    agreement: (folded) => rowsOf(folded, agreementWaitingOf(folded.state)),
  },
} satisfies View;

/** What waits for the ministry at `now`, the next one due first. */
export const findWaiting = (
  source: DataSource,
  filter: HouseFilter & { readonly now: string },
): Promise<WaitingRow[]> => {
  const { ministry, now, seenBy } = filter;
  const query = source
    .getRepository(entity)
    .createQueryBuilder('waiting')
    .where('waiting.ministry = :ministry', { ministry })
    .andWhere('(waiting.dueAt > :now OR waiting.kind <> ALL(:ending))', { now, ending: ENDING });
  return paged(visible(query, seenBy), ['dueAt', 'stream', 'no'], 'ASC', filter).getMany();
};
