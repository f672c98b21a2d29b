import type { MatterEvent } from '#domain';
import { uuidV5 } from '#evidence';
import {
  endless,
  hashOf,
  instantAt,
  MINISTRIES,
  type PastEvent,
  pick,
  type Random,
  randomFrom,
  recordOf,
} from './history.js';

const NAMESPACE = 'd0c5a9f2-5a3e-4a55-8f0e-3f2a4f6f7b21';
/** A log of a year, for which an event every 15 seconds is enough at the full size. */
const STEP = 15_000;
const OPEN = 400;

const ADJECTIVES = ['gemeinsame', 'zentrale', 'digitale', 'offene', 'sichere', 'föderale', 'barrierefreie', 'mobile'];
const NOUNS = [
  ...['Plattform', 'Register', 'Schnittstelle', 'Anwendung', 'Architektur', 'Akte', 'Signatur', 'Identität', 'Cloud'],
  ...['Rechenzentrum', 'Datenbank', 'Vereinbarung', 'Antrag', 'Bescheid', 'Verfahren', 'Portal', 'Konto', 'Nachweis'],
  ...['Standard', 'Dienst', 'Netz', 'Postfach', 'Formular', 'Vergabe', 'Haushalt', 'Prüfung', 'Statistik', 'Karte'],
  ...['Fahrzeug', 'Gewerbe', 'Melderegister', 'Grundbuch', 'Elterngeld', 'Wohngeld', 'Rente', 'Pflege', 'Schule'],
];
const FILLERS = [
  'die',
  'für',
  'mit',
  'und',
  'wird',
  'der',
  'auf',
  'ein',
  'nach',
  'von',
  'Häuser',
  'Bürgerinnen',
  'Länder',
];

/** Few nouns are frequent, most are rare: the square of a random number, as an index. */
const noun = (random: Random): string => NOUNS[Math.floor(random() ** 2 * NOUNS.length)] ?? '';

const title = (random: Random): string =>
  `${pick(random, ADJECTIVES)} ${noun(random)} für ${noun(random)} ${Math.floor(random() * 9_000) + 1_000}`;

const wording = (random: Random): string =>
  Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? noun(random) : pick(random, FILLERS))).join(' ');

const classified = (random: Random): 'OFFEN' | 'INTERN' | 'VS_NFD' => {
  const drawn = random();
  if (drawn < 0.02) return 'VS_NFD';
  return drawn < 0.2 ? 'OFFEN' : 'INTERN';
};

const BODIES = ['DA', 'DA', 'DA', 'ITR', 'KOA'];

/** Words, bodies and classifications such as there would be, the same for the same matter. */
const dressed = (course: readonly MatterEvent[], id: string): readonly MatterEvent[] => {
  const random = randomFrom(Number.parseInt(id.slice(0, 8), 16));
  return course.map((event) =>
    event.type === 'MatterDrafted'
      ? {
          ...event,
          data: {
            ...event.data,
            ...{ title: title(random), text: wording(random), body: pick(random, BODIES) },
            ...{ classification: classified(random), fileReference: `DA ${id.slice(0, 4)}/27` },
          },
        }
      : event,
  );
};

const drafted = (agreement: string, parties: readonly string[], random: Random) => {
  const [lead = ''] = parties;
  const text = wording(random);
  return {
    type: 'AgreementDrafted',
    data: {
      ...{ agreement, title: `Vereinbarung ${title(random)}`, parties, purpose: wording(random), text },
      ...{ lead: { mode: 'SOLE', ministries: [lead] }, notice: { months: 6, to: 'YEAR_END' }, continuation: true },
      ...{ term: { from: '2027-01-01', to: '2031-12-31' }, classification: classified(random), version: 1 },
      ...{ textHash: hashOf(text), contentHash: hashOf(agreement) },
      responsibilities: parties.map((accountable) => ({ item: accountable, text: 'Betrieb', accountable })),
      funding: {
        basis: 'SHARE',
        items: parties.map((party, index) => ({
          ...{ party, year: 2027, secured: true, budgetTitle: `0${index + 1}01 532 01` },
          bp: Math.floor(10_000 / parties.length) + (index === 0 ? 10_000 % parties.length : 0),
        })),
      },
    },
  };
};

/** Three of four are in force, of which some have a notice; the others are still negotiated. */
const agreementCourse = (agreement: string, random: Random) => {
  const first = Math.floor(random() * MINISTRIES.length);
  const count = 2 + Math.floor(random() * 3);
  const parties = Array.from({ length: count }, (_, index) => MINISTRIES[(first + index) % MINISTRIES.length] ?? '');
  const of = (party: string) => ({ agreement, party, version: 1, rank: 'STATE_SECRETARY' });
  const consents = parties.map((party) => ({ type: 'AgreementPartyConsented', data: of(party) }));
  const signatures = parties.map((party) => ({ type: 'AgreementSigned', data: { ...of(party), level: 'QUALIFIED' } }));
  const draft = drafted(agreement, parties, random);
  if (random() < 0.25) return [draft, ...consents.slice(1)];
  return [
    ...[draft, ...consents, { type: 'AgreementConcluded', data: { version: 1 } }, ...signatures],
    { type: 'AgreementActivated', data: { version: 1, inForceFrom: '2027-01-01' } },
  ];
};

/** What the events name, registered as far as questions look it up. */
function* registry(): Generator<PastEvent> {
  const at = instantAt(0, STEP);
  const first = (kind: string, id: string, type: string) => recordOf(kind, id, 0, { type, data: { [kind]: id } }, at);
  for (const ministry of [...MINISTRIES, 'BKAmt']) yield first('ministry', ministry, 'MinistryRegistered');
  for (const body of new Set(BODIES)) yield first('body', body, 'BodyEstablished');
  yield first('rulebook', 'RB-POLOPS', 'RuleBookDrafted');
}

/** Everything that was recorded in a year with so many decisions and agreements; hundreds of matters are still open. */
export function* ledger(decisions: number, agreements: number, seed = 1): Generator<PastEvent> {
  yield* registry();
  const random = randomFrom(seed + 1);
  let [index, enacted, concluded] = [0, 0, 0];
  for (const event of endless(OPEN, seed, { step: STEP, dressed })) {
    index += 1;
    yield event;
    if (event.type === 'DecisionEnacted') enacted += 1;
    while (concluded < agreements && concluded * decisions < enacted * agreements) {
      const id = uuidV5(NAMESPACE, `${seed} ${(concluded += 1)}`);
      for (const [revision, one] of agreementCourse(id, random).entries()) {
        yield recordOf('agreement', id, revision, one, instantAt(index, STEP));
      }
    }
    if (enacted >= decisions) return;
  }
}

/** What people would look for among them. */
export const SEARCHED = { frequent: NOUNS[0] ?? '', rare: NOUNS.at(-1) ?? '', phrase: '"sichere Plattform"' };
