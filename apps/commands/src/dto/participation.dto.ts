import { DEPTHS, FORMS, type MatterPayloads, PARTY_LEVELS } from '#domain';
import { Optional, Required } from '../field.js';
import { code, day, freeText, json, label, list, nested, oneOf } from '../shape.js';
import type { PlainJson } from '../plain-json.js';
import { EnvelopedDto } from './envelope.dto.js';

type Depth = (typeof DEPTHS)[number];
type Form = (typeof FORMS)[number];
type PartyLevel = (typeof PARTY_LEVELS)[number];
type Participants = MatterPayloads['OpenProcedure']['participants'];

const URGENCIES = ['NORMAL', 'EILBEDUERFTIG'] as const;
const REQUESTED_DEPTHS = ['INFORM', 'CONSULT', 'CO_PRODUCE', 'CO_DECIDE'] as const satisfies readonly Depth[];
const RULINGS = ['WITHIN', 'OUTSIDE'] as const;

export class ParticipantsDto implements Participants {
  @Optional(list(code))
  EINVERNEHMEN?: readonly string[];

  @Optional(list(code))
  MITZEICHNUNG?: readonly string[];

  @Optional(list(code))
  BENEHMEN?: readonly string[];

  @Optional(list(code))
  ANHOERUNG?: readonly string[];

  @Optional(list(code))
  KENNTNIS?: readonly string[];
}

export class OmissionDto {
  @Required(code)
  code!: string;

  @Required(freeText)
  reason!: string;
}

export class OpenProcedureDto extends EnvelopedDto implements Omit<MatterPayloads['OpenProcedure'], 'matter'> {
  @Required(nested(() => ParticipantsDto))
  participants!: ParticipantsDto;

  @Optional(json)
  sections?: PlainJson;

  @Optional(list(nested(() => OmissionDto)))
  omissions?: readonly OmissionDto[];

  @Optional(oneOf(URGENCIES))
  urgency?: (typeof URGENCIES)[number];

  @Optional(freeText)
  urgentReason?: string;
}

export class AddParticipantDto extends EnvelopedDto implements Omit<MatterPayloads['AddParticipant'], 'matter'> {
  @Required(code)
  code!: string;

  @Required(oneOf(FORMS))
  form!: Form;

  @Required(freeText)
  reason!: string;
}

export class RecordCommentDto extends EnvelopedDto implements Omit<MatterPayloads['RecordComment'], 'matter'> {
  @Required(code)
  code!: string;

  @Required(freeText)
  text!: string;

  @Optional(list(freeText))
  points?: readonly string[];
}

export class RecordStatementDto extends EnvelopedDto implements Omit<MatterPayloads['RecordStatement'], 'matter'> {
  @Required(code)
  seat!: string;

  @Required(freeText)
  text!: string;
}

export class RequestParticipationDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['RequestParticipation'], 'matter'>
{
  @Required(label)
  party!: string;

  @Required(oneOf(PARTY_LEVELS))
  level!: PartyLevel;

  @Required(oneOf(REQUESTED_DEPTHS))
  requestedDepth!: (typeof REQUESTED_DEPTHS)[number];
}

export class AnswerParticipationDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['AnswerParticipation'], 'matter'>
{
  @Required(label)
  party!: string;

  @Required(oneOf(DEPTHS))
  grantedDepth!: Depth;

  @Optional(freeText)
  reason?: string;

  @Optional(list(code))
  agreedBy?: readonly string[];
}

export class RequestExaminationDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['RequestExamination'], 'matter'>
{
  @Required(freeText)
  question!: string;

  @Required(day)
  due!: string;
}

export class ReportExaminationDto extends EnvelopedDto implements Omit<MatterPayloads['ReportExamination'], 'matter'> {
  @Required(freeText)
  result!: string;
}

export class RaiseCompetenceDisputeDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['RaiseCompetenceDispute'], 'matter'>
{
  @Required(list(label))
  areas!: readonly string[];

  @Required(freeText)
  reason!: string;
}

export class ResolveCompetenceDisputeDto
  extends EnvelopedDto
  implements Omit<MatterPayloads['ResolveCompetenceDispute'], 'matter'>
{
  @Required(oneOf(RULINGS))
  ruling!: (typeof RULINGS)[number];

  @Required(freeText)
  reason!: string;
}
