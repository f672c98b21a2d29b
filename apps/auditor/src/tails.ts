import type { End } from './leaves.js';
import type { Place, Placed } from './moment.js';
import { type Language, say } from './words.js';

/** The file hides places behind the last record of a stream, up to the one that was asked for: they may hold more of it. */
export interface Tail {
  /** Revision of that record. */
  readonly after: number;
  /** The file promises that none of them does, which is the word of whoever exported it. */
  readonly promised: boolean;
}

/** How far a stream was read, and how many records of whatever stream with it. */
interface Reach {
  readonly index: bigint;
  readonly revision: number;
  readonly read: bigint;
  /** Its next record stands behind the place that was asked for, so that nothing can be hidden in between. */
  isFollowed: boolean;
}

/** Finds the tails of all streams that it is asked about, for a place of the log. */
export function tails(place: Place | undefined, concerns: (stream: string) => boolean) {
  const reached = new Map<string, Reach>();
  let read = 0n;
  return {
    take: ({ entry: { record, index, whole }, isUntil }: Placed): void => {
      // Times are no places: behind one of them anything may be hidden that was recorded before it.
      if (isUntil || place?.is !== 'index') read += 1n;
      const { stream, rev: revision } = record;
      const before = reached.get(stream);
      if (isUntil && concerns(stream)) reached.set(stream, { index, revision, read, isFollowed: false });
      else if (before && !isUntil && whole) before.isFollowed = true;
    },
    /** Undefined where nothing can be missing. */
    of: (stream: string, { places, signed = 0n, named }: End): Tail | undefined => {
      const last = reached.get(stream);
      if (!last || last.isFollowed || place?.is === 'revision') return undefined;
      const end = place?.is === 'index' ? place.index + 1n : places > signed ? places : signed;
      if (end - last.index - 1n === read - last.read) return undefined;
      return { after: last.revision, promised: stream === named };
    },
  };
}

export const tailText = ({ after, promised }: Tail, language: Language): string =>
  promised
    ? say(
        [
          `Hinter Eintrag #${after} lässt die Datei Einträge aus; dass keiner davon hierher gehört, sagt nur, wer sie ausgestellt hat.`,
          `Behind record #${after} the file leaves out records; that none of them belongs here is the word of whoever exported it.`,
        ],
        language,
      )
    : say(
        [
          `Hinter Eintrag #${after} verbirgt die Datei Einträge; ob welche davon hierher gehören, ist nicht bekannt.`,
          `Behind record #${after} the file hides records; whether any of them belong here is not known.`,
        ],
        language,
      );
