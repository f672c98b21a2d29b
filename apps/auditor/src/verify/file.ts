import type { FileHandle } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { crew } from './crew.js';
import type { Trust } from './opening.js';
import { replaying } from './replaying.js';
import type { Report } from './report.js';
import { squeezed } from './squeeze.js';
import { verifier } from './verifier.js';

const PIECE_BYTES = 1 << 18;
/** A file that is read sooner than threads are there for. */
const SMALL_FILE = 8_000_000;
/** More threads would wait for the one that reads. */
export const MOST_THREADS = 4;
/** One keeps up with the half of the work on two processors, and every further one takes its own memory. */
const USUAL_THREADS = 1;

/** No threads beside the one that reads. */
const nobody: ReturnType<typeof crew> = {
  replaying: (found) => replaying(found, { sparing: { squeeze: squeezed, atHand: 1_000 } }),
  failure: () => undefined,
  caughtUp: () => Promise.resolve(),
  finished: () => Promise.resolve(),
  dismiss: () => Promise.resolve(),
};

/** One piece after the other, in two rooms: the next one is on its way while the reader works on this one. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const read = (into: Buffer) => file.read(into, 0, into.length);
  let [room, other] = [Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES)];
  let coming = read(room);
  for (;;) {
    const { bytesRead } = await coming;
    if (bytesRead === 0) return;
    coming = read(other);
    // It is awaited above, unless the reader leaves early: then nobody is interested in its failure.
    coming.catch(() => undefined);
    yield room.subarray(0, bytesRead);
    [room, other] = [other, room];
  }
}

/** How many threads beside this one are worth their while. */
const threadsFor = (bytes: number): number => (bytes < SMALL_FILE || availableParallelism() === 1 ? 0 : USUAL_THREADS);

/** A heap that has all memory of a machine before it grows fourfold before it collects its garbage: here by so much. */
const GROWING_PERCENT = 50;

/**
 * Verifies the bundle in a file, with so many threads beside this one; by its size, where nothing is said. Where one of them
 * fails, the file is read to its end all the same: what is broken is told, whatever else nobody can tell.
 */
export async function reportOn(file: FileHandle, trust: Trust, asked: number | undefined): Promise<Report> {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
  const { size } = await file.stat();
  const threads = asked ?? threadsFor(size);
  const { caughtUp, finished, failure, dismiss, ...helpers } = threads === 0 ? nobody : crew(threads, size);
  const { push, close, end } = verifier(trust, helpers.replaying);
  try {
    for await (const piece of piecesOf(file)) {
      push(piece);
      await caughtUp();
    }
    close();
    await finished();
    return end(failure());
  } finally {
    await dismiss();
  }
}
