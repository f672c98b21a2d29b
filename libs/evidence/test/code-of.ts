import { VerificationFailure } from '../src/failure.js';

/** Code of the failure that the action ends with, `none` if it succeeds. */
export const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof VerificationFailure) return error.code;
    throw error;
  }
  return 'none';
};
