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

/**
 * Appends, and repeats the same append while nobody knows what became of it: the server recognises the ids. Not the
 * leader is no reason to wait, once; after that an election is going on.
 */
export const appendTo = async (
  client: Client,
  stream: string,
  expected: number,
  events: readonly NewEvent[],
  { answerMs, patienceMs, signal }: AppendOptions,
): Promise<number> => {
  const patient = patience(patienceMs, signal);
  let sentAway = false;
  let unknown: { readonly cause: unknown } | undefined;
  for (;;) {
    try {
      return await answerWithin(client.append(stream, expected, events, answerMs), answerMs);
    } catch (error) {
      if (error instanceof Conflict || error instanceof AppendTooLarge) throw error;
      const isFirstTurnAway = isMoved(error) && !sentAway;
      sentAway ||= isMoved(error);
      if (isFirstTurnAway) continue;
      if (isPassing(error) && !isMoved(error)) unknown = { cause: error };
      if (isPassing(error) && (await patient.wait())) continue;
      throw unknown ? new OutcomeUnknown(stream, unknown.cause) : error;
    }
  }
};
