import { type FunctionCode, isMinistryFunction, type Mandate, type Scope } from './actor.js';
import type { Channel } from './decider.js';

/** Who may send a command, by function; the house is checked beside it. Source: model, section 8. */
export interface Permission {
  /** Ministry functions as a whole, or named functions. */
  readonly by: readonly (FunctionCode | 'MINISTRY')[];
  /** The secretariat may send it for a ministry, with evidence (except in a meeting). */
  readonly secWithEvidence?: true;
  /** Payload field that must name the sender's own house, except for SEC and CHAIR. */
  readonly ownHouse?: string;
  /** Scope of the mandate that it is sent under by who holds no office for it. */
  readonly scope?: Scope;
}

const office = { by: ['SEC', 'CHAIR'] } as const satisfies Permission;
const secretariat = { by: ['SEC'] } as const satisfies Permission;
const onRequest = { by: ['SEC'], secWithEvidence: true } as const satisfies Permission;
const leading = { by: ['MINISTRY', 'LAND', 'SEC'], secWithEvidence: true } as const satisfies Permission;
const ofParty = { ...leading, ownHouse: 'party', scope: 'AGREEMENT' } as const satisfies Permission;
const seat = { by: ['MINISTRY', 'LAND'], ownHouse: 'seat', scope: 'VOTE' } as const satisfies Permission;
const leadership = { by: ['ST', 'BM'] } as const satisfies Permission;

/** The permission matrix of the model as a table: every command that can be sent over HTTP. */
export const permissions = {
  RegisterMinistry: secretariat,
  RenameMinistry: secretariat,
  SucceedMinistry: secretariat,
  AnnounceAreaTransfer: { ...leadership, ownHouse: 'ministry' },
  ConfirmAreaTransfer: leadership,
  GrantMandate: { ...leadership, ownHouse: 'ministry' },
  RevokeMandate: { ...leadership, ownHouse: 'ministry' },
  PublishCalendar: secretariat,
  AnnounceLogKey: secretariat,

  EstablishBody: secretariat,
  ChangeCharter: secretariat,
  EndBody: secretariat,
  CreateSeat: secretariat,
  EndSeat: secretariat,
  OccupySeat: onRequest,
  VacateSeat: onRequest,
  AppointDeputy: onRequest,
  RemoveDeputy: onRequest,
  AppointChair: secretariat,
  StaffSecretariat: secretariat,

  DraftRuleBook: { by: ['RUL'] },
  ReviseRuleBook: { by: ['RUL'] },
  SubmitRuleBook: { by: ['RUL'] },
  DiscardRuleBook: { by: ['RUL'] },
  AdoptRuleBook: { by: ['CHAIR'] },

  DraftMatter: { ...leading, ownHouse: 'lead' },
  ReviseMatter: leading,
  SubmitMatter: leading,
  AmendMatter: leading,
  WithdrawMatter: leading,
  SplitMatter: leading,
  OpenProcedure: office,
  AddParticipant: office,
  ChangeClassification: office,
  RecordComment: { ...leading, ownHouse: 'code' },
  RecordStatement: { ...leading, ownHouse: 'seat' },
  RequestParticipation: { by: ['SEC', 'LAND'], ownHouse: 'party' },
  AnswerParticipation: office,
  RequestExamination: { by: ['MINISTRY'] },
  ReportExamination: { by: ['MINISTRY', 'LAND'] },
  AnnounceLeadTransfer: leading,
  ConfirmLeadTransfer: leading,
  RaiseCompetenceDispute: leading,
  ResolveCompetenceDispute: { by: ['MINISTRY'] },

  OpenRound: office,
  ProveDelivery: office,
  CastVote: seat,
  ChangeVote: seat,
  RecordVote: onRequest,
  ConfirmVote: secretariat,
  NoteLateVote: { ...leading, ownHouse: 'seat', scope: 'VOTE' },
  LiftReservation: seat,
  ConfirmReservation: seat,
  ObjectWrittenMode: seat,
  RaiseConstructiveVeto: seat,
  DeclareRecusal: { by: ['MINISTRY', 'LAND'], scope: 'VOTE' },
  DecideRecusal: office,
  ExtendRound: { by: ['CHAIR'] },
  CloseRound: office,
  EstablishResult: office,
  DeclareDissent: office,

  OpenEscalation: office,
  OpenLevel: office,
  RecordAttempt: office,
  CloseLevel: office,
  SkipLevel: office,
  EstablishExhaustion: office,
  TakeFinalDecision: { by: ['MINISTRY'] },
  EstablishLapse: office,
  ReferToCabinet: { by: ['MINISTRY'] },
  RecordCabinetDecision: secretariat,

  EnactDecision: office,
  PublishDecision: office,
  ReportDuty: leading,
  WaiveDuty: { by: ['CHAIR'] },
  RenewDecision: office,
  EndDecision: office,
  GrantExemption: office,
  RequestCorrection: { by: ['SEC', 'MINISTRY', 'LAND'] },
  CommentCorrection: { by: ['MINISTRY', 'LAND'] },
  ApproveCorrection: office,
  RefuseCorrection: office,
  RequestErasure: { by: ['DSB'] },
  ApproveErasure: { by: ['REG'] },
  TransferRecord: office,

  DraftAgreement: leading,
  ReviseAgreement: leading,
  ConsentToAgreement: ofParty,
  RefuseAgreement: ofParty,
  SignAgreement: ofParty,
  DeclareBacking: ofParty,
  WithdrawBacking: ofParty,
  ActivateAgreement: leading,
  ProposeAmendment: leading,
  GiveNotice: ofParty,
  WithdrawNotice: ofParty,
  AbandonAgreement: leading,
  StaffOffice: leading,
  PlanMeasure: leading,
  ReportMeasure: leading,
  ReviewAgreement: leading,
} as const satisfies Record<string, Permission>;

