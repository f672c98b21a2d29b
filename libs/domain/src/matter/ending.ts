import type { Recorded } from '../decider.js';
import type { MatterEvent } from './events.js';
import { ENDED } from './phases.js';
import type { Effect, Matter } from './state.js';
import { changed } from './shape.js';

const WITHOUT_END: readonly (Effect | undefined)[] = ['IN_FORCE', 'SUSPENDED'];

/** Without a decision that goes on: a matter lives from its first draft to the end of the decision's effect. */
const isOver = ({ phase, decision }: Matter): boolean =>
  ENDED.includes(phase) && (phase !== 'ENACTED' || !WITHOUT_END.includes(decision?.effect));

type Row = (state: Matter, event: Recorded<MatterEvent>) => Matter;

/** Notes when the matter ended, or that a correction or the cabinet took the end back: retention is counted from there. */
const noting =
  (row: Row): Row =>
  (before, event) => {
    const after = row(before, event);
    const over = isOver(after);
    if (over === (after.endedAt !== undefined)) return after;
    return changed(after, { endedAt: over ? event.entry.at : undefined });
  };

/** The table of changes, each followed by a look whether the matter is over. */
export const ending = <T extends object>(rows: T): T =>
  Object.fromEntries(Object.entries(rows).map(([type, row]) => [type, noting(row as Row)])) as T;
