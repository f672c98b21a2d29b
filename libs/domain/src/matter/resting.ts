import type { MatterEventData, MatterEventType } from './events.js';
import type { Matter } from './state.js';

type Rows = { readonly [T in MatterEventType]?: (before: Matter, data: MatterEventData[T]) => boolean };

const inProcedure = ({ openedAt }: Matter): boolean => openedAt !== undefined;
const roundIn = ({ rounds }: Matter, id: string) => rounds.find((round) => round.id === id);
const followsAgreement = (origin: MatterEventData['DecisionEnacted']['origin']): boolean =>
  origin !== 'FINAL' && origin !== 'CABINET';

/**
 * Whether that is there which an event follows from, where its row would change something without it. Of what is known
 * of a matter a part may be missing; of what is recorded never.
 */
export const restsInMatter: Rows = {
  // A version that keeps its wording needs it.
  MatterRevised: ({ versions }, { version, text }) => text !== undefined || versions.some(({ no }) => no === version),
  ProcedureOpened: ({ phase }) => phase === 'SUBMITTED',
  ParticipantAdded: inProcedure,
  MatterAmended: inProcedure,
  RoundOpened: inProcedure,
  ExaminationReported: ({ examination }) => examination,
  LeadTransferred: ({ leadTransfer }) => leadTransfer !== undefined,
  CompetenceDisputeResolved: ({ dispute }) => dispute !== undefined,
  ResultEstablished: (before, { round }) => roundIn(before, round)?.status === 'CLOSED',
  DissentDeclared: (before, { round }) => roundIn(before, round)?.result !== undefined,
  EscalationOpened: ({ dissent }) => dissent !== undefined,
  LevelOpened: ({ phase }) => phase === 'ESCALATED',
  EscalationExhausted: ({ levels }) => levels.length > 0 && levels.every(({ status }) => status !== 'OPEN'),
  CabinetReferred: ({ phase }) => phase === 'EXHAUSTED' || phase === 'ENACTED',
  CabinetDecisionRecorded: ({ cabinet }) => cabinet !== undefined,
  DecisionEnacted: ({ phase }, { origin }) => phase === 'AGREED' || !followsAgreement(origin),
  DecisionPublished: ({ decision }) => decision !== undefined,
};
