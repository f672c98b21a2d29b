import { randomUUID } from 'node:crypto';
import { CurrentIdentity, type Identity, invalidPayload } from '#edge';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { uuid } from './shape.js';

/** How a repetition of the command is recognised, and which state of the stream its sender has seen. */
export interface Preconditions {
  readonly commandId: string;
  readonly expectedRevision?: number;
}

/** Last parameters of every method that takes a command, filled by its decorator. */
export type Sender = [identity: Identity, preconditions: Preconditions];

const REVISION = /^(?:"(\d{1,15})"|(\d{1,15}))$/;

const CurrentPreconditions = createParamDecorator((_: unknown, context: ExecutionContext): Preconditions => {
  const request = context.switchToHttp().getRequest<Request>();
  return preconditions(request.get('Idempotency-Key'), request.get('If-Match'));
});

/** Reads the headers `Idempotency-Key` (a UUID; a new one if absent) and `If-Match` (a revision). Throws INVALID_PAYLOAD. */
function preconditions(key: string | undefined, match: string | undefined): Preconditions {
  if (key !== undefined && !uuid.test(key)) {
    throw invalidPayload([{ field: 'Idempotency-Key', problem: `Idempotency-Key must be ${uuid.name}` }]);
  }
  const revision = REVISION.exec(match ?? '')
    ?.slice(1)
    .find(Boolean);
  if (match !== undefined && revision === undefined) {
    throw invalidPayload([{ field: 'If-Match', problem: 'If-Match must be one revision such as "3"' }]);
  }
  return {
    commandId: key?.toLowerCase() ?? randomUUID(),
    ...(revision !== undefined && { expectedRevision: Number(revision) }),
  };
}

/** Fills the rest parameter of a method with its Sender. */
export function TakesSender(target: object, key: string | symbol, descriptor: PropertyDescriptor): void {
  const named = (descriptor.value as (...parameters: unknown[]) => unknown).length;
  CurrentIdentity()(target, key, named);
  CurrentPreconditions()(target, key, named + 1);
}
