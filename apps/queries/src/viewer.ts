import { type FunctionCode, type Matter, maySee, refuse, visibilityOf } from '#domain';

/** Who asks: what of an Identity decides what may be seen. */
export interface Viewer {
  readonly function: FunctionCode;
  readonly ministry?: string;
}

/** Secretariat, chair, audit: they may take the records with them. */
const EXPORTERS: readonly FunctionCode[] = ['SEC', 'CHAIR', 'AUD'];

/** Whether the viewer takes part in the matter, or knows every matter by office. */
export const isInvolved = (viewer: Viewer, state: Matter): boolean =>
  maySee(viewer, { ...visibilityOf(state), classification: 'VS_NFD' });

/** House by which the views leave out what the viewer may not see; none for those who may see everything. */
export const seenBy = (viewer: Viewer): { readonly seenBy?: string } =>
  maySee(viewer, { classification: 'VS_NFD', houses: [] }) ? {} : { seenBy: viewer.ministry ?? '' };

/** Throws FORBIDDEN for those who may not take records with them. */
export function mayExport({ function: code }: Viewer): void {
  if (!EXPORTERS.includes(code)) refuse('FORBIDDEN');
}
