import {
  BINDINGNESS,
  CATEGORIES,
  CORRECTION_KINDS,
  DEPTHS,
  FORMS,
  type LegalBasis,
  type PermittedCommand,
  type MatterEventType,
  type MatterPayloads,
  PARTY_LEVELS,
  TRACKS,
} from '#domain';
import { asking, type Noted, noting, type Row } from './asking.js';
import { day, list, maybe, names, object, oneOf, open, text, whole, words } from './shape.js';

const given = maybe(names);
const participants = object<MatterPayloads['OpenProcedure']['participants']>({
  ...{ EINVERNEHMEN: given, MITZEICHNUNG: given, BENEHMEN: given, ANHOERUNG: given, KENNTNIS: given },
});
export const legalBasis = object<LegalBasis>({
  type: oneOf(['MATTER', 'CABINET_DECISION', 'ORGANISATION_DECREE', 'LAW', 'AGREEMENT', 'GGO']),
  reference: text,
  date: maybe(day),
});

/** What is said about a proposal beside its text. */
const impact = { technicalImpact: maybe(text), organisationalImpact: maybe(text), costImpact: maybe(text) };
const ofMatter = { matter: text };

/** Events of taking part that are nobody's judgement. */
export const notedOfProcedure = {
  CommentRecorded: noting('RecordComment', { code: text, text: words, points: maybe(list(text)) }, ofMatter),
  StatementRecorded: noting('RecordStatement', { seat: text, text: words }, ofMatter),
  ParticipationRequested: noting(
    'RequestParticipation',
    {
      ...{ party: text, level: oneOf(PARTY_LEVELS) },
      requestedDepth: oneOf(['INFORM', 'CONSULT', 'CO_PRODUCE', 'CO_DECIDE']),
    },
    ofMatter,
  ),
} satisfies { readonly [T in MatterEventType]?: Noted<PermittedCommand> };

/** The proposal, who takes part in it, and the correction and erasure of what was said. */
export const askedOfProcedure = {
  MatterDrafted: asking('DraftMatter', {
    ...{ title: text, body: text, track: oneOf(TRACKS), lead: text, category: oneOf(CATEGORIES) },
    ...{ areas: given, bindingness: oneOf(BINDINGNESS), text: maybe(text), ...impact, classification: text },
    ...{ decideBy: maybe(day), project: maybe(text), fileReference: maybe(text), splitFrom: maybe(text) },
  }),
  MatterRevised: asking('ReviseMatter', {
    ...{ title: maybe(text), text: maybe(text), areas: given, ...impact, changeNote: maybe(text) },
  }),
  MatterSubmitted: asking('SubmitMatter', {}),
  ProcedureOpened: asking('OpenProcedure', {
    participants,
    sections: maybe(open()),
    omissions: maybe(list(object<{ code: string; reason: string }>({ code: text, reason: text }))),
    urgency: maybe(oneOf(['NORMAL', 'EILBEDUERFTIG'])),
    urgentReason: maybe(words),
  }),
  MatterAmended: asking('AmendMatter', {
    ...{ text, changes: maybe(words), basis: oneOf(['OBJECTION', 'HEARING', 'ESCALATION', 'OTHER']) },
  }),
  MatterSplit: asking('SplitMatter', {
    parts: list(object({ matter: text, title: text, text, areas: names })),
    reason: words,
  }),
  MatterWithdrawn: asking('WithdrawMatter', { reason: words }),
  ClassificationChanged: asking('ChangeClassification', { to: text, reason: words }),
  ParticipantAdded: asking('AddParticipant', { code: text, form: oneOf(FORMS), reason: words }),
  ParticipationAnswered: asking('AnswerParticipation', {
    ...{ party: text, grantedDepth: oneOf(DEPTHS), reason: maybe(words), agreedBy: given },
  }),
  ExaminationRequested: asking('RequestExamination', { question: words, due: day }),
  ExaminationReported: asking('ReportExamination', { result: words }),
  LeadTransferAnnounced: asking('AnnounceLeadTransfer', { to: text, on: day, reason: words }),
  LeadTransferred: asking('ConfirmLeadTransfer', {}),
  CompetenceDisputeRaised: asking('RaiseCompetenceDispute', { areas: names, reason: words }),
  CompetenceDisputeResolved: asking('ResolveCompetenceDispute', {
    ...{ ruling: oneOf(['WITHIN', 'OUTSIDE']), reason: words },
  }),
  CorrectionRequested: asking('RequestCorrection', {
    ...{ correction: text, kind: oneOf(CORRECTION_KINDS), right: open('reason'), reason: words },
    target: object<MatterPayloads['RequestCorrection']['target']>({
      round: maybe(text),
      seat: maybe(text),
      version: maybe(whole),
    }),
  }),
  CorrectionCommented: asking('CommentCorrection', { correction: text, text: words }),
  CorrectionRefused: asking('RefuseCorrection', { correction: text, reason: words }),
  CorrectionApproved: asking('ApproveCorrection', { correction: text }),
  ErasureRequested: asking('RequestErasure', { erasure: text, person: text, legalGround: legalBasis }),
  ValuesErased: asking('ApproveErasure', { erasure: text }),
} satisfies { readonly [T in MatterEventType]?: Row };
