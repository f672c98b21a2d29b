import { type AgreementTimers, FUNCTIONS, type MatterTimers, maySend, permissionOf } from '#domain';
import type { JsonObject, RecordFields } from '#evidence';
import type { Registry } from '../records.js';
import { isOfMinistry } from './facts.js';

/** What time brings about, which nobody else may send; the system sends nothing else that is decided. */
const TIMED: { readonly [T in keyof (MatterTimers & AgreementTimers)]: true } = {
  CloseRoundAtDeadline: true,
  LapseReservation: true,
  PassDeadline: true,
  MarkDutyOverdue: true,
  ExpireDecision: true,
  LeaveAgreement: true,
  ExpireAgreement: true,
};

/** Whether the house of who sent it is the one that the command speaks for. */
function isOwnHouse(type: string, { by, data }: RecordFields): boolean {
  if (by.role === 'SEC' || by.role === 'CHAIR') return true;
  const house = (data as JsonObject)[permissionOf(type)?.ownHouse ?? ''] ?? by.org;
  return house === by.org && (!isOfMinistry(by.role) || (by.for ?? by.org) === by.org);
}

/** The secretariat speaks for a house only with proof, except in the meeting itself. */
function lacksEvidence({ ministries }: Registry, type: string, { by, ch, ev }: RecordFields): boolean {
  if (by.role !== 'SEC' || ch === 'MEETING' || ev !== undefined) return false;
  return permissionOf(type)?.secWithEvidence === true || (by.for !== undefined && ministries.has(by.for));
}

/** The code with which a command of this type would not have been admitted, as far as its record tells. Source: model, section 8. */
export function inadmissible(registry: Registry, type: string, record: RecordFields): string | undefined {
  const { by, at, received } = record;
  if (received !== undefined && received > at) return 'RECEIVED_IN_FUTURE';
  if (by.role === 'SYSTEM') return Object.hasOwn(TIMED, type) ? undefined : 'FORBIDDEN';
  const code = FUNCTIONS.find((known) => known === by.role);
  if (!code || !maySend(code, type) || !isOwnHouse(type, record)) return 'FORBIDDEN';
  return lacksEvidence(registry, type, record) ? 'EVIDENCE_REQUIRED' : undefined;
}
