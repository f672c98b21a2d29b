import { identityOf, type Identity, type Mode } from '#edge';
import type { Request } from 'express';
import type { Viewer } from '../viewer.js';

/** Who looks at a page: somebody logged in by browser, or the reader of a demonstration. */
export interface Visitor {
  readonly viewer: Viewer;
  /** Absent for the reader of a demonstration. */
  readonly identity?: Identity;
}

/** Pages need no login, so the session is asked here; it holds what the login has put in. */
function loggedIn(request: Request): Identity | undefined {
  const { session } = request as { readonly session?: { readonly identity?: object; readonly endsAt?: number } };
  if (session?.identity === undefined || (session.endsAt ?? 0) <= Date.now()) return undefined;
  return identityOf({ ...session.identity });
}

/** Undefined for strangers in production. Elsewhere everybody may look around as an auditor would, and change nothing. */
export function visitorOf(request: Request, mode: Mode): Visitor | undefined {
  const identity = loggedIn(request);
  if (identity) return { viewer: identity, identity };
  return mode === 'production' ? undefined : { viewer: { function: 'AUD' } };
}
