import { atLeast } from '../actor.js';
import { listed, own, without } from '../codes.js';
import { isBlank } from '../reason.js';
import { refuse } from '../refusals.js';
import type { AgreementCommand } from './messages.js';
import type { Content } from './content.js';
import { splitGap } from './funding.js';
import { type Changes, type Decisions, partyOnly, rulesOf } from './rows.js';
import { type Agreement, missingIn, negotiated, partiesOf } from './state.js';

type Parts = Pick<Content, 'funding' | 'responsibilities' | 'lead' | 'term'>;

/** Shares of exactly 10,000 basis points in every year, or amounts equal to the total (R22). */
export function financed({ funding, term }: Parts, parties: readonly string[]): void {
  const gap = splitGap(funding, parties, term.from);
  if (gap) refuse('FUNDING_SPLIT_NOT_100', gap);
}

/** Every responsibility with one accountable party, and every party of a shared lead accountable for one (R22). */
export function accountable({ responsibilities, lead }: Parts, parties: readonly string[]): void {
  const orphans = responsibilities.filter((one) => one.accountable === undefined || !parties.includes(one.accountable));
  if (orphans.length > 0) refuse('ACCOUNTABLE_MISSING', { items: listed(orphans.map(({ item }) => item)) });
  const named = responsibilities.flatMap((one) => one.accountable ?? []);
  const leading = lead.mode === 'SHARED' ? lead.ministries.filter((ministry) => parties.includes(ministry)) : [];
  const idle = without(leading, named);
  if (idle.length > 0) refuse('ACCOUNTABLE_MISSING', { items: listed(idle) });
}

/** Backing of every party with at least the rule book's rank, and a Zielbild (R22). */
function supported(command: AgreementCommand, state: Agreement): void {
  const { backingRequired, backingRank, visionRequired } = rulesOf(command);
  const unbacked = partiesOf(state).filter((party) => {
    const backing = own(state.backings, party);
    return !backing || backing.withdrawn || !atLeast(backing.rank, backingRank);
  });
  if (backingRequired && unbacked.length > 0) refuse('BACKING_MISSING', { codes: listed(unbacked) });
  if (visionRequired && isBlank(negotiated(state).vision)) refuse('VISION_MISSING');
}

/** Entry into force, with all its checks in order (R22). Source: catalogue, section 5. */
export const entry: Decisions<'ActivateAgreement'> = {
  ActivateAgreement: (command, state) => {
    partyOnly(command, state);
    const version = negotiated(state);
    const unsigned = missingIn(state, state.signatures, version);
    if (unsigned.length > 0) refuse('SIGNATURE_MISSING', { codes: listed(unsigned) });
    financed(version, partiesOf(state));
    accountable(version, partiesOf(state));
    supported(command, state);
    return [{ type: 'AgreementActivated', data: { version: version.no, inForceFrom: command.data.inForceFrom } }];
  },
};

export const entered: Changes<'AgreementActivated'> = {
  AgreementActivated: (state, { data: { version, inForceFrom: from } }) => ({
    ...state,
    phase: 'IN_FORCE',
    inForce: [{ version, from }],
  }),
};
