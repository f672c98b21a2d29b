import type { AgreementTimers, MatterTimers } from '#domain';

/**
 * By the command that only time sends, the event that records what it brought about. The system sends nothing else that is
 * decided, and nobody else may send these.
 */
export const TIMED: { readonly [T in keyof (MatterTimers & AgreementTimers)]: string } = {
  PassDeadline: 'DeadlinePassed',
  CloseRoundAtDeadline: 'RoundClosed',
  LapseReservation: 'ReservationLapsed',
  MarkDutyOverdue: 'DutyOverdue',
  ExpireDecision: 'DecisionExpired',
  LeaveAgreement: 'PartyLeft',
  ExpireAgreement: 'AgreementExpired',
};
