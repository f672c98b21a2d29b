import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type {
  AgreementPayloads,
  BodyPayloads,
  CalendarPayloads,
  LogKeyPayloads,
  MatterPayloads,
  MinistryPayloads,
  RuleBookPayloads,
} from '#domain';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import { parse } from 'yaml';
import * as agreement from './agreement.dto.js';
import * as body from './body.dto.js';
import * as calendar from './calendar.dto.js';
import * as correction from './correction.dto.js';
import * as declaration from './declaration.dto.js';
import * as effect from './effect.dto.js';
import * as erasure from './erasure.dto.js';
import { EnvelopedDto } from './envelope.dto.js';
import * as ladder from './ladder.dto.js';
import * as log from './log.dto.js';
import * as ministry from './ministry.dto.js';
import * as participation from './participation.dto.js';
import {
  AgreementPath,
  BodyPath,
  CalendarPath,
  MatterPath,
  MinistryPath,
  RuleBookPath,
  RuleBookVersionPath,
} from './path.dto.js';
import * as proposal from './proposal.dto.js';
import * as round from './round.dto.js';
import * as rulebook from './rulebook.dto.js';
import * as seat from './seat.dto.js';
import * as vote from './vote.dto.js';
import * as work from './work.dto.js';

type Payloads = Omit<MatterPayloads, 'EditEvent'> &
  Omit<AgreementPayloads, 'TakeFinalDecision'> &
  MinistryPayloads &
  BodyPayloads &
  RuleBookPayloads &
  CalendarPayloads &
  LogKeyPayloads;
type CommandType = keyof Payloads;
class NoPath {}

