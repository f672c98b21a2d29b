import { AppendTooLarge, Conflict, type NewEvent, OutcomeUnknown } from '../../event-store.js';
import { type Client, isMoved, isPassing } from './client.js';
import { patience } from './patience.js';
import { Silence } from './source.js';

export interface AppendOptions {
  /** How long one answer is waited for, in milliseconds. */
  readonly answerMs: number;
  /** How long the same append is repeated until its outcome is known. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/** The client waits for ever for some answers, and longer than told for the address of a leader. */
const answerWithin = async <T>(answer: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Silence(`did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
};

/** Says after each failed attempt whether to repeat it; otherwise `error` is what to tell the caller. */
const judge = (stream: string, { patienceMs, signal }: AppendOptions) => {
  const patient = patience(patienceMs, signal);
  let turnedAway = 0;
  let unknown: { readonly cause: unknown } | undefined;

  return {
    isWorthRepeating: async (error: unknown): Promise<boolean> => {
      if (isMoved(error)) {
        turnedAway += 1;
        // The next call goes to the leader. Turned away there as well: an election is going on.
        return turnedAway === 1 || patient.wait();
      }
      if (!isPassing(error)) return false;
      unknown = { cause: error };
      return patient.wait();
    },
    verdict: (error: unknown): unknown => (unknown ? new OutcomeUnknown(stream, unknown.cause) : error),
  };
};

/** Appends, and repeats the same append while nobody knows what became of it: the server recognises the ids. */
export const appendTo = async (
  client: Client,
  stream: string,
  expected: number,
  events: readonly NewEvent[],
  options: AppendOptions,
): Promise<number> => {
  const judged = judge(stream, options);
  for (;;) {
    try {
      return await answerWithin(client.append(stream, expected, events, options.answerMs), options.answerMs);
    } catch (error) {
      if (error instanceof Conflict || error instanceof AppendTooLarge) throw error;
      if (!(await judged.isWorthRepeating(error))) throw judged.verdict(error);
    }
  }
};
