import type { Request } from 'express';
import type { Configuration } from './configuration.js';
import { type Identity, identityOf } from './identity.js';
import type { Issuer } from './login/issuer.js';
import { sessionIdentity } from './login/session.js';
import { Fault } from './faults.js';
import { requireSameOrigin } from './same-origin.js';

/** Injection token of the IdentitySources. */
export const IDENTITY_SOURCES = Symbol('identity sources');

/** Undefined where a request carries nothing for this source; throws a Fault where it carries something that is not good. */
type IdentitySource = (request: Request) => Promise<Identity | undefined> | Identity | undefined;

/** Asked in order; the first that answers decides. */
export type IdentitySources = readonly IdentitySource[];

export const identitySources = (
  configuration: Configuration,
  issuer: Issuer,
  persons: readonly Identity[],
): IdentitySources => [fromToken(issuer), fromCaseHeader(configuration, persons), fromSession(configuration)];

const fromToken =
  (issuer: Issuer): IdentitySource =>
  async ({ headers: { authorization } }) => {
    if (authorization === undefined) return undefined;
    const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
    if (token === undefined) throw new Fault('TOKEN_INVALID');
    return known(identityOf(await issuer.verify(token)));
  };

function fromCaseHeader({ mode }: Configuration, persons: readonly Identity[]): IdentitySource {
  const actors = new Map(persons.map((person) => [person.person, known(identityOf({ ...person }))]));
  return (request) => {
    const named = request.get('X-Case-Actor');
    if (named === undefined) return undefined;
    const actor = mode === 'case' ? actors.get(named) : undefined;
    if (actor === undefined) throw new Fault('CASE_ACTOR_REFUSED');
    return actor;
  };
}

const fromSession =
  (configuration: Configuration): IdentitySource =>
  (request) => {
    const identity = sessionIdentity(request);
    // A browser sends the session along whoever made it send the request.
    if (identity !== undefined) requireSameOrigin(request, configuration);
    return identity;
  };

function known(identity: Identity | undefined): Identity {
  if (identity === undefined) throw new Fault('FUNCTION_UNKNOWN');
  return identity;
}
