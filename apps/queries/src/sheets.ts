import type { AgreementRow, DeadlineRow, DecisionRow, RegisterRow } from '#read-model';
import type { Linked } from './answers/register.js';
import type { Sheet } from './list.js';
import type { Bilingual } from './page/language.js';

type Columns<Row> = { readonly [K in keyof Row]?: Bilingual };

const ENTRY = {
  title: ['Titel', 'Title'],
  phase: ['Phase', 'Phase'],
  classification: ['Einstufung', 'Classification'],
} as const satisfies Readonly<Record<string, Bilingual>>;

const PROCEDURE = {
  body: ['Gremium', 'Body'],
  track: ['Verfahrensart', 'Track'],
  lead: ['Federführung', 'Lead'],
  ruleBook: ['Regelbuch', 'Rule book'],
  rule: ['Zählregel', 'Counting rule'],
  outcome: ['Ergebnis', 'Outcome'],
  participants: ['Beteiligte', 'Participants'],
} as const satisfies Readonly<Record<string, Bilingual>>;

const SELF: Bilingual = ['Adresse', 'Address'];

const matterColumns: Columns<Linked<RegisterRow>> = {
  matter: ['Vorgang', 'Matter'],
  ...ENTRY,
  category: ['Kategorie', 'Category'],
  version: ['Fassung', 'Version'],
  ...PROCEDURE,
  decisionNo: ['Beschlussnummer', 'Decision number'],
  origin: ['Zustandekommen', 'Origin'],
  effect: ['Wirkung', 'Effect'],
  fileReference: ['Aktenzeichen', 'File reference'],
  nextDueAt: ['Nächste Frist', 'Next due'],
  nextDueKind: ['Art der Frist', 'Kind of deadline'],
  begunAt: ['Angelegt', 'Begun'],
  openedAt: ['Eröffnet', 'Opened'],
  updatedAt: ['Zuletzt bewegt', 'Last change'],
  self: SELF,
};

const decisionColumns: Columns<Linked<DecisionRow>> = {
  decisionNo: ['Beschlussnummer', 'Decision number'],
  matter: ['Vorgang', 'Matter'],
  no: ['Beschluss im Vorgang', 'Decision of the matter'],
  ...ENTRY,
  ...PROCEDURE,
  origin: ['Zustandekommen', 'Origin'],
  bindingness: ['Verbindlichkeit', 'Bindingness'],
  effect: ['Wirkung', 'Effect'],
  enactedAt: ['Beschlossen', 'Enacted'],
  effectiveFrom: ['In Kraft ab', 'Effective from'],
  validUntil: ['Gilt bis', 'Valid until'],
  endedOn: ['Ohne Wirkung ab', 'Without effect from'],
  binds: ['Gebundene Häuser', 'Bound houses'],
  dissenting: ['Ohne Einvernehmen von', 'Dissenting'],
  self: SELF,
};

const agreementColumns: Columns<Linked<AgreementRow>> = {
  agreement: ['Vereinbarung', 'Agreement'],
  ...ENTRY,
  version: ['Fassung', 'Version'],
  parties: ['Parteien', 'Parties'],
  leads: ['Federführung', 'Lead'],
  inForceFrom: ['In Kraft ab', 'In force from'],
  validUntil: ['Laufzeit bis', 'Term until'],
  endedOn: ['Letzter Tag', 'Last day'],
  begunAt: ['Angelegt', 'Begun'],
  updatedAt: ['Zuletzt bewegt', 'Last change'],
  self: SELF,
};

const deadlineColumns: Columns<DeadlineRow> = {
  dueAt: ['Ende (ausschließlich)', 'End (exclusive)'],
  lastDay: ['Letzter Tag', 'Last day'],
  kind: ['Art', 'Kind'],
  matter: ['Vorgang', 'Matter'],
  agreement: ['Vereinbarung', 'Agreement'],
  subject: ['Betrifft', 'Subject'],
  trace: ['Berechnung', 'Computation'],
};

/** Registers as sheets: members of its rows in their order there, with headings. */
export const SHEETS = {
  matters: { name: 'matters', rows: 'rows', columns: matterColumns },
  decisions: { name: 'decisions', rows: 'rows', columns: decisionColumns },
  agreements: { name: 'agreements', rows: 'rows', columns: agreementColumns },
  deadlines: { name: 'deadlines', rows: 'rows', columns: deadlineColumns },
} as const satisfies Readonly<Record<string, Sheet>>;
