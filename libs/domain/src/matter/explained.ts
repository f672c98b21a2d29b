import { eventsOf, type Grounds } from '../grounds.js';
import { present } from '../present.js';
import type { Day, Instant } from '../time.js';
import type { MatterEvent, MatterEventData } from './events.js';
import { effectOn } from './questions.js';
import type { Decision, Effect, FinalRuling, Level, Matter } from './state.js';

type Known = Grounds<MatterEvent>;

/** A level of the ladder with the records of its opening, its attempts and its closing or skipping. */
export interface ExplainedLevel {
  readonly level: string;
  readonly status: Level['status'];
  readonly revision?: number;
  readonly attempts: readonly number[];
  readonly closed?: number;
}

/** The final decision: by whom, in which rank, on which grant of competence, with which version. */
export interface ExplainedFinal
  extends
    Pick<
      MatterEventData['FinalDecisionTaken'],
      'decider' | 'rank' | 'grant' | 'legalBasis' | 'version' | 'textHash' | 'dissenting'
    >,
    Pick<FinalRuling, 'answered'> {
  /** Days on which the decider reports on the result. */
  readonly reportDates: readonly Day[];
  readonly revision: number;
}

/** What the cabinet decided. */
export interface ExplainedCabinet extends Pick<
  MatterEventData['CabinetDecisionRecorded'],
  'outcome' | 'reference' | 'date'
> {
  readonly revision: number;
}

/** The decision that stands, with the record of its enactment. */
export interface ExplainedDecision extends Pick<
  Decision,
  | 'decisionNo'
  | 'version'
  | 'textHash'
  | 'origin'
  | 'bindingness'
  | 'binds'
  | 'dissenting'
  | 'effectiveFrom'
  | 'validUntil'
> {
  /** None before its first day. */
  readonly effect?: Effect;
  readonly revision: number;
  /** Later records that changed its validity or its effect, in order. */
  readonly changes: readonly { readonly type: string; readonly revision: number }[];
}

/** The levels of the dispute as it stands; a new result begins the ladder anew. */
export function levelsIn({ levels }: Matter, known: Known): readonly ExplainedLevel[] {
  const of = eventsOf(known);
  return levels.map(({ level, status, closed }) => {
    const revision = of('LevelOpened').findLast(({ data }) => data.level === level)?.entry.revision;
    const attempts = of('AttemptRecorded')
      .filter(({ data, entry }) => data.level === level && entry.revision > (revision ?? 0))
      .map(({ entry }) => entry.revision);
    return { level, status, attempts, ...present({ revision, closed }) };
  });
}

/** Undefined as long as there is none, and where the decision was voided. */
export function finalIn({ ruling }: Matter, known: Known): ExplainedFinal | undefined {
  const taken = eventsOf(known)('FinalDecisionTaken').at(-1);
  if (!ruling || !taken) return undefined;
  const { decider, rank, grant, legalBasis, version, textHash, dissenting, resultResponsibility } = taken.data;
  const { reportDates } = resultResponsibility;
  return {
    ...{ decider, rank, grant, legalBasis, version, textHash, answered: ruling.answered, dissenting, reportDates },
    revision: taken.entry.revision,
  };
}

export function cabinetIn(known: Known): ExplainedCabinet | undefined {
  const recorded = eventsOf(known)('CabinetDecisionRecorded').at(-1);
  if (!recorded) return undefined;
  const { outcome, reference, date } = recorded.data;
  return { outcome, reference, date, revision: recorded.entry.revision };
}

const CHANGING: readonly string[] = [
  'DecisionRenewed',
  'DecisionEnded',
  'DecisionSuspended',
  'DecisionReinstated',
  'DecisionExpired',
] satisfies readonly MatterEvent['type'][];

/** The decision with its effect on the day of `now`; undefined as long as there is none, and where it was voided. */
export function decisionIn({ decision }: Matter, known: Known, now: Instant): ExplainedDecision | undefined {
  const enacted = eventsOf(known)('DecisionEnacted').at(-1);
  if (!decision || decision.effect === 'VOIDED' || !enacted) return undefined;
  const { decisionNo, version, textHash, origin, bindingness, binds, dissenting, effectiveFrom } = decision;
  const { revision } = enacted.entry;
  return {
    ...{ decisionNo, version, textHash, origin, bindingness, binds, dissenting, effectiveFrom, revision },
    changes: known.events
      .filter(({ type, entry }) => CHANGING.includes(type) && entry.revision > revision)
      .map(({ type, entry }) => ({ type, revision: entry.revision })),
    ...present({ validUntil: decision.validUntil, effect: effectOn(decision, now) }),
  };
}
