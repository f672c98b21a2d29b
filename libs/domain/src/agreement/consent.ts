import { listed } from '../codes.js';
import { reasoned } from '../reason.js';
import { refuse } from '../refusals.js';
import { dayOf } from '../time.js';
import type { AgreementCommand } from './messages.js';
import { isEffective, wrongState } from './phases.js';
import { type Changes, type Decisions, partyOnly, rankedAt, rankFor, rulesOf } from './rows.js';
import { type Agreement, type AgreementVersion, missingIn, negotiated, neededFor } from './state.js';
import { LAENDER, SIGNATURE_LEVELS, type SignatureLevel } from './vocabulary.js';

type Declaring = Extract<AgreementCommand, { type: 'ConsentToAgreement' | 'RefuseAgreement' | 'SignAgreement' }>;

/** The version that the party declares itself on: the one under negotiation, and no other. */
function declaring(command: Declaring, state: Agreement): AgreementVersion {
  const version = negotiated(state);
  partyOnly(command, state, neededFor(state, version));
  if (command.data.version !== version.no) refuse('STALE_AGREEMENT_VERSION', { current: version.no });
  if (isEffective(state) && state.proposed === undefined) refuse('WRONG_STATE', wrongState(state));
  return version;
}

/** Who consented to everything is concluded; what follows is signing, or a new version. */
function notConcluded(state: Agreement, version: AgreementVersion): readonly string[] {
  const missing = missingIn(state, state.consents, version);
  if (missing.length === 0) refuse('WRONG_STATE', wrongState(state));
  return missing;
}

/** A document may be named by its text or by everything that is consented to. */
function sameDocument({ textHash, contentHash }: AgreementVersion, named: string | undefined): void {
  if (named !== undefined && named !== textHash && named !== contentHash) refuse('HASH_MISMATCH');
}

const reaches = (level: SignatureLevel, required: SignatureLevel): boolean =>
  SIGNATURE_LEVELS.indexOf(level) >= SIGNATURE_LEVELS.indexOf(required);

/** An amendment is in force from the last signature on, never before the agreement itself (R23). */
function amendment(state: Agreement, { no }: AgreementVersion, now: string) {
  const today = dayOf(now);
  const first = state.inForce[0]?.from ?? today;
  return { type: 'AgreementAmended' as const, data: { version: no, inForceFrom: first > today ? first : today } };
}

/** Consent is express, by every party, for the same version (R21). Source: catalogue, section 5. */
export const consent: Decisions<Declaring['type']> = {
  ConsentToAgreement: (command, state) => {
    const { data } = command;
    const version = declaring(command, state);
    const missing = notConcluded(state, version);
    const rank = rankedAt(command, rulesOf(command).consentRank);
    sameDocument(version, data.textHash);
    const isLast = missing.every((party) => party === data.party);
    return [
      { type: 'AgreementPartyConsented', data: { ...data, rank } },
      ...(isLast ? [{ type: 'AgreementConcluded' as const, data: { version: version.no } }] : []),
    ];
  },

  RefuseAgreement: (command, state) => {
    const { data } = command;
    notConcluded(state, declaring(command, state));
    reasoned(data.reason);
    return [{ type: 'AgreementPartyRefused', data: { ...data, rank: rankFor(command) } }];
  },

  SignAgreement: (command, state) => {
    const { data, meta } = command;
    const version = declaring(command, state);
    const unconsented = missingIn(state, state.consents, version);
    if (unconsented.length > 0) refuse('CONSENT_MISSING', { codes: listed(unconsented) });
    const { consentRank, signatureLevel } = rulesOf(command);
    const rank = rankedAt(command, consentRank);
    const required = LAENDER.includes(data.party) ? signatureLevel.withLaender : signatureLevel.internal;
    if (!reaches(data.level, required)) refuse('SIGNATURE_LEVEL', { required });
    sameDocument(version, data.textHash);
    const missing = missingIn(state, state.signatures, version);
    if (!missing.includes(data.party)) refuse('WRONG_STATE', wrongState(state));
    const isAmended = isEffective(state) && missing.length === 1;
    return [
      { type: 'AgreementSigned', data: { ...data, rank } },
      ...(isAmended ? [amendment(state, version, meta.now)] : []),
    ];
  },
};

/** The last declaration of a party on a version is the one that counts. */
const others = <D extends { readonly party: string; readonly version: number }>(
  declarations: readonly D[],
  { party, version }: D,
): readonly D[] => declarations.filter((one) => one.party !== party || one.version !== version);

export const consented: Changes<
  'AgreementPartyConsented' | 'AgreementPartyRefused' | 'AgreementConcluded' | 'AgreementSigned' | 'AgreementAmended'
> = {
  AgreementPartyConsented: (state, { data: { party, version, rank } }) => {
    const given = { party, version, rank };
    const refusals = state.refusals.filter((one) => one.party !== party || one.version !== version);
    return { ...state, refusals, consents: [...others(state.consents, given), given] };
  },
  AgreementPartyRefused: (state, { data: { party, version, rank, reason } }) => {
    const given = { party, version, rank, reason };
    const consents = state.consents.filter((one) => one.party !== party || one.version !== version);
    const refused = listed([...state.refused, party]);
    return { ...state, consents, refused, refusals: [...others(state.refusals, given), given] };
  },
  AgreementConcluded: (state) => (isEffective(state) ? state : { ...state, phase: 'CONCLUDED' }),
  AgreementSigned: (state, { data: { party, version, rank, level } }) => {
    const signed = { ...state, signatures: [...state.signatures, { party, version, rank, level }] };
    const isComplete = missingIn(signed, signed.signatures, negotiated(signed)).length === 0;
    return isComplete && !isEffective(state) ? { ...signed, phase: 'SIGNED' } : signed;
  },
  AgreementAmended: (state, { data: { version, inForceFrom: from } }) => {
    const { proposed: _, ...rest } = state;
    const { newParty } = negotiated(state);
    const acceded = newParty === undefined ? [] : [{ party: newParty, from }];
    return {
      ...rest,
      phase: 'IN_FORCE',
      current: version,
      memberships: [...state.memberships, ...acceded],
      inForce: [...state.inForce, { version, from }],
    };
  },
};
