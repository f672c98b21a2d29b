import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type Actor,
  type Calendar,
  type Command,
  decide,
  type Decider,
  type Event,
  evolve,
  type FunctionCode,
  fromRecord,
  instant,
  type Mandate,
  matter as decider,
  type MatterCommand,
  type MatterFacts,
  type MatterPayloads,
  type MatterTimers,
  permissionOf,
  type Rank,
  type RuleBookContent,
  stableText,
} from '#domain';
import type { Envelope, EventStore } from '#event-store';
import { eventId, type JsonObject, parseRecord, sealData, sha256Hex, writeRecord } from '#evidence';
import { pinned } from '#facts';
import type { Vault } from '#vault';

/** npm and Jest run in the root of the repository, whether from sources or built. */
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const preset = read('presets/bund-2025.json') as {
  readonly calendars: readonly (Calendar & { readonly source: string })[];
};
const draft = read('presets/rulebooks/RB-POLOPS-1.0.0.json') as RuleBookContent;
const DECREE = { type: 'ORGANISATION_DECREE', reference: 'Organisationserlass' } as const;

export const BOOK: RuleBookContent = {
  ...draft,
  legalBasis: DECREE,
  competenceGrants: draft.competenceGrants.map((grant) => ({ ...grant, legalBasis: DECREE, validFrom: '2026-12-01' })),
};
export const HOUSES = ['AA', 'BMAS', 'BMDS', 'BMF', 'BMG', 'BMI', 'BMVg'];

type Payloads = MatterPayloads & MatterTimers;
type Step = {
  [T in keyof Payloads]: readonly [
    at: string,
    by: string,
    type: T,
    data: Omit<Payloads[T], 'matter'>,
    receivedAt?: string,
  ];
}[keyof Payloads];

const calendar = preset.calendars.findLast(({ place }) => place === 'BERLIN')!;
const factsOf = (ruleBook: RuleBookContent): MatterFacts => ({
  ...{ hash: sha256Hex, ruleBook, calendar, tracks: ['COMMITTEE'], chairSeat: 'BKAmt' },
  seats: HOUSES.map((seat) => ({
    seat,
    voting: true,
    ended: false,
    occupant: `${seat}/REP`,
    deputies: [`${seat}/DEP`],
  })),
  ...{ responsible: [], unknown: [], external: false, basisInForce: true },
});

export function actorOf(person: string): Actor {
  const [house = '', code = ''] = person.split('/');
  const office = (['SEC', 'CHAIR', 'DSB', 'REG'] as const).find((name) => name === house);
  if (office) return { person, function: office, mandates: [] };
  const rank: Rank = code === 'ST' ? 'STATE_SECRETARY' : 'DIRECTORATE';
  const mandates: Mandate[] = [{ id: `m-${code}`, scope: ['VOTE'], rank }];
  return { person, function: code as FunctionCode, ministry: house, mandates };
}

/** Keeps the words behind the digests and the persons behind pseudonyms; the latter are the persons themselves without one. */
type Keeper = Pick<Vault, 'keep' | 'pseudonym'>;

export interface Written {
  readonly stream: string;
  readonly records: readonly string[];
}

/** What proves that a letter came. */
const LETTER = { name: 'schreiben.pdf', sha256: sha256Hex('schreiben') };
/** Whoever asks for it here: what nobody may send, time brings about. */
const SYSTEM = { org: 'SYSTEM', role: 'SYSTEM', sub: 'system' };

/** Classification and rule book, as they stand in the records of a command. */
type Marks<C, S> = (state: S, command: C) => Pick<Envelope, 'cls' | 'rb'>;

/** Decides the commands one after the other by the rules, and writes what they yield as records, values sealed. */
export async function recorded<C extends Command, E extends Event, S>(
  decider: Decider<C, E, S>,
  stream: string,
  commands: readonly C[],
  { keeper, marks }: { readonly keeper?: Keeper | undefined; readonly marks: Marks<C, S> },
): Promise<Written> {
  const records: string[] = [];
  let state = decider.initial;
  for (const command of commands) {
    const { now, actor, onBehalfOf, receivedAt, channel } = command.meta;
    const sub = (await keeper?.pseudonym(actor.person)) ?? actor.person;
    const commandId = randomUUID();
    const marked = marks(state, command);
    for (const [index, event] of decide(decider, command, state).entries()) {
      const erasable: Readonly<Record<string, readonly string[] | undefined>> = decider.erasable;
      const sealed = sealData(event.data as JsonObject, erasable[event.type] ?? []);
      const values = sealed.disclosures.map(({ digest, disclosure }) => ({ digest, disclosure, class: event.type }));
      await keeper?.keep({ stream, commandId: randomUUID(), sha256: sha256Hex(commandId), values });
      const record = writeRecord({
        ...{ v: 1, id: eventId(commandId, index), stream, rev: records.length, type: event.type, sv: 1, at: now },
        by: permissionOf(command.type) ? { org: onBehalfOf, role: actor.function, sub } : SYSTEM,
        ...(receivedAt === undefined ? {} : { received: receivedAt, ch: channel, ev: LETTER }),
        ...{ ...marked, cmd: { id: commandId, sha256: sha256Hex(commandId) }, after: [], data: sealed.data },
      });
      records.push(record);
      state = evolve(decider, state, fromRecord<E>(parseRecord(record)));
    }
  }
  return { stream, records };
}

