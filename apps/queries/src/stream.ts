import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

interface SentFile {
  readonly type: string;
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends a file as fast as its reader takes it, one chunk in memory at a time. Whoever goes away ends the reading; if
 * the source fails, the connection is cut, so that nobody takes the beginning for the whole.
 */
export async function sendFile(
  response: Response,
  { type, name, headers = {} }: SentFile,
  chunks: AsyncIterable<string>,
): Promise<void> {
  response.set({
    ...headers,
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
  try {
    await pipeline(Readable.from(chunks, { highWaterMark: 1 }), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
