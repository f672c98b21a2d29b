import { crewMember } from './crew-member.js';
import { type Findings, findings } from './findings.js';
import { type Judged, type Replaying, replaying } from './replaying.js';
import { SHARING } from './replay-thread.js';
import { MOST_BEHIND, sharing } from './sharing.js';

const sum = (a: Judged, b: Judged): Judged => ({
  decided: a.decided + b.decided,
  confirmed: a.confirmed + b.confirmed,
});

/**
 * Replays a bundle of about so many bytes with so many threads beside this one, which takes what would be too much for
 * them. What comes out is the same as without them. For Node.
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
        judged = sum(judged, result.judged);
        unfinished -= 1;
      },
      failed: (error) => (failure = error),
    }),
  );

  /** Resolves as soon as the condition holds, or a thread has failed: then nobody waits for anything any more. */
  const until = async (condition: () => boolean): Promise<void> => {
    while (!failure && !condition()) await new Promise<void>((resolve) => (wake = resolve));
  };

  return {
    /** What a verifier is made with. */
    replaying: (into: Findings): Replaying => {
      found = into;
      // What all matters rest on is told of by the first thread.
      const here = replaying(into, { sparing: SHARING, common: findings() });
      const share = sharing(members, here);
      return {
        take: (read) => {
          if (!failure) share(read);
        },
        end: (latest) => {
          if (!failure) for (const each of [here, ...members]) each.end(latest);
        },
        counts: () => sum(judged, here.counts()),
      };
    },
    /** Why nothing is decided again from now on, where a thread has failed, as by the memory that it may take. */
    failure: (): string | undefined => failure?.message,
    /** Resolves when no thread is far behind. */
    caughtUp: () => until(() => members.every(({ behind }) => behind() < MOST_BEHIND)),
    /** Resolves when every thread has told what it found, which takes the verifier's word that nothing follows. */
    finished: () => until(() => unfinished === 0),
    dismiss: async (): Promise<void> => {
      await Promise.all(members.map(({ dismiss }) => dismiss()));
    },
  };
}