/** What was received earlier came as a letter. */
export const mail = (received: string | undefined) =>
  received === undefined
    ? { channel: 'PORTAL' }
    : { channel: 'EMAIL', receivedAt: instant(received), evidence: LETTER };

/** A matter that takes the steps. */
export function written(matter: string, steps: readonly Step[], keeper?: Keeper, book = BOOK): Promise<Written> {
  const commands = steps.map(([at, by, type, data, received]) => {
    const actor = actorOf(by);
    const meta = { now: new Date(at).toISOString(), actor, onBehalfOf: actor.ministry ?? 'DA', ...mail(received) };
    return { type, data: { matter, ...data }, meta, facts: factsOf(book) } as MatterCommand;
  });
  return recorded(decider, `matter-${matter}`, commands, { keeper, marks: (state, { data }) => pinned(state, data) });
}

/** Who may record it: a house grants its own mandates, and nobody adopts the rule book that he wrote. */
function recorderOf(stream: string, type: string): { readonly org: string; readonly role: string } {
  if (type === 'RuleBookAdopted') return { org: 'DA', role: 'CHAIR' };
  if (type.startsWith('RuleBook')) return { org: 'DA', role: 'RUL' };
  if (type.startsWith('Mandate')) return { org: stream.replace('ministry-', ''), role: 'BM' };
  return { org: 'DA', role: 'SEC' };
}

/** Records of a stream that is no matter, written as they are given. */
export function plain(stream: string, events: readonly (readonly [type: string, data: JsonObject])[]): Written {
  const records = events.map(([type, data], rev) => {
    const id = randomUUID();
    const by = { ...recorderOf(stream, type), sub: `author-${rev}` };
    const at = '2026-12-01T07:00:00.000Z';
    return writeRecord({
      v: 1,
      id,
      stream,
      rev,
      type,
      sv: 1,
      at,
      by,
      ev: LETTER,
      cmd: { id, sha256: sha256Hex(id) },
      after: [],
      data,
    });
  });
  return { stream, records };
}

/** The streams that the matters rest on: calendar of Berlin and the adopted rule book. */
export const basis = (book: RuleBookContent = BOOK): readonly Written[] => {
  const content = JSON.parse(JSON.stringify(book)) as JsonObject;
  const { id: ruleBook, version } = book;
  return [
    plain('calendar-BERLIN', [['CalendarPublished', JSON.parse(JSON.stringify(calendar)) as JsonObject]]),
    plain(`rulebook-${ruleBook}`, [
      ['RuleBookDrafted', { ruleBook, version, content, contentHash: sha256Hex(stableText(content)) }],
      ['RuleBookSubmitted', { ruleBook, version }],
      ['RuleBookAdopted', { ruleBook, version, decision: DECREE, validFrom: '2026-12-01' }],
    ]),
  ];
};

/** The committee, and the houses that questions are asked about. */
export const registered = (houses: readonly string[] = [...HOUSES, 'BMZ']): readonly Written[] => [
  plain('body-DA', [['BodyEstablished', { body: 'DA' }]]),
  ...houses.map((ministry) => plain(`ministry-${ministry}`, [['MinistryRegistered', { ministry }]])),
];

/** Appends the records, behind the revision. */
export async function appended(store: EventStore, { stream, records }: Written, revision = -1): Promise<void> {
  const events = records.map((record) => {
    const { id, type } = parseRecord(record);
    return { id, type, record };
  });
  await store.append(stream, revision, events);
}

const ROUND = '2c5c0a4e-0f1c-4d1a-9a52-7b1f0a3c9d11';
export const ROUNDS = { first: ROUND, second: ROUND.replace('2c', '3c') } as const;

/** From the draft to a running round, with the delivery proven to all. */
export const circulated = (classification = 'INTERN', title = 'Registerportal'): Step[] => [
  [
    '2027-01-11T08:00:00+01:00',
    'BMDS/REF',
    'DraftMatter',
    {
      ...{ title, body: 'DA', track: 'COMMITTEE', lead: 'BMDS', category: 'STANDARD', bindingness: 'BINDING' },
      ...{ areas: ['DIGITAL_SERVICES'], text: 'Fassung 1', technicalImpact: 'gering', organisationalImpact: 'gering' },
      classification,
    },
  ],
  ['2027-01-11T08:10:00+01:00', 'BMDS/REF', 'SubmitMatter', {}],
  ['2027-01-11T08:20:00+01:00', 'SEC/A', 'OpenProcedure', { participants: { EINVERNEHMEN: HOUSES } }],
  ['2027-01-11T09:00:00+01:00', 'SEC/A', 'OpenRound', { round: ROUND, mode: 'WRITTEN' }],
  [
    '2027-01-11T09:05:00+01:00',
    'SEC/A',
    'ProveDelivery',
    { round: ROUND, seats: HOUSES, deliveredAt: '2027-01-11T08:05:00.000Z', proof: 'PORTAL' },
  ],
];