export type PermittedCommand = keyof typeof permissions;

/** Whether the function may send the command at all; unknown commands nobody may. */
export function maySend(code: FunctionCode, command: string): boolean {
  const permission = permissionOf(command);
  if (!permission) return false;
  return permission.by.some((who) => who === code || (who === 'MINISTRY' && isMinistryFunction(code)));
}

export function permissionOf(command: string): Permission | undefined {
  return Object.hasOwn(permissions, command) ? permissions[command as PermittedCommand] : undefined;
}

/** Of the mandates of who sends it the one that the record names: where a scope is needed, one of that scope or none. */
export function mandateFor(command: string, mandates: readonly Mandate[]): Mandate | undefined {
  const scope = permissionOf(command)?.scope;
  return scope ? mandates.find((mandate) => mandate.scope.includes(scope)) : mandates[0];
}

/** Who sends a command, and for whom; for himself where nobody else is named. */
export interface Sender {
  readonly function: FunctionCode;
  /** House of a ministry person or party. */
  readonly ministry?: string | undefined;
  readonly onBehalfOf?: string | undefined;
}

/** Function and house, by the matrix of the model: secretariat and chair speak for all, everybody else for the own house. */
export function mayActFor(
  { function: code, ministry, onBehalfOf = ministry }: Sender,
  type: string,
  data: object,
): boolean {
  if (!maySend(code, type)) return false;
  if (code === 'SEC' || code === 'CHAIR') return true;
  const { [permissionOf(type)?.ownHouse ?? '']: house = ministry } = data as Readonly<Record<string, unknown>>;
  return onBehalfOf === ministry && house === ministry;
}

/** When evidence is needed: the secretariat speaks for a house only with proof, except in the meeting itself. */
export function evidenceFor(code: FunctionCode, type: string, channel?: Channel): 'NEVER' | 'ALWAYS' | 'FOR_A_HOUSE' {
  if (code !== 'SEC' || channel === 'MEETING') return 'NEVER';
  return permissionOf(type)?.secWithEvidence ? 'ALWAYS' : 'FOR_A_HOUSE';
}
