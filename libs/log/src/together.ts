interface Asked<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers what is asked in one turn of the event loop together, at most `most` questions at a time. `answer` gives each
 * its answer, or throws there what concerns that one only. Where it fails as a whole they are asked one by one, so that
 * only the culprit fails.
 */
export function together<Q, A>(
  answer: (questions: readonly Q[]) => Promise<readonly (() => A)[]>,
  most: number,
): (question: Q) => Promise<A> {
  let waiting: Asked<Q, A>[] = [];

  const settle = async (asked: readonly Asked<Q, A>[]): Promise<void> => {
    try {
      const answers = await answer(asked.map(({ question }) => question));
      for (const [place, { resolve, reject }] of asked.entries()) {
        try {
          resolve((answers[place] as () => A)());
        } catch (error) {
          reject(error);
        }
      }
    } catch (error) {
      if (asked.length === 1) asked[0]?.reject(error);
      else for (const one of asked) await settle([one]);
    }
  };
  const send = () => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += most) void settle(all.slice(from, from + most));
  };

  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ question, resolve, reject });
    });
}
