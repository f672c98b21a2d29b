export { foldKnown, knownAt, type Known, momentIn, type Step, type TimedRecord } from './axes.js';
export { type ExplainedBook, type Grounds, groundsIn } from './grounds.js';
export { type Difference, differencesBetween, type Profile, type Shown } from './difference.js';
export { type Comparison, type Doubt, type DoubtCode, DOUBTS, inCourse, type Reweighed } from './under-book.js';
export {
  type Actor,
  atLeast,
  type FunctionCode,
  FUNCTIONS,
  isMinistryFunction,
  type Mandate,
  type Rank,
  rankOf,
  RANKS,
  type Scope,
  SCOPES,
} from './actor.js';
export {
  type Channel,
  type Command,
  decide,
  type Decider,
  type Entry,
  type Erasable,
  type Event,
  evolve,
  fromRecord,
  type Message,
  type Meta,
  type Of,
  type Recorded,
  type RecordLike,
  UnknownEvent,
} from './decider.js';
export {
  Refusal,
  type RefusalCode,
  type RefusalKind,
  type RefusalParams,
  refusals,
  refuse,
  sentence,
} from './refusals.js';
export {
  type Binding,
  BINDING_REASONS,
  type BindingReason,
  type BoundHouse,
  boundOn,
  type Obligation,
  OBLIGATION_KINDS,
  OBLIGATION_STATUS,
  obligationsOf,
  type OwnObligation,
} from './binding.js';
export { ANSWERED_BY, ENDING, type SilenceEffect, silences, type Waiting, type WaitingKind } from './waiting.js';
export { ANSWER_KINDS, type Objection, OBJECTION_FORMS, type ObjectionAnswer } from './objections.js';
export { CLASSIFICATIONS, maySee, type Visible } from './classification.js';
export {
  evidenceFor,
  mandateFor,
  mayActFor,
  maySend,
  type Permission,
  permissionOf,
  permissions,
  type PermittedCommand,
} from './permissions.js';
export { addDays, at, before, dayOf, endOf, type Day, type Instant, instant, isDay, startOf } from './time.js';
export { clearDaysBefore, deadline, type Deadline, isPeriod } from './deadline.js';
export type { Calendar } from './working-days.js';
export type { Ballot, Condition, Count, Outcome, Tally } from './counting/ballot.js';
export { count, rules } from './counting/rules.js';

export { ministry } from './ministry/ministry.js';
export type {
  MinistryCommand,
  MinistryCommandType,
  MinistryEvent,
  MinistryFacts,
  MinistryPayloads,
} from './ministry/messages.js';
export {
  areasOf,
  areasReceived,
  grantsOf,
  holdersOn,
  mandatedFrom,
  mandatesOf,
  type MinistryState,
  nameOn,
} from './ministry/state.js';
export {
  selfcheck,
  type SelfCheckCommand,
  type SelfCheckEvent,
  type ViewDifference,
  type ViewsComparison,
} from './selfcheck/selfcheck.js';
export { log, type LogCommand, type LogEvent, type LogKeyPayloads, type LogSuccession } from './log/log.js';
export { body } from './body/body.js';
export {
  type BodyCommand,
  type BodyCommandType,
  type BodyEvent,
  type BodyPayloads,
  type Competence,
  COMPETENCES,
  SEAT_KINDS,
  type SeatKind,
  type SeatRole,
  SEAT_ROLES,
} from './body/messages.js';
export { type BodyState, chairOn, isExternal, seatsOn, staffOf, tracksOf } from './body/state.js';
export {
  calendar,
  type CalendarCommand,
  type CalendarEvent,
  type CalendarPayloads,
  type CalendarState,
  latestCalendar,
} from './calendar/calendar.js';
export { stableText } from './json.js';
export { rulebook } from './rulebook/rulebook.js';
export type {
  RuleBookCommand,
  RuleBookCommandType,
  RuleBookEvent,
  RuleBookFacts,
  RuleBookPayloads,
} from './rulebook/messages.js';
export {
  type Coverage,
  coverageOf,
  inForce,
  type RuleBookState,
  versionOf as ruleBookVersion,
} from './rulebook/state.js';
export type { LegalBasis, RuleBookContent } from './rulebook/content.js';

export {
  type MatterCommand,
  type MatterCommandType,
  type MatterPayloads,
  type MatterTimers,
} from './matter/commands.js';
export {
  BINDINGNESS,
  CABINET_OUTCOMES,
  CATEGORIES,
  CORRECTION_KINDS,
  DELIVERY_PROOFS,
  DEPTHS,
  ENDINGS,
  FORMS,
  MODES,
  PARTY_LEVELS,
  PUBLICATION_TARGETS,
  RESERVATION_KINDS,
  TRACKS,
  VOTE_VALUES,
} from './matter/vocabulary.js';
export { recount, redecide } from './matter/audit.js';
export { matter } from './matter/decider.js';
export { profileOf } from './matter/profile.js';
export { type OtherBook, pinnedFor, underOtherBook } from './matter/under-book.js';
export { type Erased, erasedIn } from './matter/erasure.js';
export type { MatterEvent, MatterEventData, MatterEventType } from './matter/events.js';
export type { MatterFacts, SeatFact } from './matter/facts.js';
export { inPhase, phases } from './matter/phases.js';
export { effectOn, type MatterStatus, type RoundTally, statusOf, tallyOf } from './matter/questions.js';
export { type Explanation, explanationOf } from './matter/explanation.js';
export type { Decision, Effect, Matter } from './matter/state.js';
export type { Round } from './matter/round-state.js';
export { type Phase, PHASES } from './matter/vocabulary.js';
export { bindingOf, dutiesOf } from './matter/binding.js';
export { objectionsIn } from './matter/objections.js';
export { type HousePosition, positionsOf } from './matter/positions.js';
export { waitingOf } from './matter/waiting.js';
export { isInForce } from './matter/decision.js';
export { visibilityOf } from './matter/visibility.js';
export { dueFor } from './running.js';
export { deadlinesOf, runningAt, type RunningDeadline } from './matter/timers.js';

export { agreement } from './agreement/decider.js';
export { agreementProfileOf } from './agreement/profile.js';
export { agreementUnderOtherBook } from './agreement/under-book.js';
export type {
  AgreementCommand,
  AgreementEvent,
  AgreementFacts,
  AgreementPayloads,
  AgreementTimers,
} from './agreement/messages.js';
export type { Funding, FundingItem, Lead, Responsibility, Term } from './agreement/content.js';
export { hashesOf as agreementHashes } from './agreement/content.js';
export { type Agreement, partiesOf } from './agreement/state.js';
export { agreementBindingOf, agreementDutiesOf } from './agreement/binding.js';
export { refusalsIn } from './agreement/objections.js';
export { agreementWaitingOf } from './agreement/waiting.js';
export { allowedIn } from './agreement/phases.js';
export {
  type AgreementAnswer,
  agreementOn,
  type AgreementStatus,
  agreementStatusOf,
  agreementVisibility,
} from './agreement/questions.js';
export { type AgreementExplanation, agreementExplanationOf } from './agreement/explanation.js';
export { type AgreementDeadline, agreementDeadlinesOf } from './agreement/timers.js';
export {
  AGREEMENT_PHASES,
  LEAD_MODES,
  NOTICE_CLAUSES,
  NOTICE_KINDS,
  SIGNATURE_LEVELS,
} from './agreement/vocabulary.js';
