import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { instant } from '#domain';
import type { Identity } from '#edge';
import { type CommandsDesk, commandsDesk } from './commands.support.js';
import { BOOK, circulated } from './matter.histories.js';

export const MATTER = '11111111-1111-4111-8111-111111111111';
export const HOUSES = ['BMDS', 'BMF', 'BMI'];
export const FROM = '2026-12-01';
export const DECREE = { type: 'ORGANISATION_DECREE', reference: 'Organisationserlass' };

export const of = (ministry: string, code: 'REP' | 'REF' | 'ST' | 'BM'): Identity => ({
  ...{ person: `${ministry}/${code}`, function: code, ministry },
});
export const SEC: Identity = { person: 'SEC/A', function: 'SEC', origin: 'BMDS' };
export const CHAIR: Identity = { person: 'CHAIR', function: 'CHAIR', origin: 'BKAmt' };
export const RUL: Identity = { person: 'RUL/1', function: 'RUL', origin: 'BMI' };

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { calendars } = read('presets/bund-2025.json') as { readonly calendars: readonly { readonly place: string }[] };
export const calendar = { ...calendars.findLast(({ place }) => place === 'BERLIN')! };
const agreements = read('presets/rulebooks/RB-VV-1.0.0.json') as typeof BOOK;

export type Sent = Parameters<CommandsDesk['send']>;

export const house = (ministry: string, ...areas: readonly string[]): Sent => [
  ...([SEC, 'RegisterMinistry'] as const),
  { ministry, name: ministry, areas, places: ['BERLIN'], validFrom: FROM },
];

export const grant = (person: string, scope: string, rank: string, mandate: string = randomUUID()): Sent => {
  const [ministry = ''] = person.split('/');
  const term = { validFrom: FROM, validTo: '2028-11-30' };
  return [of(ministry, 'BM'), 'GrantMandate', { ministry, mandate, person, scope: [scope], rank, ...term }];
};

/** On request of the house, in a meeting of all of them. */
export const onRequest = { envelope: { channel: 'MEETING' } };

/** A desk with houses and their seats, a rule book for matters and one for agreements, and a calendar. */
export async function ledger() {
  let now = instant('2026-12-01T08:00:00+01:00')!;
  const desk = commandsDesk({ now: () => now });
  const { send, store, vault } = desk;

  const adopted = async (book: typeof BOOK, version: string, validFrom = FROM): Promise<void> => {
    const named = { ruleBook: book.id, version };
    await send(RUL, 'DraftRuleBook', { ...named, content: { ...(structuredClone(book) as object), version } });
    await send(RUL, 'SubmitRuleBook', named);
    await send(CHAIR, 'AdoptRuleBook', { ...named, decision: DECREE, validFrom });
  };

  await send(SEC, 'PublishCalendar', calendar);
  for (const ministry of HOUSES) await send(...house(ministry, ...(ministry === 'BMI' ? ['DIGITAL_SERVICES'] : [])));
  const charter = { name: 'Digitalausschuss', purpose: '-', tracks: ['COMMITTEE'], place: 'BERLIN' };
  await send(SEC, 'EstablishBody', { body: 'DA', ...charter, legalBasis: DECREE });
  for (const seat of HOUSES) {
    await send(SEC, 'CreateSeat', { body: 'DA', seat, kind: 'VOTING' });
    const occupied = { person: `${seat}/REP`, role: 'CDO', decisionAuthority: true, competences: ['TECH', 'ORG'] };
    await send(SEC, 'OccupySeat', { body: 'DA', seat, ...occupied, from: FROM, ...onRequest });
  }
  await adopted(BOOK, BOOK.version);
  await adopted(agreements, agreements.version);

  return {
    ...{ ...desk, adopted },
    at: (moment: string): void => {
      now = instant(moment)!;
    },
    /** A matter that waits for its procedure to be opened. */
    submitted: async (): Promise<void> => {
      const [first] = circulated();
      await send(of('BMDS', 'REF'), 'DraftMatter', { matter: MATTER, ...first![3] });
      await send(of('BMDS', 'REF'), 'SubmitMatter', { matter: MATTER });
    },
    /** One command, while another one is recorded between its look-up and its record. */
    meanwhile: async (other: () => Promise<unknown>, ...sent: Sent): Promise<void> => {
      const keep = vault.keep.bind(vault);
      vault.keep = async (entry) => {
        vault.keep = keep;
        await other();
        return keep(entry);
      };
      await send(...sent);
    },
    records: async (): Promise<readonly string[]> => {
      const all: string[] = [];
      for await (const batch of store.readAll()) all.push(...batch.map(({ record }) => record));
      return all;
    },
  };
}
