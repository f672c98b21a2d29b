import type { LegalBasis } from '#domain';
import { isSealed } from '#evidence';
import { inLanguage, type Language } from './language.js';

const isErased = (value: unknown): value is { readonly erased: LegalBasis } =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '#') && Object.hasOwn(value, 'erased');

/** That something is gone, and on which ground. */
export const erasedUnder = ({ reference }: LegalBasis, language: Language): string =>
  inLanguage([`(gelöscht nach ${reference})`, `(erased under ${reference})`], language);

/** What stands in place of words that are not there; undefined for everything else. */
export function goneWords(value: unknown, language: Language): string | undefined {
  if (isErased(value)) return erasedUnder(value.erased, language);
  return isSealed(value) ? inLanguage(['(nicht mehr vorhanden)', '(no longer there)'], language) : undefined;
}
