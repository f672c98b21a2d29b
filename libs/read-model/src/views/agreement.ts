import { agreementVisibility, partiesOf } from '#domain';
import type { DataSource } from 'typeorm';
import { findNarrowed, type Register, type RegisterFilter } from './narrowed.js';
import {
  day,
  type FoldedAgreement,
  instant,
  integer,
  key,
  named,
  optional,
  tableOf,
  text,
  texts,
  type View,
} from './view.js';

/** One agreement as the register shows it. */
export interface AgreementRow {
  readonly agreement: string;
  /** Revision of the last event that is contained. */
  readonly revision: number;
  readonly title: string;
  readonly phase: string;
  readonly classification: string;
  /** In force; before entry into force the latest. */
  readonly version: number;
  /** Present parties. */
  readonly parties: readonly string[];
  /** Ministries in the lead. */
  readonly leads: readonly string[];
  /** Parties past, present and acceding: they may see the agreement whatever its classification. */
  readonly houses: readonly string[];
  readonly inForceFrom: string | null;
  /** Last day of the term. */
  readonly validUntil: string | null;
  /** Last day of effect of an agreement that is over. */
  readonly endedOn: string | null;
  /** Entry of the first event. */
  readonly begunAt: string;
  readonly updatedAt: string;
}

const entity = tableOf<AgreementRow>('agreement', {
  agreement: key(text),
  revision: integer,
  title: text,
  phase: text,
  classification: text,
  version: integer,
  parties: texts,
  leads: texts,
  houses: texts,
  inForceFrom: optional(day, 'in_force_from'),
  validUntil: optional(day, 'valid_until'),
  endedOn: optional(day, 'ended_on'),
  begunAt: named(instant, 'begun_at'),
  updatedAt: named(instant, 'updated_at'),
});

const rowOf = ({ id: agreement, state, revision, begunAt, at: updatedAt }: FoldedAgreement): AgreementRow => {
  const { title, phase, current, versions, inForce, endedOn } = state;
  const version = versions.find(({ no }) => no === current);
  return {
    ...{ agreement, revision, title, phase, ...agreementVisibility(state), version: current },
    ...{ parties: partiesOf(state), leads: version?.lead.ministries ?? [] },
    inForceFrom: inForce[0]?.from ?? null,
    validUntil: version?.term.to ?? null,
    endedOn: endedOn ?? null,
    ...{ begunAt, updatedAt },
  };
};

export const agreementView = {
  entity,
  keyedBy: 'id',
  rowsOf: { agreement: (folded) => [rowOf(folded)] },
} satisfies View;

/** Which agreements; every field that is given narrows the answer. Ordered by the first entry. */
export interface AgreementFilter extends RegisterFilter {
  /** In force on this day. */
  readonly on?: string;
}

const REGISTER: Register<AgreementRow> = {
  ...{ entity, order: ['begunAt', 'agreement'], words: 'agreement_words', houses: 'houses' },
};

const IN_FORCE = `agreement.in_force_from <= :on
  AND (COALESCE(agreement.ended_on, agreement.valid_until) IS NULL OR COALESCE(agreement.ended_on, agreement.valid_until) >= :on)`;

/** Agreements that match, the one begun last first. */
export const findAgreements = (source: DataSource, filter: AgreementFilter = {}): Promise<AgreementRow[]> => {
  const { phase, classification, on } = filter;
  const conditions = on === undefined ? [] : [{ sql: IN_FORCE, parameters: { on } }];
  return findNarrowed(source, REGISTER, filter, { columns: { phase, classification }, conditions });
};
