import type { FunctionCode } from './actor.js';
import { refuse } from './refusals.js';

export const CLASSIFICATIONS = ['OFFEN', 'INTERN', 'VS_NFD'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

/** Higher grades than VS_NFD are not accepted. Source: model, section 8. */
export const permitted = (text: string): Classification =>
  CLASSIFICATIONS.find((classification) => classification === text) ?? refuse('CLASSIFICATION_NOT_PERMITTED');

/** Functions whose office it is to know every matter and agreement: secretariat, chair, audit, records, data protection. */
const NEED_TO_KNOW: readonly FunctionCode[] = ['SEC', 'CHAIR', 'AUD', 'REG', 'DSB'];

/** What visibility depends on; the register holds the same columns. */
export interface Visible {
  readonly classification: string;
  /** Codes of the houses that take part in any form, lead and parties included. */
  readonly houses: readonly string[];
}

/** OFFEN and INTERN to everybody who is logged in; VS_NFD to participants and the need-to-know list. Source: model, section 8. */
export function maySee(
  viewer: { readonly function: FunctionCode; readonly ministry?: string | undefined },
  { classification, houses }: Visible,
): boolean {
  if (classification !== 'VS_NFD' || NEED_TO_KNOW.includes(viewer.function)) return true;
  return viewer.ministry !== undefined && houses.includes(viewer.ministry);
}
