import { type AgreementTimers, FUNCTIONS, type MatterTimers, maySend, permissionOf, permissions } from '#domain';
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

/** By command: in which functions it may be sent, and what of its sender is compared. */
const ADMITTED = new Map(
  Object.keys(permissions).map((type) => {
    const { ownHouse = '', secWithEvidence = false } = permissionOf(type) ?? {};
    const roles: ReadonlySet<string> = new Set(FUNCTIONS.filter((code) => maySend(code, type)));
    return [type, { roles, ownHouse, secWithEvidence }];
  }),
);
type Admitted = NonNullable<ReturnType<(typeof ADMITTED)['get']>>;

/** Whether the house of who sent it is the one that the command speaks for. */
function isOwnHouse({ ownHouse }: Admitted, { by, data }: RecordFields): boolean {
  if (by.role === 'SEC' || by.role === 'CHAIR') return true;
  const house = (data as JsonObject)[ownHouse] ?? by.org;
  return house === by.org && (!isOfMinistry(by.role) || (by.for ?? by.org) === by.org);
}

/** The secretariat speaks for a house only with proof, except in the meeting itself. */
function lacksEvidence({ secWithEvidence }: Admitted, { ministries }: Registry, { by, ch, ev }: RecordFields): boolean {
  if (by.role !== 'SEC' || ch === 'MEETING' || ev !== undefined) return false;
  return secWithEvidence || (by.for !== undefined && ministries.has(by.for));
}

/** The code with which a command of this type would not have been admitted, as far as its record tells. Source: model, section 8. */
export function inadmissible(registry: Registry, type: string, record: RecordFields): string | undefined {
  const { by, at, received } = record;
  if (received !== undefined && received > at) return 'RECEIVED_IN_FUTURE';
  if (by.role === 'SYSTEM') return Object.hasOwn(TIMED, type) ? undefined : 'FORBIDDEN';
  const admitted = ADMITTED.get(type);
  if (!admitted?.roles.has(by.role) || !isOwnHouse(admitted, record)) return 'FORBIDDEN';
  return lacksEvidence(admitted, registry, record) ? 'EVIDENCE_REQUIRED' : undefined;
}
