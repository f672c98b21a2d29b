import { type Channel, evidenceFor, type FunctionCode, FUNCTIONS, mayActFor } from '#domain';
import type { RecordFields } from '#evidence';
import type { Registry } from '../records.js';
import { metaOf } from './facts.js';
import { isOfMinistry, isStranger } from './houses.js';
import { TIMED } from './timed.js';

function lacksEvidence(
  { ministries }: Registry,
  code: FunctionCode,
  type: string,
  { by, ch, ev }: RecordFields,
): boolean {
  if (ev !== undefined) return false;
  const needed = evidenceFor(code, type, ch as Channel | undefined);
  return needed === 'FOR_A_HOUSE' ? by.for !== undefined && ministries.has(by.for) : needed === 'ALWAYS';
}

/** Whether the record names a mandate that its actor did not have, as far as its house is known. */
function lacksMandate(registry: Registry, record: RecordFields): boolean {
  const { mandate, role, org } = record.by;
  if (mandate === undefined || (isOfMinistry(role) && !registry.ministries.has(org))) return false;
  return !metaOf(registry, record).actor.mandates.some(({ id }) => id === mandate);
}

/** The system sends what only time brings about, and drafts the parts of a matter that was split. */
const isOfSystem = (type: string, { data }: RecordFields): boolean =>
  Object.hasOwn(TIMED, type) || (type === 'DraftMatter' && Object.hasOwn(data, 'splitFrom'));

/** Function and house: nobody is of a house that there is not. */
function isPermitted(registry: Registry, code: FunctionCode, type: string, { by, data }: RecordFields): boolean {
  if (!isOfMinistry(by.role)) return mayActFor({ function: code }, type, data);
  // Of functions outside of the houses the record names the body that they spoke for, asked or not.
  return (
    !isStranger(registry, by.org) && mayActFor({ function: code, ministry: by.org, onBehalfOf: by.for }, type, data)
  );
}

/** The code with which a command of this type would not have been admitted, as far as its record tells. Source: model, section 8. */
export function inadmissible(registry: Registry, type: string, record: RecordFields): string | undefined {
  const { by, at, received } = record;
  if (received !== undefined && received > at) return 'RECEIVED_IN_FUTURE';
  if (by.role === 'SYSTEM') return isOfSystem(type, record) ? undefined : 'FORBIDDEN';
  const code = FUNCTIONS.find((known) => known === by.role);
  if (!code || !isPermitted(registry, code, type, record)) return 'FORBIDDEN';
  if (lacksMandate(registry, record)) return 'MANDATE_INSUFFICIENT';
  return lacksEvidence(registry, code, type, record) ? 'EVIDENCE_REQUIRED' : undefined;
}
