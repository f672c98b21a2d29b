import { createReadStream } from 'node:fs';
import { Unreadable } from './unreadable.js';

/** A record has 65,535 bytes at most; whatever is longer is none, and is not waited for. */
const MAX_LINE_BYTES = 65_535;
const NEWLINE = 0x0a;

export interface Line {
  readonly no: number;
  readonly text: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Buffer, no: number): Line {
  if (bytes.length > MAX_LINE_BYTES) throw new Unreadable('TOO_LONG', String(MAX_LINE_BYTES), no);
  try {
    return { no, text: decoder.decode(bytes) };
  } catch {
    throw new Unreadable('NOT_TEXT', '', no);
  }
}

const systemCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Lines of a file that nobody vouches for, one at a time: never more in memory than one line and one piece of the file. */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let rest = Buffer.alloc(0);
  let no = 1;
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, start)) {
        yield decoded(Buffer.concat([rest, piece.subarray(start, end)]), no);
        rest = Buffer.alloc(0);
        start = end + 1;
        no += 1;
      }
      rest = Buffer.concat([rest, piece.subarray(start)]);
      if (rest.length > MAX_LINE_BYTES) throw new Unreadable('TOO_LONG', String(MAX_LINE_BYTES), no);
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('NO_FILE', systemCode(error));
  }
  if (rest.length > 0) yield decoded(rest, no);
}
