import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { agreement, agreementExplanation, agreementHistory, agreementStatus } from './answers/agreement.js';
import { binding } from './answers/binding.js';
import { count, deadline } from './answers/calculation.js';
import { decision } from './answers/decision.js';
import { agreementDifferences, differences } from './answers/differences.js';
import { duties } from './answers/duties.js';
import { funding } from './answers/funding.js';
import { explain, history, matter, status, tally } from './answers/matter.js';
import { objections } from './answers/objections.js';
import { openings } from './answers/openings.js';
import { positions } from './answers/positions.js';
import { agreementRedecision, redecision } from './answers/redecision.js';
import { agreements, deadlines, decisions, register } from './answers/register.js';
import { selfChecks } from './answers/self-checks.js';
import { waiting } from './answers/waiting.js';
import { SOURCES, type Sources } from './sources.js';
import type { Viewer } from './viewer.js';

/** Every question by its name: a new one is a row here, a function and a method of a controller. */
const questions = {
  status,
  tally,
  explain,
  history,
  matter,
  differences,
  redecision,
  decision,
  openings,
  agreement,
  agreementStatus,
  agreementExplanation,
  agreementHistory,
  agreementDifferences,
  agreementRedecision,
  waiting,
  binding,
  duties,
  funding,
  positions,
  objections,
  deadline,
  count,
  register,
  decisions,
  agreements,
  deadlines,
  selfChecks,
} as const;

type Questions = typeof questions;
type Answer<T extends keyof Questions> = Awaited<ReturnType<Questions[T]>>;

/** A question as it came over HTTP: in the right shape, from a known person. */
export class Question<T extends keyof Questions = keyof Questions> extends Query<Answer<T>> {
  constructor(
    readonly type: T,
    readonly params: Parameters<Questions[T]>[1],
    readonly viewer: Viewer,
  ) {
    super();
  }
}

type Ask = (sources: Sources, params: unknown, viewer: Viewer) => Promise<Answer<keyof Questions>>;

@QueryHandler(Question)
export class QuestionHandler implements IQueryHandler<Question> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  execute({ type, params, viewer }: Question): Promise<Answer<keyof Questions>> {
    return (questions[type] as Ask)(this.sources, params, viewer);
  }
}
