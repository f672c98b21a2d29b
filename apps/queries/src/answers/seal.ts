import type { Seal } from '#log';
import type { Sources } from '../sources.js';

/** How far a record is proven: nobody needs to rely on one that is pending. */
export interface Sealed {
  readonly seal: Seal;
}

/** The seal of one revision of a stream. */
export const sealOf = async (sources: Sources, stream: string, revision: number): Promise<Seal> =>
  (await sources.log.seals(stream))[revision] ?? 'PENDING';
