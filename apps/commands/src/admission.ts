import { maySend, permissionOf, refuse } from '#domain';
import type { Identity } from '#edge';
import type { Folded } from '#event-store';
import type { Desk } from './desk.js';
import type { EnvelopeDto } from './dto/envelope.dto.js';

/** The part of every request that admission looks at. */
export interface Sent {
  readonly type: string;
  readonly data: object;
  readonly envelope: EnvelopeDto;
  readonly identity: Identity;
  readonly commandId: string;
  readonly expectedRevision?: number;
}

/** Commands that bring their stream into being, and those that may. */
const CREATES = ['DraftMatter', 'RegisterMinistry', 'EstablishBody'];
const MAY_CREATE = ['PublishCalendar', 'DraftRuleBook'];

/** Missing and existing streams, before anybody is told what he may not do. */
export function existing({ type, commandId }: Sent, { revision, commands }: Folded<unknown>): void {
  const creates = CREATES.includes(type);
  if (creates && revision >= 0 && !commands.has(commandId)) refuse('ALREADY_EXISTS');
  if (!creates && !MAY_CREATE.includes(type) && revision < 0) refuse('NOT_FOUND');
}

/** Function and house, by the matrix of the model. */
export function permitted({ type, data, envelope, identity }: Sent): void {
  const { function: code, ministry } = identity;
  if (!maySend(code, type)) refuse('FORBIDDEN');
  const office = code === 'SEC' || code === 'CHAIR';
  const field = permissionOf(type)?.ownHouse;
  const named = field === undefined ? undefined : (data as Readonly<Record<string, unknown>>)[field];
  if (!office && named !== undefined && named !== ministry) refuse('FORBIDDEN', { [field ?? 'house']: named });
  if (!office && envelope.onBehalfOf !== undefined && envelope.onBehalfOf !== ministry) refuse('FORBIDDEN');
}

/** Receipt and evidence: the secretariat speaks for a house only with proof, and nothing arrives in the future. */
export async function proven({ vault, registry, clock }: Desk, { type, envelope, identity }: Sent): Promise<void> {
  const { channel, evidence, receivedAt, onBehalfOf } = envelope;
  const forHouse = onBehalfOf !== undefined && (await registry.ministry(onBehalfOf)).state !== undefined;
  const needed = identity.function === 'SEC' && (permissionOf(type)?.secWithEvidence === true || forHouse);
  if (needed && channel !== 'MEETING' && evidence === undefined) refuse('EVIDENCE_REQUIRED');
  if (evidence && !(await vault.document(evidence.sha256))) {
    refuse('INVALID_PAYLOAD', { fields: ['envelope.evidence'], problem: 'no such file was uploaded' });
  }
  if (receivedAt !== undefined && receivedAt > clock.now()) refuse('RECEIVED_IN_FUTURE', { receivedAt });
}
