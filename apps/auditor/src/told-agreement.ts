import {
  type Agreement,
  agreement as decider,
  agreementDeadlinesOf,
  agreementOn,
  agreementProfileOf,
  agreementStatusOf,
  allowedIn,
  dayOf,
} from '#domain';
import type { Replay } from './replay.js';
import type { Told } from './report.js';
import { type Bilingual, codes, type Language, lineOf, printable, say } from './words.js';

interface Declared {
  readonly revision: number;
  readonly party: string;
  readonly what: string;
}

const DECLARATIONS = ['AgreementPartyConsented', 'AgreementPartyRefused', 'AgreementSigned'];

/** Declarations on a version, each with the record it is. */
const declaredOn = ({ steps }: Replay<Agreement>, version: number): readonly Declared[] =>
  steps.flatMap(({ record: { type, rev: revision, data } }) => {
    const { party, version: named } = data as { readonly party: string; readonly version: number };
    return DECLARATIONS.includes(type) && named === version ? [{ revision, party, what: type }] : [];
  });

/** What stands in the agreement at its last record, and by which records each house is bound. */
function explanationOf(replayed: Replay<Agreement>) {
  const { state, now } = replayed;
  const answer = agreementOn(state, dayOf(now));
  return { ...answer, declarations: declaredOn(replayed, answer.version) };
}

const share = ({ party, year, bp, cents }: Agreement['versions'][number]['funding']['items'][number]): string =>
  `${printable(party)} ${year}: ${bp === undefined ? `${cents ?? 0} Cent` : `${bp} bp`}`;

/** Who is bound by what: version, declarations with their records, shares, notices. */
function explanationText(replayed: Replay<Agreement>, language: Language): string {
  const why = explanationOf(replayed);
  const line = (label: Bilingual, value: string | undefined) => lineOf(label, value, language);
  const record = say(['Eintrag', 'record'], language);
  return [
    ...line(['Vereinbarung', 'Agreement'], printable(`${why.agreement} ${why.title}`)),
    ...line(['Phase', 'Phase'], why.phase),
    ...line(['In Kraft ab', 'In force from'], why.inForceFrom),
    ...line(['Letzter Tag', 'Last day'], why.endedOn),
    ...line(['Parteien', 'Parties'], codes(why.parties)),
    ...line(['Fassung', 'Version'], `${why.version} (SHA-256 ${printable(why.contentHash)})`),
    ...why.declarations.map(({ revision, party, what }) => `  ${printable(party)}: ${what}  (${record} #${revision})`),
    ...line(['Anteile', 'Shares'], why.funding.items.map(share).join('; ')),
    ...why.notices.map(({ party, kind, effectiveOn }) =>
      line(['Kündigung', 'Notice'], `${printable(party)} ${kind} ${effectiveOn}`).join(''),
    ),
    ...line(['Zu beachten', 'To be noted'], codes(why.marks)),
  ].join('\n');
}

/** Agreements, from draft to their end. */
export const toldAgreement: Told<Agreement> = {
  ...{
    kind: 'agreement',
    decider: decider as unknown as Told<Agreement>['decider'],
    subjectOf: (state) => ({ kind: 'agreement', state }),
  },
  ...{ statusOf: agreementStatus, profileOf: agreementProfileOf, allowedIn, explanationOf, explanationText },
  deadlinesAt: (state) => agreementDeadlinesOf(state).map(({ timer: _, ...deadline }) => deadline),
  ballotOf: () => ({}),
};

/** Nothing can be told of an agreement that is not there yet. */
function agreementStatus(state: Agreement, at: string): object {
  if (state.versions.length === 0) return {};
  const { parties, consents, signatures, notices } = agreementOn(state, dayOf(at));
  return { ...agreementStatusOf(state), parties, consents, signatures, notices };
}
