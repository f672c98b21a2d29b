import type { FunctionCode } from '../actor.js';
import { FORMS } from './vocabulary.js';
import type { Matter } from './state.js';

/** Functions whose office it is to know every matter: secretariat, chair, audit, records, data protection. */
const NEED_TO_KNOW: readonly FunctionCode[] = ['SEC', 'CHAIR', 'AUD', 'REG', 'DSB'];

/** What visibility depends on; the register holds the same columns. */
export interface Visible {
  readonly classification: string;
  readonly lead: string;
  /** Codes that take part in any form. */
  readonly taking: readonly string[];
}

export const visibilityOf = ({ classification, lead, participants }: Matter): Visible => ({
  classification,
  lead,
  taking: FORMS.flatMap((form) => participants[form] ?? []),
});

/** OFFEN and INTERN to everybody who is logged in; VS_NFD to participants and the need-to-know list. Source: model, section 8. */
export function maySee(
  viewer: { readonly function: FunctionCode; readonly ministry?: string | undefined },
  matter: Visible,
): boolean {
  if (matter.classification !== 'VS_NFD' || NEED_TO_KNOW.includes(viewer.function)) return true;
  return viewer.ministry !== undefined && [matter.lead, ...matter.taking].includes(viewer.ministry);
}
