import type { Visible } from '../classification.js';
import type { Matter } from './state.js';
import { FORMS } from './vocabulary.js';

export const visibilityOf = ({ classification, lead, participants }: Matter): Visible => ({
  classification,
  houses: [lead, ...FORMS.flatMap((form) => participants[form] ?? [])],
});
