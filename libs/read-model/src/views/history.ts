import type { DataSource } from 'typeorm';
import { instant, integer, key, tableOf, text } from './view.js';

/** One event of a matter, without its payload. */
export interface HistoryRow {
  readonly matter: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  /** House and function of the actor. */
  readonly org: string;
  readonly role: string;
  readonly position: string;
}

export const historyEntity = tableOf<HistoryRow>('history', {
  matter: key(text),
  revision: key(integer),
  type: text,
  at: instant,
  org: text,
  role: text,
  position: text,
});

/** Events of the matter in order of recording, up to the instant if one is given; empty for an unknown matter. */
export const findHistory = (source: DataSource, matter: string, asOf?: string): Promise<HistoryRow[]> => {
  const query = source.getRepository(historyEntity).createQueryBuilder('history');
  query.where('history.matter = :matter', { matter });
  if (asOf !== undefined) query.andWhere('history.at <= :asOf', { asOf });
  return query.orderBy('history.revision').getMany();
};
