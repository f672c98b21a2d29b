import { agreementBindingOf, type Binding, bindingOf } from '#domain';
import type { DataSource } from 'typeorm';
import { headed, type Head, type HouseFilter, housesColumn, NEVER, visible } from './house.js';
import { paged } from './list.js';
import { day, type Folded, integer, json, key, named, tableOf, text, texts, type View } from './view.js';

/** The days on which the same words of a decision or an agreement bind the same ministries. */
export interface BindingRow extends Head {
  readonly ministries: readonly string[];
  readonly fromDay: string;
  /** Last day; the end of all days where none is known. */
  readonly untilDay: string;
  readonly content: Binding;
}

const entity = tableOf<BindingRow>('binding', {
  stream: key(text),
  no: key(integer),
  title: text,
  // Found by `@>` through an index that TypeORM cannot express; the migration makes it.
  ministries: texts,
  fromDay: named(day, 'from_day'),
  untilDay: named(day, 'until_day'),
  houses: housesColumn,
  content: json,
});

const rowsOf = (folded: Folded, bindings: readonly Binding[]): BindingRow[] =>
  headed(
    folded,
    bindings.map((content) => ({
      ...{ ministries: Object.keys(content.reasons), fromDay: content.from, untilDay: content.until ?? NEVER, content },
    })),
  );

export const bindingView = {
  entity,
  keyedBy: 'stream',
  rowsOf: {
    matter: (folded) => rowsOf(folded, bindingOf(folded.state)),
    agreement: (folded) => rowsOf(folded, agreementBindingOf(folded.state)),
  },
} satisfies View;

/** What binds the ministry on the day, the next to expire first. */
export const findBinding = (
  source: DataSource,
  filter: HouseFilter & { readonly on: string },
): Promise<BindingRow[]> => {
  const { ministry, on, seenBy } = filter;
  const query = source
    .getRepository(entity)
    .createQueryBuilder('binding')
    .where('binding.ministries @> ARRAY[:ministry]::text[]', { ministry })
    .andWhere('binding.untilDay >= :on AND binding.fromDay <= :on', { on });
  return paged(visible(query, seenBy), ['untilDay', 'stream', 'no'], 'ASC', filter).getMany();
};
