import { evidenceFor, type Instant, mayActFor, refuse } from '#domain';
import type { Identity } from '#edge';
import type { Folded } from '#event-store';
import type { Desk } from './desk.js';
import type { Envelope } from './requests.js';

/** The part of every request that admission looks at. */
export interface Sent {
  readonly type: string;
  readonly data: object;
  readonly envelope: Envelope;
  readonly identity: Identity;
  readonly commandId: string;
  readonly expectedRevision?: number;
}

/** Commands that bring their stream into being, and those that may. */
const CREATES = ['DraftMatter', 'DraftAgreement', 'RegisterMinistry', 'EstablishBody'];
const MAY_CREATE = ['PublishCalendar', 'DraftRuleBook', 'AnnounceLogKey'];

/** Missing and existing streams, before anybody is told what he may not do. */
export function existing({ type, commandId }: Sent, { revision, commands }: Folded<unknown>): void {
  const creates = CREATES.includes(type);
  if (creates && revision >= 0 && !commands.has(commandId)) refuse('ALREADY_EXISTS');
  if (!creates && !MAY_CREATE.includes(type) && revision < 0) refuse('NOT_FOUND');
}

/** Function and house, by the matrix of the model; nobody is of a house that there is not. */
export async function permitted({ registry }: Desk, sent: Sent): Promise<void> {
  const { type, data, envelope, identity } = sent;
  const { onBehalfOf } = envelope;
  const { ministry } = identity;
  if (!mayActFor({ ...identity, onBehalfOf }, type, data)) refuse('FORBIDDEN');
  if (ministry !== undefined && !(await registry.isRegistered(ministry))) refuse('FORBIDDEN');
}

async function needsEvidence({ registry }: Desk, { type, envelope, identity }: Sent): Promise<boolean> {
  const { channel, onBehalfOf } = envelope;
  const needed = evidenceFor(identity.function, type, channel);
  if (needed !== 'FOR_A_HOUSE') return needed === 'ALWAYS';
  return onBehalfOf !== undefined && registry.isRegistered(onBehalfOf);
}

/** Receipt and evidence: what is claimed is there, and nothing arrives in the future. */
export async function proven(desk: Desk, sent: Sent, now: Instant): Promise<void> {
  const { evidence, receivedAt } = sent.envelope;
  if (evidence === undefined && (await needsEvidence(desk, sent))) refuse('EVIDENCE_REQUIRED');
  if (evidence && !(await desk.vault.document(evidence.sha256))) {
    refuse('INVALID_PAYLOAD', { fields: ['envelope.evidence'], problem: 'no such file was uploaded' });
  }
  if (receivedAt !== undefined && receivedAt > now) refuse('RECEIVED_IN_FUTURE', { receivedAt });
}
