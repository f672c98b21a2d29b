import { FUNCTIONS, type FunctionCode } from './actor.js';
import { evidenceFor, mandateFor, mayActFor, maySend, permissionOf, permissions } from './permissions.js';

/** The matrix of model.md, section 8, written down a second time: who may send what, in the order of its rows. */
const HOUSE: readonly FunctionCode[] = ['REP', 'DEP', 'REF', 'AL', 'ST', 'BM', 'LEAD', 'REVIEW'];
const PARTY: readonly FunctionCode[] = [...HOUSE, 'LAND'];
const TOP: readonly FunctionCode[] = ['ST', 'BM'];
const OFFICE: readonly FunctionCode[] = ['SEC', 'CHAIR'];

const matrix: readonly (readonly [commands: string, senders: readonly FunctionCode[]])[] = [
  ['RegisterMinistry RenameMinistry SucceedMinistry PublishCalendar', ['SEC']],
  // Not in the model: the log came later.
  ['AnnounceLogKey', ['SEC']],
  ['EstablishBody ChangeCharter EndBody CreateSeat EndSeat AppointChair StaffSecretariat', ['SEC']],
  ['OccupySeat VacateSeat AppointDeputy RemoveDeputy', ['SEC']],
  ['GrantMandate RevokeMandate AnnounceAreaTransfer ConfirmAreaTransfer', TOP],
  ['DraftRuleBook ReviseRuleBook SubmitRuleBook DiscardRuleBook', ['RUL']],
  ['AdoptRuleBook', ['CHAIR']],
  ['DraftMatter ReviseMatter SubmitMatter AmendMatter WithdrawMatter SplitMatter', [...PARTY, 'SEC']],
  ['OpenProcedure OpenRound ProveDelivery CloseRound EstablishResult DeclareDissent OpenEscalation OpenLevel', OFFICE],
  ['RecordAttempt CloseLevel SkipLevel EstablishExhaustion EstablishLapse EnactDecision PublishDecision', OFFICE],
  ['DecideRecusal EndDecision RenewDecision', OFFICE],
  ['ExtendRound WaiveDuty', ['CHAIR']],
  [
    'CastVote ChangeVote LiftReservation ConfirmReservation ObjectWrittenMode RaiseConstructiveVeto DeclareRecusal',
    PARTY,
  ],
  ['NoteLateVote', [...PARTY, 'SEC']],
  ['RecordVote ConfirmVote', ['SEC']],
  ['RecordComment RecordStatement RaiseCompetenceDispute ReportDuty', [...PARTY, 'SEC']],
  ['AnnounceLeadTransfer ConfirmLeadTransfer', [...PARTY, 'SEC']],
  ['TakeFinalDecision ReferToCabinet ResolveCompetenceDispute', HOUSE],
  ['RequestParticipation', ['SEC', 'LAND']],
  ['AnswerParticipation AddParticipant ChangeClassification TransferRecord GrantExemption', OFFICE],
  ['RequestExamination', HOUSE],
  ['ReportExamination', PARTY],
  ['RecordCabinetDecision', ['SEC']],
  ['RequestCorrection', [...PARTY, 'SEC']],
  ['CommentCorrection', PARTY],
  ['ApproveCorrection RefuseCorrection', OFFICE],
  ['RequestErasure', ['DSB']],
  ['ApproveErasure', ['REG']],
  ['DraftAgreement ReviseAgreement ConsentToAgreement RefuseAgreement SignAgreement', [...PARTY, 'SEC']],
  ['DeclareBacking WithdrawBacking ActivateAgreement ProposeAmendment', [...PARTY, 'SEC']],
  ['GiveNotice WithdrawNotice AbandonAgreement', [...PARTY, 'SEC']],
  ['StaffOffice PlanMeasure ReportMeasure ReviewAgreement', [...PARTY, 'SEC']],
];
const rows = matrix.flatMap(([commands, senders]) => commands.split(' ').map((command) => [command, senders] as const));

describe('the permission matrix', () => {
  it('has a row for every command, and no other', () => {
    expect(rows.map(([command]) => command).sort()).toEqual(Object.keys(permissions).sort());
  });
  it.each(rows)('lets %s be sent by the functions of its row and by no other', (command, senders) => {
    expect(FUNCTIONS.filter((code) => maySend(code, command))).toEqual(
      FUNCTIONS.filter((code) => senders.includes(code)),
    );
  });
  it('gives auditors nothing to send, records and data protection their half of an erasure', () => {
    const sentBy = (code: 'AUD' | 'REG' | 'DSB') =>
      rows.flatMap(([command]) => (maySend(code, command) ? command : []));
    expect(sentBy('AUD')).toEqual([]);
    expect(sentBy('DSB')).toEqual(['RequestErasure']);
    expect(sentBy('REG')).toEqual(['ApproveErasure']);
  });
  it('lets nobody send what it does not know', () => {
    for (const command of ['EditEvent', 'CloseRoundAtDeadline', 'constructor', '__proto__'])
      expect(FUNCTIONS.filter((code) => maySend(code, command))).toEqual([]);
  });
});

