import type { Erasable } from './decider.js';
import { refuse } from './refusals.js';

/** Words that were erased since are words all the same. */
export const isBlank = (text: Erasable | undefined): boolean =>
  text === undefined || (typeof text === 'string' && text.trim() === '');

export const reasoned = (reason: Erasable | undefined): void => {
  if (isBlank(reason)) refuse('REASON_REQUIRED');
};