/** Classes that check the path and the body of each command. */
const dtos = {
  DraftMatter: [NoPath, proposal.DraftMatterDto],
  ReviseMatter: [MatterPath, proposal.ReviseMatterDto],
  SubmitMatter: [MatterPath, EnvelopedDto],
  AmendMatter: [MatterPath, proposal.AmendMatterDto],
  SplitMatter: [MatterPath, proposal.SplitMatterDto],
  WithdrawMatter: [MatterPath, proposal.WithdrawMatterDto],
  ChangeClassification: [MatterPath, proposal.ChangeClassificationDto],
  AnnounceLeadTransfer: [MatterPath, proposal.AnnounceLeadTransferDto],
  ConfirmLeadTransfer: [MatterPath, EnvelopedDto],
  OpenProcedure: [MatterPath, participation.OpenProcedureDto],
  AddParticipant: [MatterPath, participation.AddParticipantDto],
  RecordComment: [MatterPath, participation.RecordCommentDto],
  RecordStatement: [MatterPath, participation.RecordStatementDto],
  RequestParticipation: [MatterPath, participation.RequestParticipationDto],
  AnswerParticipation: [MatterPath, participation.AnswerParticipationDto],
  RequestExamination: [MatterPath, participation.RequestExaminationDto],
  ReportExamination: [MatterPath, participation.ReportExaminationDto],
  RaiseCompetenceDispute: [MatterPath, participation.RaiseCompetenceDisputeDto],
  ResolveCompetenceDispute: [MatterPath, participation.ResolveCompetenceDisputeDto],
  OpenRound: [MatterPath, round.OpenRoundDto],
  ProveDelivery: [MatterPath, round.ProveDeliveryDto],
  ExtendRound: [MatterPath, round.ExtendRoundDto],
  CloseRound: [MatterPath, round.RoundDto],
  EstablishResult: [MatterPath, round.RoundDto],
  DeclareDissent: [MatterPath, round.DeclareDissentDto],
  DeclareRecusal: [MatterPath, round.DeclareRecusalDto],
  DecideRecusal: [MatterPath, round.DecideRecusalDto],
  CastVote: [MatterPath, vote.CastVoteDto],
  ChangeVote: [MatterPath, vote.ChangeVoteDto],
  RecordVote: [MatterPath, vote.RecordVoteDto],
  ConfirmVote: [MatterPath, vote.SeatDto],
  NoteLateVote: [MatterPath, vote.NoteLateVoteDto],
  LiftReservation: [MatterPath, vote.SeatDto],
  ConfirmReservation: [MatterPath, vote.SeatReasonDto],
  ObjectWrittenMode: [MatterPath, vote.SeatReasonDto],
  RaiseConstructiveVeto: [MatterPath, vote.RaiseConstructiveVetoDto],
  OpenEscalation: [MatterPath, ladder.OpenEscalationDto],
  OpenLevel: [MatterPath, ladder.OpenLevelDto],
  RecordAttempt: [MatterPath, ladder.RecordAttemptDto],
  CloseLevel: [MatterPath, ladder.CloseLevelDto],
  SkipLevel: [MatterPath, ladder.SkipLevelDto],
  EstablishExhaustion: [MatterPath, EnvelopedDto],
  TakeFinalDecision: [MatterPath, ladder.TakeFinalDecisionDto],
  EstablishLapse: [MatterPath, ladder.LadderReasonDto],
  ReferToCabinet: [MatterPath, ladder.LadderReasonDto],
  RecordCabinetDecision: [MatterPath, ladder.RecordCabinetDecisionDto],
  EnactDecision: [MatterPath, effect.EnactDecisionDto],
  PublishDecision: [MatterPath, effect.PublishDecisionDto],
  ReportDuty: [MatterPath, effect.ReportDutyDto],
  WaiveDuty: [MatterPath, effect.WaiveDutyDto],
  RenewDecision: [MatterPath, effect.RenewDecisionDto],
  EndDecision: [MatterPath, effect.EndDecisionDto],
  GrantExemption: [MatterPath, effect.GrantExemptionDto],
  TransferRecord: [MatterPath, effect.TransferRecordDto],
  RequestCorrection: [MatterPath, correction.RequestCorrectionDto],
  CommentCorrection: [MatterPath, correction.CommentCorrectionDto],
  ApproveCorrection: [MatterPath, correction.ApproveCorrectionDto],
  RefuseCorrection: [MatterPath, correction.RefuseCorrectionDto],
  RequestErasure: [MatterPath, erasure.RequestErasureDto],
  ApproveErasure: [MatterPath, erasure.ApproveErasureDto],
  DraftAgreement: [NoPath, agreement.DraftAgreementDto],
  ReviseAgreement: [AgreementPath, agreement.ReviseAgreementDto],
  ConsentToAgreement: [AgreementPath, declaration.ConsentToAgreementDto],
  RefuseAgreement: [AgreementPath, declaration.RefuseAgreementDto],
  SignAgreement: [AgreementPath, declaration.SignAgreementDto],
  DeclareBacking: [AgreementPath, declaration.DeclareBackingDto],
  WithdrawBacking: [AgreementPath, declaration.WithdrawBackingDto],
  ActivateAgreement: [AgreementPath, declaration.ActivateAgreementDto],
  ProposeAmendment: [AgreementPath, agreement.ProposeAmendmentDto],
  GiveNotice: [AgreementPath, declaration.GiveNoticeDto],
  WithdrawNotice: [AgreementPath, declaration.WithdrawNoticeDto],
  AbandonAgreement: [AgreementPath, declaration.AbandonAgreementDto],
  StaffOffice: [AgreementPath, work.StaffOfficeDto],
  PlanMeasure: [AgreementPath, work.PlanMeasureDto],
  ReportMeasure: [AgreementPath, work.ReportMeasureDto],
  ReviewAgreement: [AgreementPath, work.ReviewAgreementDto],
  RegisterMinistry: [NoPath, ministry.RegisterMinistryDto],
  RenameMinistry: [MinistryPath, ministry.RenameMinistryDto],
  SucceedMinistry: [MinistryPath, ministry.SucceedMinistryDto],
  AnnounceAreaTransfer: [MinistryPath, ministry.AnnounceAreaTransferDto],
  ConfirmAreaTransfer: [MinistryPath, ministry.ConfirmAreaTransferDto],
  GrantMandate: [MinistryPath, ministry.GrantMandateDto],
  RevokeMandate: [MinistryPath, ministry.RevokeMandateDto],
  EstablishBody: [NoPath, body.EstablishBodyDto],
  ChangeCharter: [BodyPath, body.ChangeCharterDto],
  EndBody: [BodyPath, body.EndBodyDto],
  CreateSeat: [BodyPath, seat.CreateSeatDto],
  EndSeat: [BodyPath, seat.EndSeatDto],
  OccupySeat: [BodyPath, seat.OccupySeatDto],
  VacateSeat: [BodyPath, seat.VacateSeatDto],
  AppointDeputy: [BodyPath, seat.AppointDeputyDto],
  RemoveDeputy: [BodyPath, seat.RemoveDeputyDto],
  AppointChair: [BodyPath, seat.AppointChairDto],
  StaffSecretariat: [BodyPath, seat.StaffSecretariatDto],
  DraftRuleBook: [RuleBookPath, rulebook.DraftRuleBookDto],
  ReviseRuleBook: [RuleBookVersionPath, rulebook.ReviseRuleBookDto],
  SubmitRuleBook: [RuleBookVersionPath, EnvelopedDto],
  AdoptRuleBook: [RuleBookVersionPath, rulebook.AdoptRuleBookDto],
  DiscardRuleBook: [RuleBookVersionPath, rulebook.DiscardRuleBookDto],
  PublishCalendar: [CalendarPath, calendar.PublishCalendarDto],
  AnnounceLogKey: [NoPath, log.AnnounceLogKeyDto],
} satisfies Record<CommandType, readonly [Type<object>, Type<EnvelopedDto>]>;

