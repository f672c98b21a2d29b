import type { Agreement, Matter } from '#domain';
import type { DataSource } from 'typeorm';
import type { HouseFilter } from './house.js';
import { type Folded, integer, key, tableOf, text, type View } from './view.js';

/** A ministry that has ever objected to something in the stream; what came of it the history tells. */
interface ObjectorRow {
  readonly stream: string;
  readonly no: number;
  readonly ministry: string;
}

const entity = tableOf<ObjectorRow>('objector', { stream: key(text), no: key(integer), ministry: text });

const inMatter = ({ rounds }: Matter): readonly string[] =>
  rounds.flatMap(({ votes, reservations, vetoedBy, modeObjectedBy }) => [
    ...votes.flatMap(({ seat, value }) => (value === 'OBJECTION' ? [seat] : [])),
    ...Object.keys(reservations).filter((seat) => ['CONFIRMED', 'LAPSED'].includes(reservations[seat]?.status ?? '')),
    ...[vetoedBy, modeObjectedBy].filter((seat) => seat !== undefined),
  ]);

const inAgreement = ({ refused }: Agreement): readonly string[] => refused;

const rowsOf = ({ stream }: Folded, ministries: readonly string[]): ObjectorRow[] =>
  [...new Set(ministries)].map((ministry, index) => ({ stream, ministry, no: index + 1 }));

export const objectorView = {
  entity,
  keyedBy: 'stream',
  rowsOf: {
    matter: (folded) => rowsOf(folded, inMatter(folded.state)),
    agreement: (folded) => rowsOf(folded, inAgreement(folded.state)),
  },
} satisfies View;

/** Streams in which the ministry has ever objected, in the order of their names. */
export const findObjected = async (source: DataSource, filter: HouseFilter): Promise<string[]> => {
  const { ministry, after: [after = ''] = [], limit = 100 } = filter;
  const rows = await source
    .getRepository(entity)
    .createQueryBuilder('objector')
    .where('objector.ministry = :ministry AND objector.stream > :after', { ministry, after })
    .orderBy('objector.stream')
    .limit(limit)
    .getMany();
  return rows.map(({ stream }) => stream);
};
