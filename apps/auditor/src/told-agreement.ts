import {
  type Agreement,
  agreement as decider,
  agreementDeadlinesOf,
  type AgreementEvent,
  type AgreementExplanation,
  agreementExplanationOf,
  agreementOn,
  agreementProfileOf,
  agreementStatusOf,
  allowedIn,
  dayOf,
} from '#domain';
import { behind, bookText, groundsOf } from './grounds.js';
import type { Replay } from './replay.js';
import type { Told } from './report.js';
import { type Bilingual, codes, type Language, lineOf, say } from './words.js';

const explanationOf = (replayed: Replay<Agreement>): AgreementExplanation =>
  agreementExplanationOf(replayed.state, dayOf(replayed.now), groundsOf<AgreementEvent>(replayed));

const share = ({ party, year, bp, cents }: Agreement['versions'][number]['funding']['items'][number]): string =>
  `${party} ${year}: ${bp === undefined ? `${cents ?? 0} Cent` : `${bp} bp`}`;

/** Consents, refusals, signatures and backings, each with the record it is. */
function declarationLines({ declarations, backed, version: shown }: AgreementExplanation, language: Language) {
  const proposed = say(['Fassung', 'version'], language);
  const declared = declarations.map(({ party, what, rank, level, version, revision }) => {
    const on = version === shown ? '' : `, ${proposed} ${version}`;
    return `  ${party}: ${what}${behind(language, revision)} ${[rank, ...(level ? [level] : [])].join(', ')}${on}`;
  });
  const label = say(['Rückendeckung', 'backing'], language);
  const gone = say(['zurückgezogen', 'withdrawn'], language);
  return [
    ...declared,
    ...backed.map(
      ({ party, withdrawn, revision }) =>
        `  ${party}: ${label}${withdrawn ? ` ${gone}` : ''}${behind(language, revision)}`,
    ),
  ];
}

/** Notices, departures, shares left open, and the end, each with the record it is. */
function leavingLines({ noticesGiven, departures, reductions, end }: AgreementExplanation, language: Language) {
  const line = (label: Bilingual, value: string, ...revisions: readonly (number | undefined)[]) =>
    `${say(label, language)}: ${value}${behind(language, ...revisions)}`;
  return [
    ...noticesGiven.flatMap(({ party, kind, effectiveOn, revision, withdrawn }) => [
      line(['Kündigung', 'Notice'], `${party} ${kind} ${effectiveOn}`, revision),
      ...(withdrawn === undefined ? [] : [line(['Kündigung zurückgenommen', 'Notice withdrawn'], party, withdrawn)]),
    ]),
    ...departures.map(({ party, on, remaining, revision }) => {
      const staying = `${say(['es bleiben', 'remaining'], language)} ${codes(remaining)}`;
      return line(['Ausgeschieden', 'Left'], `${party} ${on}; ${staying}`, revision);
    }),
    ...reductions.map(({ openShareBp, revision }) =>
      line(['Offener Anteil', 'Open share'], `${openShareBp} bp`, revision),
    ),
    ...(end ? [line(['Ende', 'End'], [end.what, ...(end.on ? [end.on] : [])].join(' '), end.revision)] : []),
  ];
}

/** Who is bound by what: rule, version, declarations with their records, shares, notices. */
function explanationLines(replayed: Replay<Agreement>, language: Language): string[] {
  const why = explanationOf(replayed);
  const line = (label: Bilingual, value: string | undefined) => lineOf(label, value, language);
  const { entry } = why;
  return [
    ...line(['Vereinbarung', 'Agreement'], `${why.agreement} ${why.title}`),
    ...line(['Phase', 'Phase'], why.phase),
    ...line(['Regel', 'Rule'], why.rule),
    ...why.books.flatMap((book) => line(['Regelbuch', 'Rule book'], bookText(book, language))),
    ...line(['In Kraft ab', 'In force from'], why.inForceFrom),
    ...line(['Letzter Tag', 'Last day'], why.endedOn),
    ...line(['Parteien', 'Parties'], codes(why.parties)),
    ...line(
      ['Fassung', 'Version'],
      `${why.version} (SHA-256 ${why.contentHash})${behind(language, why.versionRevision)}`,
    ),
    ...declarationLines(why, language),
    ...line(
      ['Fassung in Kraft ab', 'Version in force from'],
      entry && `${entry.from}${behind(language, entry.revision)}`,
    ),
    ...line(['Anteile', 'Shares'], why.funding.items.map(share).join('; ')),
    ...leavingLines(why, language),
    ...line(['Zu beachten', 'To be noted'], codes(why.marks)),
  ];
}

/** Agreements, from draft to their end. */
export const toldAgreement: Told<Agreement> = {
  ...{
    kind: 'agreement',
    decider: decider as unknown as Told<Agreement>['decider'],
    subjectOf: (state) => ({ kind: 'agreement', state }),
  },
  ...{ statusOf: agreementStatus, profileOf: agreementProfileOf, allowedIn, explanationOf, explanationLines },
  deadlinesAt: (state) => agreementDeadlinesOf(state).map(({ timer: _, ...deadline }) => deadline),
  ballotOf: () => ({}),
};

/** Nothing can be told of an agreement that is not there yet. */
function agreementStatus(state: Agreement, at: string): object {
  if (state.versions.length === 0) return {};
  const { parties, consents, signatures, notices } = agreementOn(state, dayOf(at));
  return { ...agreementStatusOf(state), parties, consents, signatures, notices };
}
