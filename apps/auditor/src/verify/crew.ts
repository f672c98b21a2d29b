import { crewMember } from './crew-member.js';
import type { Findings } from './findings.js';
import { isSubject, nameOf } from './kinds.js';
import type { Judged, Replaying } from './replaying.js';

/** Batches that a thread may be behind before who sends them has to wait. */
const MOST_BEHIND = 8;

/** Records of one matter or agreement belong to one thread, whichever; all others concern everybody. */
function partOf(stream: string, parts: number): number | 'all' {
  const { kind } = nameOf(stream);
  if (kind === '') return 0;
  if (!isSubject(kind)) return 'all';
  return (stream.charCodeAt(stream.length - 1) * 31 + stream.charCodeAt(stream.length - 2)) % parts;
}

/**
 * Replays a bundle of about so many bytes with so many threads beside this one: each has some of the matters, and all of
 * what matters rest on. What comes out is the same as without them. For Node.
 */
export function crew(count: number, bytes: number) {
  let found: Findings | undefined;
  let judged: Judged = { decided: 0, confirmed: 0 };
  let unfinished = count;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const members = Array.from({ length: count }, (_, number) =>
    crewMember(number === 0, bytes, {
      moved: () => wake?.(),
      finished: (result) => {
        found?.merge(result);
        const { decided, confirmed } = result.judged;
        judged = { decided: judged.decided + decided, confirmed: judged.confirmed + confirmed };
        unfinished -= 1;
      },
      failed: (error) => (failure = error),
    }),
  );

  /** Resolves as soon as the condition holds. Rejects where a thread has failed. */
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      if (failure) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };

  return {
    /** What a verifier is made with. */
    replaying: (into: Findings): Replaying => {
      found = into;
      return {
        take: (read) => {
          const part = partOf(read.stream, count);
          if (part === 'all') for (const member of members) member.take(read);
          else members[part]?.take(read);
        },
        end: (latest) => {
          for (const member of members) member.end(latest);
        },
        counts: () => judged,
      };
    },
    /** Resolves when no thread is far behind. */
    caughtUp: () => until(() => members.every(({ behind }) => behind() < MOST_BEHIND)),
    /** Resolves when every thread has told what it found, which takes the verifier's word that nothing follows. */
    finished: () => until(() => unfinished === 0),
    dismiss: async (): Promise<void> => {
      await Promise.all(members.map(({ dismiss }) => dismiss()));
    },
  };
}
