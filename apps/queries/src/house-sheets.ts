import type { FundingItem } from '#domain';
import type { BoundDetail } from './answers/binding.js';
import type { DutyItem } from './answers/duties.js';
import type { ShareItem } from './answers/funding.js';
import type { ObjectionItem } from './answers/objections.js';
import type { PositionItem } from './answers/positions.js';
import type { WaitingItem } from './answers/waiting.js';
import type { Sheet } from './list.js';
import { amountText, type Bilingual, type Language, shareText } from './page/language.js';

type Columns = Readonly<Record<string, Bilingual>>;

const ORIGIN = {
  title: ['Titel', 'Title'],
  matter: ['Vorgang', 'Matter'],
  agreement: ['Vereinbarung', 'Agreement'],
} as const satisfies Columns;

const KIND = ['Art', 'Kind'] as const;
const VERSION = ['Fassung', 'Version'] as const;
const ROUND = ['Runde', 'Round'] as const;
const REASON = ['Begründung', 'Reason'] as const;
const LAST_DAY = ['Letzter Tag', 'Last day'] as const;

/** Words, unless they are erased or were never there. */
const wordsIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Neither where it is still to be determined. */
const partOf = ({ bp, cents }: Pick<FundingItem, 'bp' | 'cents'>, language: Language): string => {
  if (cents !== undefined) return amountText(cents, language);
  return bp === undefined ? '' : shareText(bp, language);
};

const waiting = {
  ...{ name: 'waiting', rows: 'items' },
  columns: {
    ...ORIGIN,
    kind: KIND,
    subject: ['Betrifft', 'Subject'],
    version: VERSION,
    dueAt: ['Ende (ausschließlich)', 'End (exclusive)'],
    lastDay: LAST_DAY,
    text: ['Text', 'Text'],
    command: ['Antwort', 'Answered by'],
    silence: ['Wirkung des Schweigens', 'Effect of silence'],
  },
  cells: { silence: ({ silence }: WaitingItem, language: Language) => silence[language] },
} as const satisfies Sheet;

const binding = {
  ...{ name: 'binding', rows: 'details' },
  columns: {
    ...ORIGIN,
    decisionNo: ['Beschlussnummer', 'Decision number'],
    version: VERSION,
    reason: ['Bindung durch', 'Bound by'],
    effectiveFrom: ['In Kraft ab', 'Effective from'],
    validUntil: LAST_DAY,
    exempt: ['Ausgenommen', 'Exempt'],
    obligations: ['Pflichten', 'Obligations'],
    conditions: ['Auflagen', 'Conditions'],
    shares: ['Kostenanteile', 'Shares of cost'],
    reviewOn: ['Überprüfung', 'Review'],
  },
  cells: {
    obligations: ({ obligations }: BoundDetail) => obligations.map(({ text }) => text),
    conditions: ({ conditions }: BoundDetail) => conditions.map(wordsIn),
    shares: ({ shares }: BoundDetail, language: Language) =>
      shares.map((share) => `${share.party} ${share.year}: ${partOf(share, language)}`),
  },
} as const satisfies Sheet;

const duties = {
  ...{ name: 'duties', rows: 'duties' },
  columns: {
    ...ORIGIN,
    kind: KIND,
    id: ['Kennung', 'Id'],
    text: ['Pflicht', 'Duty'],
    due: LAST_DAY,
    status: ['Stand', 'Status'],
  } satisfies { readonly [K in keyof DutyItem]?: Bilingual },
} as const satisfies Sheet;

const funding = {
  ...{ name: 'funding', rows: 'items' },
  columns: {
    ...ORIGIN,
    version: VERSION,
    year: ['Haushaltsjahr', 'Budget year'],
    budgetTitle: ['Titel des Haushalts', 'Budget title'],
    share: ['Anteil', 'Share'],
    bp: ['Anteil (Basispunkte)', 'Share (basis points)'],
    cents: ['Betrag (Cent)', 'Amount (cents)'],
    secured: ['Gesichert', 'Secured'],
  },
  cells: { share: (item: ShareItem, language: Language) => partOf(item, language) },
} as const satisfies Sheet;

const positions = {
  ...{ name: 'positions', rows: 'positions' },
  columns: {
    ...ORIGIN,
    no: ROUND,
    version: VERSION,
    openedAt: ['Eröffnet', 'Opened'],
    lastDay: LAST_DAY,
    value: ['Stimme', 'Vote'],
    reason: REASON,
    receivedAt: ['Eingang', 'Received'],
    reservation: ['Vorbehalt', 'Reservation'],
    late: ['Verspätet', 'Late'],
    counted: ['Gezählt', 'Counted'],
    outcome: ['Ergebnis', 'Outcome'],
  },
  cells: {
    reason: ({ reason }: PositionItem) => wordsIn(reason),
    reservation: ({ reservation }: PositionItem) => (reservation ? [reservation.kind, reservation.status] : ''),
  },
} as const satisfies Sheet;

const objections = {
  ...{ name: 'objections', rows: 'objections' },
  columns: {
    ...ORIGIN,
    form: KIND,
    at: ['Erhoben', 'Raised'],
    version: VERSION,
    reason: REASON,
    points: ['Punkte', 'Points'],
    answers: ['Antworten', 'Answers'],
    settled: ['Erledigt', 'Settled'],
  },
  cells: {
    reason: ({ reason }: ObjectionItem) => wordsIn(reason),
    answers: ({ answers }: ObjectionItem) =>
      answers.map(({ kind, at, text }) => [kind, at, wordsIn(text)].filter((said) => said !== '').join(' ')),
  },
} as const satisfies Sheet;

/** What concerns one house, as sheets. */
export const HOUSE_SHEETS = { waiting, binding, duties, funding, positions, objections } as const;