type Members<T extends CommandType> =
  keyof InstanceType<(typeof dtos)[T][0]> | Exclude<keyof InstanceType<(typeof dtos)[T][1]>, 'envelope'>;
/** Commands whose classes have a member too few or too many, which `implements` alone does not see. */
type Drifting = {
  [T in CommandType]: [Members<T>, keyof Payloads[T]] extends [keyof Payloads[T], Members<T>] ? never : T;
}[CommandType];

type Json = Readonly<Record<string, unknown>>;

const options = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };
const membersOf = (dto: Type<object>): readonly string[] => [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(dto, '', false, false)
      .map((of) => of.propertyName),
  ),
];

/** What the server would see of the payload: its path checked by one class, the rest by the other. */
function faults(type: CommandType, payload: Json): string[] {
  const [path, dto]: readonly [Type<object>, Type<object>] = dtos[type];
  const inPath = path === NoPath ? [] : membersOf(path);
  const entries = Object.entries(payload);
  const parts: [Type<object>, Json][] = [
    [path, Object.fromEntries(entries.filter(([name]) => inPath.includes(name)))],
    [dto, Object.fromEntries(entries.filter(([name]) => !inPath.includes(name)))],
  ];
  return parts
    .filter(([of]) => of !== NoPath)
    .flatMap(([of, plain]) => validateSync(plainToInstance(of, plain), options))
    .map(({ property }) => property);
}

interface Step {
  readonly use?: string;
  readonly do?: string;
  readonly by?: string | readonly string[];
  readonly with?: Json;
  readonly expect?: { readonly refused?: string };
}
interface Fragment {
  readonly defaults: Json;
  readonly steps: readonly Step[];
}

const CASES = 'test/cases';
const yaml = (file: string): unknown => parse(readFileSync(`${CASES}/${file}`, 'utf8'));
const fragments = yaml('fragments.yaml') as Readonly<Record<string, Fragment>>;

const UUIDS = [
  'matter',
  'agreement',
  'round',
  'meeting',
  'item',
  'project',
  'correction',
  'erasure',
  'mandate',
  'splitFrom',
];
const uuidOf = (name: string): string =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

