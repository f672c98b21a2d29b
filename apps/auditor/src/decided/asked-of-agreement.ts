import { type Agreement, type AgreementEvent, partiesOf } from '#domain';
import { asking, askingBut, askingWithout, type Row } from './asked.js';

type Type = AgreementEvent['type'];

/** Events that are nobody's judgement, by the command that records them. */
export const notedOfAgreement = { AgreementDrafted: 'DraftAgreement' } as const satisfies {
  readonly [T in Type]?: string;
};

/** Events that only ever follow from another one of the same command: alone, nobody decided them. */
type Following = 'AgreementConcluded' | 'AgreementAmended' | 'AgreementTerminated' | 'FundingRevisionRequired';

/** The record does not tell who consented to the withdrawal: that is taken as it was said. */
const withdrawing: Row<Agreement> = (records, state) => {
  const { type, data } = withdrawn(records, state);
  return { type, data: { ...data, consents: partiesOf(state) } };
};
const withdrawn = asking('WithdrawNotice', 'party');

/** By the type of the first event of a command, what was asked for. A type that is in none of the three does not compile. */
export const askedOfAgreement: {
  readonly [T in Exclude<Type, keyof typeof notedOfAgreement | Following>]: Row<Agreement>;
} = {
  AgreementRevised: askingWithout('ReviseAgreement', ['textHash', 'contentHash'], 'version'),
  AgreementAbandoned: askingBut('AbandonAgreement'),
  AgreementPartyConsented: askingBut('ConsentToAgreement', 'rank'),
  AgreementPartyRefused: askingBut('RefuseAgreement', 'rank'),
  AgreementSigned: askingBut('SignAgreement', 'rank'),
  BackingDeclared: askingBut('DeclareBacking'),
  BackingWithdrawn: askingBut('WithdrawBacking'),
  AgreementActivated: asking('ActivateAgreement', 'inForceFrom'),
  AmendmentProposed: askingWithout('ProposeAmendment', ['textHash', 'contentHash'], 'version'),
  TerminationNoticeGiven: askingBut('GiveNotice', 'receivedAt'),
  TerminationNoticeWithdrawn: withdrawing,
  PartyLeft: asking('LeaveAgreement', 'party'),
  AgreementExpired: asking('ExpireAgreement'),
  OfficeStaffed: askingBut('StaffOffice'),
  MeasurePlanned: askingBut('PlanMeasure'),
  MeasureReported: askingBut('ReportMeasure', 'evidence'),
  AgreementReviewed: askingBut('ReviewAgreement'),
};
