import { type Identity, type Mode, sessionIdentity } from '#edge';
import type { Request } from 'express';
import type { Viewer } from '../viewer.js';

/** Who looks at a page: somebody logged in by browser, or the reader of a demonstration. */
export interface Visitor {
  readonly viewer: Viewer;
  /** Absent for the reader of a demonstration. */
  readonly identity?: Identity;
}

/** Undefined for strangers in production. Elsewhere everybody may look around as an auditor would, and change nothing. */
export function visitorOf(request: Request, mode: Mode): Visitor | undefined {
  // Pages need no login, so the guard has not asked the session.
  const identity = sessionIdentity(request);
  if (identity) return { viewer: identity, identity };
  return mode === 'production' ? undefined : { viewer: { function: 'AUD' } };
}
