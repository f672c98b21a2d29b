import { agreementVisibility } from '#domain';
import { type FoldedAgreement, instant, integer, key, named, tableOf, text, texts, type View } from './view.js';

/** One agreement as far as other views and readers need it. */
interface AgreementRow {
  readonly agreement: string;
  /** Revision of the last event that is contained. */
  readonly revision: number;
  readonly title: string;
  readonly phase: string;
  readonly classification: string;
  /** Parties past, present and acceding: they may see the agreement whatever its classification. */
  readonly houses: readonly string[];
  readonly updatedAt: string;
}

const entity = tableOf<AgreementRow>('agreement', {
  agreement: key(text),
  revision: integer,
  title: text,
  phase: text,
  classification: text,
  houses: texts,
  updatedAt: named(instant, 'updated_at'),
});

const rowOf = ({ id: agreement, state, revision, at: updatedAt }: FoldedAgreement): AgreementRow => {
  const { title, phase } = state;
  return { agreement, revision, title, phase, ...agreementVisibility(state), updatedAt };
};

export const agreementView = {
  entity,
  keyedBy: 'id',
  rowsOf: { agreement: (folded) => [rowOf(folded)] },
} satisfies View;