describe('a house', () => {
  const declarations = [
    ...['ConsentToAgreement', 'RefuseAgreement', 'SignAgreement', 'DeclareBacking', 'WithdrawBacking'],
    ...['GiveNotice', 'WithdrawNotice'],
  ];
  const ownHouse: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      ['AnnounceAreaTransfer', 'GrantMandate', 'RevokeMandate'].map((command) => [command, 'ministry']),
    ),
    ...Object.fromEntries(
      [
        'CastVote',
        'ChangeVote',
        'LiftReservation',
        'ConfirmReservation',
        'ObjectWrittenMode',
        'RaiseConstructiveVeto',
        'NoteLateVote',
        'RecordStatement',
      ].map((command) => [command, 'seat']),
    ),
    ...Object.fromEntries(declarations.map((command) => [command, 'party'])),
    ...{ DraftMatter: 'lead', RecordComment: 'code', RequestParticipation: 'party' },
  };
  it.each(rows.map(([command]) => command))(
    'speaks in %s only for itself, where it speaks for a house at all',
    (command) => {
      expect(permissionOf(command)?.ownHouse).toBe(ownHouse[command]);
    },
  );

  it('is spoken for by the secretariat only with evidence', () => {
    const forHouses = rows
      .filter(([command, senders]) => senders.includes('SEC') && permissionOf(command)?.secWithEvidence)
      .map(([command]) => command);
    expect(forHouses.sort()).toEqual(
      [
        ...['OccupySeat', 'VacateSeat', 'AppointDeputy', 'RemoveDeputy', 'RecordVote', 'NoteLateVote'],
        ...['DraftMatter', 'ReviseMatter', 'SubmitMatter', 'AmendMatter', 'WithdrawMatter', 'SplitMatter'],
        ...['RecordComment', 'RecordStatement', 'RaiseCompetenceDispute', 'ReportDuty'],
        ...['AnnounceLeadTransfer', 'ConfirmLeadTransfer'],
        ...['DraftAgreement', 'ReviseAgreement', 'ActivateAgreement', 'ProposeAmendment', 'AbandonAgreement'],
        ...['StaffOffice', 'PlanMeasure', 'ReportMeasure', 'ReviewAgreement'],
        ...declarations,
      ].sort(),
    );
  });
});

describe('who acts for whom', () => {
  const house = { function: 'REP', ministry: 'BMF' } as const;

  it('is everybody for the own house, and secretariat and chair for all', () => {
    expect(mayActFor(house, 'CastVote', { seat: 'BMF' })).toBe(true);
    expect(mayActFor(house, 'CastVote', { seat: 'BMI' })).toBe(false);
    expect(mayActFor({ ...house, onBehalfOf: 'BMI' }, 'CastVote', { seat: 'BMF' })).toBe(false);
    expect(mayActFor({ function: 'SEC', onBehalfOf: 'BMI' }, 'RecordVote', { seat: 'BMI' })).toBe(true);
    expect(mayActFor({ function: 'AUD' }, 'RecordVote', { seat: 'BMI' })).toBe(false);
  });

  it('acts under a mandate of the scope that the step needs, if any', () => {
    const mandates = (['SPENDING', 'VOTE', 'AGREEMENT'] as const).map((scope) => ({
      ...{ id: scope, scope: [scope], rank: 'DESK' as const },
    }));
    for (const type of ['CastVote', 'ChangeVote', 'LiftReservation', 'RaiseConstructiveVeto', 'NoteLateVote'])
      expect(mandateFor(type, mandates)?.id).toBe('VOTE');
    for (const type of ['ConsentToAgreement', 'SignAgreement', 'GiveNotice'])
      expect(mandateFor(type, mandates)?.id).toBe('AGREEMENT');
    expect(mandateFor('RecordComment', mandates)?.id).toBe('SPENDING');
    expect(mandateFor('CastVote', mandates.slice(0, 1))).toBeUndefined();
  });

  it('needs evidence where the secretariat speaks for a house, except in the meeting itself', () => {
    expect(evidenceFor('SEC', 'RecordComment')).toBe('ALWAYS');
    expect(evidenceFor('SEC', 'OpenRound', 'EMAIL')).toBe('FOR_A_HOUSE');
    expect(evidenceFor('SEC', 'RecordComment', 'MEETING')).toBe('NEVER');
    expect(evidenceFor('REP', 'RecordComment')).toBe('NEVER');
  });
});
