import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { DraftAgreementDto, ProposeAmendmentDto, ReviseAgreementDto } from './dto/agreement.dto.js';
import {
  AbandonAgreementDto,
  ActivateAgreementDto,
  ConsentToAgreementDto,
  DeclareBackingDto,
  GiveNoticeDto,
  RefuseAgreementDto,
  SignAgreementDto,
  WithdrawBackingDto,
  WithdrawNoticeDto,
} from './dto/declaration.dto.js';
import { TakeFinalDecisionDto } from './dto/ladder.dto.js';
import { AgreementPath } from './dto/path.dto.js';
import { PlanMeasureDto, ReportMeasureDto, ReviewAgreementDto, StaffOfficeDto } from './dto/work.dto.js';
import { AgreementRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('agreements', 'Agreements')
export class AgreementController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('DraftAgreement', '', 'Draft an agreement')
  draftAgreement(@Body() body: DraftAgreementDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('DraftAgreement', body, sender));
  }

  @Act('ReviseAgreement', ':agreement/revisions', 'Write a new version; earlier consents fall')
  reviseAgreement(@Param() path: AgreementPath, @Body() body: ReviseAgreementDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('ReviseAgreement', payload(path, body), sender));
  }

  @Act('ConsentToAgreement', ':agreement/consents', 'Consent expressly for a party')
  consentToAgreement(
    @Param() path: AgreementPath,
    @Body() body: ConsentToAgreementDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('ConsentToAgreement', payload(path, body), sender));
  }

  @Act('RefuseAgreement', ':agreement/refusals', 'Refuse for a party')
  refuseAgreement(@Param() path: AgreementPath, @Body() body: RefuseAgreementDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('RefuseAgreement', payload(path, body), sender));
  }

  @Act('SignAgreement', ':agreement/signatures', 'Sign for a party')
  signAgreement(@Param() path: AgreementPath, @Body() body: SignAgreementDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('SignAgreement', payload(path, body), sender));
  }

  @Act('DeclareBacking', ':agreement/backings', 'Declare the backing of the hierarchy')
  declareBacking(@Param() path: AgreementPath, @Body() body: DeclareBackingDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('DeclareBacking', payload(path, body), sender));
  }

  @Act('WithdrawBacking', ':agreement/backing-withdrawals', 'Withdraw the backing; it undoes nothing')
  withdrawBacking(@Param() path: AgreementPath, @Body() body: WithdrawBackingDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('WithdrawBacking', payload(path, body), sender));
  }

  @Act('ActivateAgreement', ':agreement/entry-into-force', 'Put the agreement in force')
  activateAgreement(
    @Param() path: AgreementPath,
    @Body() body: ActivateAgreementDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('ActivateAgreement', payload(path, body), sender));
  }

  @Act('ProposeAmendment', ':agreement/amendments', 'Propose an amendment or an accession')
  proposeAmendment(
    @Param() path: AgreementPath,
    @Body() body: ProposeAmendmentDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('ProposeAmendment', payload(path, body), sender));
  }

  @Act('GiveNotice', ':agreement/notices', 'Give notice for a party')
  giveNotice(@Param() path: AgreementPath, @Body() body: GiveNoticeDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('GiveNotice', payload(path, body), sender));
  }

  @Act('WithdrawNotice', ':agreement/notice-withdrawals', 'Withdraw a notice with the consent of the others')
  withdrawNotice(@Param() path: AgreementPath, @Body() body: WithdrawNoticeDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('WithdrawNotice', payload(path, body), sender));
  }

  @Act('AbandonAgreement', ':agreement/abandonment', 'Abandon the negotiation')
  abandonAgreement(
    @Param() path: AgreementPath,
    @Body() body: AbandonAgreementDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('AbandonAgreement', payload(path, body), sender));
  }

  @Act('StaffOffice', ':agreement/office-posts', 'Say who fills the posts of the joint office')
  staffOffice(@Param() path: AgreementPath, @Body() body: StaffOfficeDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('StaffOffice', payload(path, body), sender));
  }

  @Act('PlanMeasure', ':agreement/measures', 'Plan a measure with owner and due date')
  planMeasure(@Param() path: AgreementPath, @Body() body: PlanMeasureDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('PlanMeasure', payload(path, body), sender));
  }

  @Act('ReportMeasure', ':agreement/measure-reports', 'Report how far a measure is, done only with evidence')
  reportMeasure(@Param() path: AgreementPath, @Body() body: ReportMeasureDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('ReportMeasure', payload(path, body), sender));
  }

  @Act('ReviewAgreement', ':agreement/reviews', 'Record a review, set the day of the next one')
  reviewAgreement(@Param() path: AgreementPath, @Body() body: ReviewAgreementDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('ReviewAgreement', payload(path, body), sender));
  }

  @Act('TakeFinalDecision_agreement', ':agreement/final-decision', 'Refused: no final decision can replace a party')
  takeFinalDecision(
    @Param() path: AgreementPath,
    @Body() body: TakeFinalDecisionDto,
    ...sender: Sender
  ): Promise<Answer> {
    return this.bus.execute(new AgreementRequest('TakeFinalDecision', payload(path, body), sender));
  }
}
