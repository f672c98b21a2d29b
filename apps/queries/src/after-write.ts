import { refuse } from '#domain';
import { invalidPayload } from '#edge';
import { glance as glanceAtAgreement } from './agreements.js';
import { glance as glanceAtMatter } from './matters.js';
import { reached } from './sight.js';
import type { Sources } from './sources.js';
import type { Viewer } from './viewer.js';

/** A stream and the revision of it that a question across streams must know of. */
export interface AfterWrite {
  readonly stream?: string;
  readonly revision?: number;
}

/** Whether there is such a stream and the viewer may see it; of other kinds nobody learns anything by waiting. */
async function isSeen(sources: Sources, viewer: Viewer, stream: string): Promise<boolean> {
  const [, kind, id = ''] = /^(matter|agreement)-(.*)$/.exec(stream) ?? [];
  if (kind === 'matter') return (await glanceAtMatter(sources, viewer, { matter: id })) !== undefined;
  if (kind === 'agreement') return (await glanceAtAgreement(sources, viewer, { agreement: id })) !== undefined;
  return true;
}

/** Lets a question across streams wait for what its sender has recorded. Throws INVALID_PAYLOAD, NOT_FOUND, 503. */
export async function caughtUp(sources: Sources, viewer: Viewer, { stream, revision }: AfterWrite): Promise<void> {
  if (stream === undefined && revision === undefined) return;
  if (stream === undefined || revision === undefined) {
    throw invalidPayload([{ field: 'revision', problem: 'stream and revision belong together' }]);
  }
  if (!(await isSeen(sources, viewer, stream))) refuse('NOT_FOUND');
  await reached(sources, stream, revision);
}
