import { refuse } from '#domain';
import { invalidPayload } from '#edge';
import { partsOf, seenAt } from './seen.js';
import { reached } from './sight.js';
import type { Sources } from './sources.js';
import type { Viewer } from './viewer.js';

/** A stream and the revision of it that a question across streams must know of. */
export interface AfterWrite {
  readonly stream?: string;
  readonly revision?: number;
}

/** Lets a question across streams wait for what its sender has recorded. Throws INVALID_PAYLOAD, NOT_FOUND, 503. */
export async function caughtUp(sources: Sources, viewer: Viewer, { stream, revision }: AfterWrite): Promise<void> {
  if (stream === undefined && revision === undefined) return;
  if (stream === undefined || revision === undefined) {
    throw invalidPayload([{ field: 'revision', problem: 'stream and revision belong together' }]);
  }
  // Of other kinds nobody learns anything by waiting.
  if (partsOf(stream) && !(await seenAt(sources, viewer, stream))) refuse('NOT_FOUND');
  await reached(sources, stream, revision);
}
