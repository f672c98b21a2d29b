import type { MatterEventType } from '#domain';
import { askedOfDecisions } from './asked-of-decisions.js';
import { askedOfProcedure, notedOfProcedure } from './asked-of-procedure.js';
import { askedOfRounds, notedOfRounds } from './asked-of-rounds.js';
import type { Row } from './asking.js';

/**
 * Events that are nobody's judgement, by the command that records them: of these only is asked whether who sent it might,
 * whether it has the form of its kind, and whether it had a place. They are the most frequent ones, and change nothing
 * that the rules would have to weigh.
 */
export const notedOfMatter = { ...notedOfProcedure, ...notedOfRounds };

/** Events that only ever follow from another one of the same command: alone, nobody decided them. */
type Following =
  | 'ReservationDeclared'
  | 'RoundSuperseded'
  | 'VetoLapsed'
  | 'ResultRescinded'
  | 'EscalationResolved'
  | 'DecisionSuspended'
  | 'DecisionReinstated'
  | 'DecisionVoided';

type Judged = Exclude<MatterEventType, keyof typeof notedOfMatter | Following>;

/** By the type of the first event of a command, what was asked for. A type that is in none of the three does not compile. */
export const askedOfMatter: { readonly [T in Judged]: Row } = {
  ...askedOfProcedure,
  ...askedOfRounds,
  ...askedOfDecisions,
};
