import { isSubject, kindOf } from './kinds.js';
import type { Read } from './read.js';

/** Batches that a thread may be behind before who sends them has to wait. */
export const MOST_BEHIND = 8;
/** Batches that it should be behind at least, or it would soon have nothing to do. */
const LEAST_BEHIND = 1;

/** Something of the name that differs from matter to matter. */
const mixed = (stream: string): number =>
  stream.charCodeAt(stream.length - 1) * 31 + stream.charCodeAt(stream.length - 2);

/** Records of one matter or agreement belong to one thread, whichever; all others concern everybody. */
function partOf(stream: string, parts: number): number | 'all' {
  const kind = kindOf(stream);
  if (kind === '') return 0;
  return isSubject(kind) ? mixed(stream) % parts : 'all';
}

/** The further a thread is behind, the more of the matters that begin are none of its business. */
const isTooMuch = ({ stream, revision, whole }: Read, behind: number): boolean =>
  whole && revision === 0 && (mixed(stream) >> 2) % (MOST_BEHIND - LEAST_BEHIND) < behind - LEAST_BEHIND;

/** Who takes records. */
interface Taker {
  readonly take: (read: Read) => void;
}

/** A thread that does, and how many batches it has not answered yet. */
interface Member extends Taker {
  readonly behind: () => number;
}

/** Each gets what all matters rest on, and matters that belong to nobody else: a matter stays with whom it began. */
export function sharing(members: readonly Member[], here: Taker) {
  const own = new Set<string>();
  return (read: Read): void => {
    const part = partOf(read.stream, members.length);
    if (part === 'all') for (const each of [here, ...members]) each.take(read);
    else if (own.has(read.stream)) here.take(read);
    else if (isTooMuch(read, members[part]?.behind() ?? 0)) {
      own.add(read.stream);
      here.take(read);
    } else members[part]?.take(read);
  };
}