const vote = (at: string, seat: string, value: 'CONSENT' | 'OBJECTION', reason?: string): Step => [
  at,
  `${seat}/REP`,
  'CastVote',
  { round: ROUND, seat, version: 1, value, ...(reason === undefined ? {} : { reason }) },
];

/** Agreed by silence and enacted. */
export const agreed = (classification?: string): Step[] => [
  ...circulated(classification),
  vote('2027-01-12T09:00:00+01:00', 'BMDS', 'CONSENT'),
  vote('2027-01-13T09:00:00+01:00', 'BMI', 'CONSENT'),
  ['2027-01-26T00:00:00+01:00', 'SEC/A', 'CloseRoundAtDeadline', { round: ROUND }],
  ['2027-01-26T12:05:00+01:00', 'SEC/A', 'EstablishResult', { round: ROUND }],
  ['2027-01-26T12:10:00+01:00', 'SEC/A', 'EnactDecision', { effectiveFrom: '2027-02-01', decisionNo: 'DA-2027-1' }],
];

const level = (name: string, opened: string | undefined, tried: string, closed: string): Step[] => [
  ...(opened === undefined ? [] : [[opened, 'SEC/A', 'OpenLevel', { level: name }] as Step]),
  [
    tried,
    'SEC/A',
    'RecordAttempt',
    {
      ...{ level: name, date: tried.slice(0, 10), form: 'Gespräch', note: 'ohne Ergebnis' },
      ranks: ['BMDS', 'BMF', 'BMI'].map((code) => ({ code, rank: name as 'DIRECTORATE' })),
    },
  ],
  [closed, 'CHAIR', 'CloseLevel', { level: name, result: 'NOT_AGREED' }],
];

/** Two objections, every level of the ladder, and the final decision of the digital ministry. */
export const decidedFinally = (): Step[] => [
  ...circulated(),
  vote('2027-01-12T09:00:00+01:00', 'BMDS', 'CONSENT'),
  vote('2027-01-13T09:00:00+01:00', 'BMF', 'OBJECTION', 'Die Kosten sind nicht gedeckt'),
  vote('2027-01-14T09:00:00+01:00', 'BMI', 'OBJECTION', 'Die Daten gehören in das Register'),
  ['2027-01-26T00:00:00+01:00', 'SEC/A', 'CloseRoundAtDeadline', { round: ROUND }],
  ['2027-01-26T12:05:00+01:00', 'SEC/A', 'EstablishResult', { round: ROUND }],
  [
    '2027-01-27T09:00:00+01:00',
    'SEC/A',
    'OpenEscalation',
    {
      points: ['Kosten', 'Daten'],
      positions: ['BMF', 'BMI'].map((code) => ({ code, text: `Standpunkt ${code}` })),
      options: [{ version: 1, text: 'Fassung 1' }],
    },
  ],
  ...level('DIRECTORATE', undefined, '2027-02-01T10:00:00+01:00', '2027-02-11T09:00:00+01:00'),
  ...level('STATE_SECRETARY', '2027-02-12T09:00:00+01:00', '2027-02-15T10:00:00+01:00', '2027-02-27T09:00:00+01:00'),
  ...level('MINISTER', '2027-03-01T09:00:00+01:00', '2027-03-02T10:00:00+01:00', '2027-03-16T09:00:00+01:00'),
  ['2027-03-16T10:00:00+01:00', 'SEC/A', 'EstablishExhaustion', {}],
  [
    '2027-03-18T10:00:00+01:00',
    'BMDS/ST',
    'TakeFinalDecision',
    {
      reasons: 'Das Portal ist Voraussetzung der Vorhaben 2028',
      answers: ['BMF', 'BMI'].map((seat) => ({ seat, text: `Antwort an ${seat}` })),
      resultResponsibility: { accepted: true, reportDates: ['2027-12-08'] },
    },
  ],
];

/** The same, on a version that was introduced on the last level of the ladder. */
export const decidedOnVersion2 = (): Step[] => {
  const course = decidedFinally();
  const last = course.findLastIndex(([, , type]) => type === 'CloseLevel');
  const amended: Step = [
    '2027-03-03T10:00:00+01:00',
    'BMDS/REF',
    'AmendMatter',
    { text: 'Fassung 2', basis: 'ESCALATION' },
  ];
  return course.toSpliced(last, 0, amended);
};
