import type {
  AgreementPayloads,
  BodyPayloads,
  CalendarPayloads,
  LogKeyPayloads,
  MatterPayloads,
  MinistryPayloads,
  RuleBookPayloads,
} from '#domain';
import type { Identity } from '#edge';
import type { Answer } from '#event-store';
import { Command } from '@nestjs/cqrs';
import type { EnvelopeDto } from './dto/envelope.dto.js';
import type { Sender } from './sender.js';

/** How a command reached the server, as its sender says. */
export type Envelope = Pick<EnvelopeDto, keyof EnvelopeDto>;

interface Enveloped {
  readonly envelope?: Envelope;
}

/** Path and body of a request, together the payload of the command and its envelope. */
export const payload = <A extends object, B extends object>(path: A, body: B): A & B => Object.assign({}, path, body);

/** A command as it came over HTTP: of a known type, in the right shape, from a known person. Nothing is decided yet. */
class Request<P, T extends keyof P> extends Command<Answer> {
  readonly data: P[T];
  readonly envelope: Envelope;
  readonly identity: Identity;
  readonly commandId: string;
  readonly expectedRevision?: number;

  constructor(
    readonly type: T,
    content: P[T] & Enveloped,
    [identity, { commandId, expectedRevision }]: Sender,
  ) {
    super();
    // Absent members and the classes of the shape check stay behind: the record knows plain values only.
    const { envelope = {}, ...data } = JSON.parse(JSON.stringify(content)) as Enveloped;
    this.data = data as P[T];
    this.envelope = envelope;
    this.identity = identity;
    this.commandId = commandId;
    if (expectedRevision !== undefined) this.expectedRevision = expectedRevision;
  }
}

export class MatterRequest<T extends keyof MatterPayloads = keyof MatterPayloads> extends Request<MatterPayloads, T> {}

export class AgreementRequest<T extends keyof AgreementPayloads = keyof AgreementPayloads> extends Request<
  AgreementPayloads,
  T
> {}

export class MinistryRequest<T extends keyof MinistryPayloads = keyof MinistryPayloads> extends Request<
  MinistryPayloads,
  T
> {}

export class BodyRequest<T extends keyof BodyPayloads = keyof BodyPayloads> extends Request<BodyPayloads, T> {}

export class RuleBookRequest<T extends keyof RuleBookPayloads = keyof RuleBookPayloads> extends Request<
  RuleBookPayloads,
  T
> {}

export class CalendarRequest<T extends keyof CalendarPayloads = keyof CalendarPayloads> extends Request<
  CalendarPayloads,
  T
> {}

export class LogKeyRequest<T extends keyof LogKeyPayloads = keyof LogKeyPayloads> extends Request<LogKeyPayloads, T> {}

export interface UploadedEvidence {
  readonly name: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A file that a later command names as its evidence. */
export class EvidenceUpload extends Command<UploadedEvidence> {
  constructor(
    readonly name: string,
    readonly bytes: Buffer,
    readonly identity: Identity,
  ) {
    super();
  }
}
