import type { DataSource } from 'typeorm';
import type { HouseFilter } from './house.js';

/** What the reader's house ($6, null for those who may see all) may see of rows that name their houses. Source: model, section 8. */
const seen = (houses: string): string =>
  `($6::text IS NULL OR classification <> 'VS_NFD' OR ${houses} @> ARRAY[$6]::text[])`;

/**
 * Streams in which the ministry takes or took part, or owes something. Each part stops at the limit by itself, so that no
 * more is read than what a page needs. Names of the two kinds never mix in the order: kind comes first.
 */
const CONCERNED = `
  SELECT stream FROM (
    (SELECT 'agreement-' || agreement AS stream FROM read.agreement
     WHERE houses @> ARRAY[$1]::text[] AND agreement > $4 AND ${seen('houses')} ORDER BY agreement LIMIT $3)
    UNION
    (SELECT 'matter-' || matter FROM read.register
     WHERE participants @> ARRAY[$1]::text[] AND matter > $5 AND ${seen('participants')} ORDER BY matter LIMIT $3)
    UNION
    (SELECT DISTINCT stream FROM read.duty
     WHERE ministry = $1 AND stream > $2 AND ($6::text IS NULL OR houses IS NULL OR $6 = ANY(houses))
     ORDER BY stream LIMIT $3)
  ) AS concerned ORDER BY stream LIMIT $3`;

/** Where streams of the kind go on behind the one named: null where all of them come before it. */
const behind = (kind: string, after: string): string | null => {
  if (after.startsWith(`${kind}-`)) return after.slice(kind.length + 1);
  return after < kind ? '' : null;
};

/** Streams that may ever have bound or awaited the ministry, in the order of their names. */
export const findConcerned = async (
  source: DataSource,
  { ministry, after: [last = ''] = [], limit = 100, seenBy }: HouseFilter,
): Promise<string[]> => {
  const after = String(last);
  const parameters = [ministry, after, limit, behind('agreement', after), behind('matter', after), seenBy ?? null];
  const rows = await source.query<{ stream: string }[]>(CONCERNED, parameters);
  return rows.map(({ stream }) => stream);
};
