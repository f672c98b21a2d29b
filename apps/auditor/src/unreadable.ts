/** Why a file cannot be read as an export; each is a sentence in `words.ts`. */
export type Reason =
  | 'NO_FILE'
  | 'TOO_LONG'
  | 'NOT_TEXT'
  | 'NO_RECORD'
  | 'UNKNOWN_STREAM'
  | 'UNKNOWN_EVENT'
  | 'GAP'
  | 'MISFIT'
  | 'NO_STREAM'
  | 'NO_REVISION'
  | 'NO_INDEX'
  | 'NOT_KNOWN'
  | 'NOT_BEGUN'
  | 'HIDDEN'
  | 'NO_BOOK'
  | 'BOOK_MALFORMED';

/** The input ends the work: what is wrong, and in which line, from 1. */
export class Unreadable extends Error {
  constructor(
    readonly reason: Reason,
    readonly detail: string,
    readonly line?: number,
  ) {
    super(`${reason} ${detail}`);
    this.name = 'Unreadable';
  }
}
