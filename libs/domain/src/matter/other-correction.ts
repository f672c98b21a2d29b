import { own } from '../codes.js';
import type { Recorded } from '../decider.js';
import { compared } from '../under-book.js';
import { correcting } from './correction.js';
import type { MatterEvent } from './events.js';
import { otherResult } from './other-result.js';
import { dueUnder, type OtherBook } from './other-track.js';
import type { Correction, Matter } from './state.js';

type Approved = Recorded<Extract<MatterEvent, { readonly type: 'CorrectionApproved' }>>;

/** The result that the round has in this state, counted by the rule of the other book; none where it has none. */
function resultUnder(using: OtherBook, state: Matter, id: string, correction: string) {
  const result = state.rounds.find((round) => round.id === id)?.result;
  return result && otherResult(using, state, { round: id, ...result, correction });
}

type Under = ReturnType<typeof resultUnder>;

const outcomeIn = (result: Under): string | undefined => result?.compared.find(({ what }) => what === 'OUTCOME')?.found;

/** Nobody had been heard, and the period for it would still have been running (4.6). */
function tooEarly(using: OtherBook, { commented, requestedAt }: Correction, { entry }: Approved): boolean {
  const heard = dueUnder(using, requestedAt, using.book.procedure.correctionHearing);
  return !commented && heard !== undefined && entry.at < heard;
}

/** What it would have done to the result; undefined where the rule cannot be computed. */
function effectUnder(using: OtherBook, request: Correction, event: Approved, [was, is]: readonly Under[]) {
  if (tooEarly(using, request, event)) return 'HEARING_MISSING';
  if (event.data.effect === 'NONE') return 'NONE';
  const [before, after] = [outcomeIn(was), outcomeIn(is)];
  if (before === undefined || after === undefined) return undefined;
  return before === after ? 'RESULT_CONFIRMED' : 'RESULT_CHANGED';
}

const NOTHING = { compared: [], doubts: [] };

/**
 * What an approved correction would have done to the result, and the result that it confirmed: that one has no event of its
 * own, and the corrected votes may count otherwise by another rule. A result that it changed is told where it is established.
 */
export function otherCorrection(using: OtherBook, before: Matter, event: Approved) {
  const { correction, effect } = event.data;
  const request = own(before.corrections, correction);
  if (!request) return NOTHING;
  const { round: of, kind } = request;
  const results = [before, correcting.CorrectionApproved(before, event)].map((state) =>
    resultUnder(using, state, of, correction),
  );
  const found = effectUnder(using, request, event, results);
  // A slip of the pen is in no vote.
  const isCounted = effect === 'RESULT_CONFIRMED' && kind !== 'TEXT_TYPO';
  const confirmed = (isCounted && results[1]) || NOTHING;
  const effects = found === undefined ? [] : [compared('CORRECTION', effect, found)];
  return { of, compared: [...effects, ...confirmed.compared], doubts: confirmed.doubts };
}