function resolved(value: unknown, by: string, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, by, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member, by, key)]));
  }
  if (value === '$own') return by.split('/')[0];
  return UUIDS.includes(name) && typeof value === 'string' ? uuidOf(value) : value;
}

function filled(value: unknown, parameters: Json): unknown {
  if (typeof value === 'string') {
    const whole = /^\$\{(\w+)\}$/.exec(value)?.[1];
    if (whole !== undefined) return parameters[whole];
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => String(parameters[name]));
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, parameters));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(member, parameters)]));
}

function expanded(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => {
    const fragment = step.use === undefined ? undefined : fragments[step.use];
    if (fragment === undefined) return [step];
    return expanded(filled(fragment.steps, { ...fragment.defaults, ...step.with }) as Step[]);
  });
}

interface Row {
  readonly file: string;
  readonly type: CommandType;
  readonly payload: Json;
  readonly refused: string | undefined;
}

const isCommand = (type: string | undefined): type is CommandType => type !== undefined && Object.hasOwn(dtos, type);

function rowsOf(file: string): Row[] {
  const { steps, defaults = {} } = yaml(file) as { readonly steps: readonly Step[]; readonly defaults?: Json };
  const withDefaults = steps.flatMap((step): Step[] => {
    if (!isCommand(step.do)) return [step];
    const known = dtos[step.do].flatMap(membersOf);
    const own = Object.entries(defaults).filter(([name]) => known.includes(name));
    return [{ ...step, with: { ...Object.fromEntries(own), ...step.with } }];
  });
  return expanded(withDefaults).flatMap(({ do: type, by = '', with: data = {}, expect: wanted }) => {
    if (!isCommand(type)) return [];
    const renewed = ['RenewDecision', 'EndDecision'].includes(type) ? { by: uuidOf(String(data['by'])) } : {};
    const payload = resolved({ ...data, ...renewed }, [by].flat()[0] ?? '') as Json;
    // The final decision about an agreement or a spending request is no command on a matter.
    if (type === 'TakeFinalDecision' && !('matter' in payload)) return [];
    return [{ file, type, payload, refused: wanted?.refused }];
  });
}

const rows = readdirSync(CASES)
  .filter((file) => /^\d/.test(file) && (yaml(file) as { readonly wave: number }).wave === 1)
  .flatMap(rowsOf);

describe('the shape of a command', () => {
  it('has exactly the members of its payload', () => {
    const none: [Drifting] extends [never] ? true : Drifting = true;
    expect(none).toBe(true);
  });

  it.each([...new Set(rows.map(({ type }) => type))])('lets every %s of the cases pass', (type) => {
    const found = rows
      .filter((row) => row.type === type)
      .map(({ file, payload, refused }) => ({ file, payload, refused, faults: faults(type, payload) }));
    for (const row of found) {
      expect({ ...row, malformed: row.faults.length > 0 }).toMatchObject({
        malformed: row.refused === 'INVALID_PAYLOAD',
      });
    }
  });

  it.each(rows.filter((row, index) => rows.findIndex(({ type }) => type === row.type) === index))(
    'refuses a member that $type does not know, and null in place of absent',
    ({ type, payload }) => {
      expect(faults(type, { ...payload, other: 1 })).toEqual(['other']);
      expect(faults(type, { ...payload, envelope: null })).toEqual(['envelope']);
    },
  );

  it.each(Object.keys(dtos).filter(isCommand))('refuses null and objects in place of every member of %s', (type) => {
    const members = dtos[type].flatMap(membersOf);
    expect(faults(type, Object.fromEntries(members.map((name) => [name, null]))).sort()).toEqual([...members].sort());
    const strange = Object.fromEntries(members.map((name) => [name, [[{}]]]));
    expect(faults(type, strange).sort()).toEqual([...members].sort());
  });
});
