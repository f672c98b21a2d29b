import type { Agreement, Instant, Matter } from '#domain';
import { glance as glanceAtAgreement } from './agreements.js';
import { glance as glanceAtMatter } from './matters.js';
import type { Sight } from './sight.js';
import type { Sources } from './sources.js';
import type { Viewer } from './viewer.js';

/** A matter or an agreement as its viewer may see it. */
export type Seen =
  | { readonly kind: 'matter'; readonly id: string; readonly sight: Sight<Matter> }
  | { readonly kind: 'agreement'; readonly id: string; readonly sight: Sight<Agreement> };

/** Kind and id of a stream; undefined for what questions across streams are not about. */
export const partsOf = (stream: string): { readonly kind: Seen['kind']; readonly id: string } | undefined => {
  const [, kind, id = ''] = /^(matter|agreement)-(.*)$/.exec(stream) ?? [];
  return kind === 'matter' || kind === 'agreement' ? { kind, id } : undefined;
};

/** Undefined if there is no such stream at the instant, or the viewer may not see it, then or now. */
export async function seenAt(
  sources: Sources,
  viewer: Viewer,
  stream: string,
  asOf?: Instant,
): Promise<Seen | undefined> {
  const { kind, id } = partsOf(stream) ?? {};
  const moment = asOf === undefined ? {} : { asOf };
  if (kind === 'matter' && id !== undefined) {
    const sight = await glanceAtMatter(sources, viewer, { matter: id, ...moment });
    return sight && { kind, id, sight };
  }
  if (kind !== 'agreement' || id === undefined) return undefined;
  const sight = await glanceAtAgreement(sources, viewer, { agreement: id, ...moment });
  return sight && { kind, id, sight };
}
