import type { Request } from 'express';
import type { Configuration } from './configuration.js';
import { Fault } from './faults.js';

const CHANGES_NOTHING = ['GET', 'HEAD', 'OPTIONS'];

/** Throws CROSS_SITE_REQUEST unless a request that may change something comes from our own pages. */
export function requireSameOrigin(request: Request, { publicUrl }: Configuration): void {
  if (CHANGES_NOTHING.includes(request.method)) return;
  const origin = request.get('Origin');
  // Pages can forge neither header; Sec-Fetch-Site speaks where a browser sends no Origin.
  const same =
    origin === undefined ? request.get('Sec-Fetch-Site') === 'same-origin' : origin === new URL(publicUrl).origin;
  if (!same) throw new Fault('CROSS_SITE_REQUEST');
}
