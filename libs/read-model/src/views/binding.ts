import { bindingOf } from '#domain';
import type { DataSource } from 'typeorm';
import { day, type FoldedMatter, key, named, optional, tableOf, text, texts, type View } from './view.js';

/** A decision that binds ministries, and for how long. */
export interface BindingRow {
  readonly matter: string;
  readonly ministries: readonly string[];
  readonly decisionNo: string;
  readonly effectiveFrom: string;
  readonly validUntil: string | null;
  /** First day without effect; of a decision that a correction voided its first day. */
  readonly endedOn: string | null;
}

const entity = tableOf<BindingRow>('binding', {
  matter: key(text),
  // Found by `@>` through an index that TypeORM cannot express; the migration makes it.
  ministries: texts,
  decisionNo: named(text, 'decision_no'),
  effectiveFrom: named(day, 'effective_from'),
  validUntil: optional(day, 'valid_until'),
  endedOn: optional(day, 'ended_on'),
});

const rowsOf = ({ id: matter, state }: FoldedMatter): BindingRow[] => {
  const bound = bindingOf(state);
  return bound.slice(0, 1).map(({ effectiveFrom, validUntil, endedOn }) => ({
    ...{ matter, ministries: bound.map(({ ministry }) => ministry), effectiveFrom },
    decisionNo: state.decision?.decisionNo ?? '',
    validUntil: validUntil ?? null,
    endedOn: endedOn ?? null,
  }));
};

export const bindingView = { entity, keyedBy: 'id', rowsOf: { matter: rowsOf } } satisfies View;

/** Decisions that bind the ministry and are in force on the day, the oldest first. Source: model, section 4.1. */
export const findBinding = (source: DataSource, ministry: string, on: string): Promise<BindingRow[]> =>
  source
    .getRepository(entity)
    .createQueryBuilder('binding')
    .where('binding.ministries @> ARRAY[:ministry]::text[]', { ministry })
    .andWhere('binding.effectiveFrom <= :on AND (binding.validUntil IS NULL OR binding.validUntil >= :on)', { on })
    .andWhere('(binding.endedOn IS NULL OR binding.endedOn > :on)')
    .orderBy('binding.effectiveFrom')
    .addOrderBy('binding.matter')
    .getMany();
