import {
  type CanActivate,
  createParamDecorator,
  type CustomDecorator,
  type ExecutionContext,
  Inject,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { IDENTITY_SOURCES, type IdentitySources } from './identity.sources.js';
import type { Identity } from './identity.js';
import { Fault } from './faults.js';

const PUBLIC = Symbol('public');
const identities = new WeakMap<Request, Identity>();

/** Marks routes that need no identity. */
export const Public = (): CustomDecorator<symbol> => SetMetadata(PUBLIC, true);

/** The Identity of the sender. Throws AUTHENTICATION_REQUIRED on a public route, where nobody was asked. */
export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const identity = identities.get(context.switchToHttp().getRequest<Request>());
  if (identity === undefined) throw new Fault('AUTHENTICATION_REQUIRED');
  return identity;
});

/** Lets nobody in who is not known, except on routes marked Public. */
export class IdentityGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(IDENTITY_SOURCES) private readonly sources: IdentitySources,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<Request>();
    for (const source of this.sources) {
      const identity = await source(request);
      if (identity !== undefined) {
        identities.set(request, identity);
        return true;
      }
    }
    throw new Fault('AUTHENTICATION_REQUIRED');
  }
}
