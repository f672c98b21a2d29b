import { createReadStream } from 'node:fs';
import { lineCutter, MAX_LINE_BYTES } from '#evidence';
import { Unreadable } from './unreadable.js';

export interface Line {
  readonly no: number;
  readonly bytes: Buffer;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Throws Unreadable where the bytes are no UTF-8. */
export function textOf({ bytes, no }: Line): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Unreadable('NOT_TEXT', '', no);
  }
}

const systemCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Lines of a file that nobody vouches for, one at a time: never more in memory than one piece of the file and its lines. */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let lines: Line[] = [];
  let no = 0;
  const cutter = lineCutter(MAX_LINE_BYTES, (bytes) => {
    no += 1;
    if (!bytes) throw new Unreadable('TOO_LONG', String(MAX_LINE_BYTES), no);
    lines.push({ no, bytes });
  });
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      cutter.push(piece);
      if (cutter.left() > MAX_LINE_BYTES) throw new Unreadable('TOO_LONG', String(MAX_LINE_BYTES), no + 1);
      yield* lines;
      lines = [];
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('NO_FILE', systemCode(error));
  }
  // The last line of an export may lack its end.
  if (cutter.left() > 0) cutter.push(Buffer.from('\n'));
  yield* lines;
}
