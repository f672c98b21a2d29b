import {
  type Actor,
  type Calendar,
  type FunctionCode,
  FUNCTIONS,
  type Grounds,
  instant,
  type MatterCommand,
  type MatterEvent,
  type MatterFacts,
  type Mandate,
  type Meta,
  type Rank,
  type RuleBookContent,
  type SeatFact,
} from '../src/index.js';

/** The ordinary course of a committee matter, to be cut off wherever a test begins. */
export const SEATS = ['AA', 'BMAS', 'BMDS', 'BMF', 'BMG', 'BMI', 'BMVg'];

const holidays = [
  { date: '2027-03-08', name: 'Internationaler Frauentag' },
  { date: '2027-03-26', name: 'Karfreitag' },
  { date: '2027-03-29', name: 'Ostermontag' },
  { date: '2027-05-06', name: 'Christi Himmelfahrt' },
  { date: '2027-05-17', name: 'Pfingstmontag' },
];
export const calendar: Calendar = { place: 'BERLIN', version: '2027-1', holidays };

const legalBasis = { type: 'ORGANISATION_DECREE', reference: 'Fall-Rechtsgrundlage' } as const;

export const committee: NonNullable<RuleBookContent['tracks']['COMMITTEE']> = {
  rules: [
    { rule: 'consensus-silence@1', modes: ['WRITTEN'], params: { minExpress: 1, abstentionAllowed: true } },
    { rule: 'unanimous-express@1', modes: ['WRITTEN', 'MEETING'], params: { abstentionAllowed: true } },
  ],
  period: 'P14D',
  minPeriod: 'P14D',
  urgentMinPeriod: 'P3WD',
  confirmPeriod: 'P5WD',
  hearingPeriod: 'P10WD',
  requireValidUntil: false,
  requireDecideBy: false,
  veto: { holder: 'DIGITAL_MINISTRY', maxPerLineage: 1 },
  ladder: {
    openWithin: 'P5WD',
    levels: [
      { level: 'DIRECTORATE', rank: 'DIRECTORATE', period: 'P10WD', skippable: true },
      { level: 'STATE_SECRETARY', rank: 'STATE_SECRETARY', period: 'P10WD', skippable: true },
      { level: 'MINISTER', rank: 'MINISTER', period: 'P10WD', skippable: false },
    ],
  },
  finalDecision: { decider: 'DIGITAL_MINISTRY', minRank: 'STATE_SECRETARY', window: 'P14D', reportDatesMin: 1 },
  cabinet: { suspensive: false, referralWindow: 'P14D' },
};

export const book: RuleBookContent = {
  id: 'RB-POLOPS',
  version: '1.0.0',
  title: 'Digitalisierungsausschuss',
  place: 'BERLIN',
  roles: { digitalMinistry: 'BMDS', competenceClarifier: 'BKAmt' },
  legalBasis,
  collegialCabinet: false,
  pilot: false,
  bodies: ['DA'],
  procedure: {
    graceTime: '12:00',
    maxExtensions: 2,
    modeObjectionPeriod: 'P3WD',
    ballotVisibility: 'TRANSPARENT',
    reservations: {
      kinds: ['LEITUNG', 'PRUEFUNG', 'HAUSHALT'],
      blocking: ['LEITUNG', 'PRUEFUNG'],
      period: 'P5WD',
      unresolved: 'OBJECTION',
    },
    correctionHearing: 'P2WD',
    retentionYears: 30,
    seatRecusalGrounds: ['EVALUATION_OF_OWN_PROJECT'],
  },
  tracks: { COMMITTEE: committee, STAGE: { ...committee, finalDecision: null }, FRAME: committee },
  competenceGrants: [
    {
      ...{ id: 'CG-1', decider: 'DIGITAL_MINISTRY', tracks: ['COMMITTEE'], validFrom: '2025-05-06', legalBasis },
      ...{ categories: ['DIGITAL_PROJECT', 'STANDARD'], exclusions: ['FACHKONZEPTION', 'TAX_ADMINISTRATION'] },
    },
  ],
};

/** The book with another committee track or other rules of procedure. */
export const bookWith = (
  track: Partial<typeof committee>,
  procedure: Partial<RuleBookContent['procedure']> = {},
): RuleBookContent => ({
  ...book,
  procedure: { ...book.procedure, ...procedure },
  tracks: { ...book.tracks, COMMITTEE: { ...committee, ...track } },
});

export const seatFact = (seat: string): SeatFact => ({
  ...{ seat, voting: true, ended: false, occupant: `${seat}/REP`, deputies: [`${seat}/DEP`] },
});

/** The text itself in brackets: different for different texts, and readable in a failing test. */
const hash = (text: string): string => `[${text}]`;

export const facts: MatterFacts = {
  hash,
  ruleBook: book,
  calendar,
  seats: SEATS.map(seatFact),
  tracks: ['COMMITTEE', 'STAGE', 'FRAME'],
  responsible: ['BMDS'],
  unknown: [],
  external: false,
  basisInForce: false,
};

/** The facts with one seat as it is not in the beginning. */
export const withSeat = (seat: string, change: Partial<SeatFact>): Partial<MatterFacts> => ({
  seats: facts.seats.map((fact) => (fact.seat === seat ? { ...fact, ...change } : fact)),
});

const RANKS: Partial<Record<FunctionCode, Rank>> = { REF: 'DESK', ST: 'STATE_SECRETARY', BM: 'MINISTER' };
const ORIGINS: Readonly<Record<string, string>> = { 'SEC/A': 'BMV', 'SEC/B': 'BMI', CHAIR: 'BKAmt' };

/** A person as the preset names them, with the mandate that comes with the function there. */
export function actor(name: string): Actor {
  const [first = '', second = ''] = name.split('/');
  const isOffice = (FUNCTIONS as readonly string[]).includes(first);
  const code = (isOffice ? first : second) as FunctionCode;
  if (isOffice) return { person: name, function: code, mandates: [], origin: ORIGINS[name] ?? 'BKAmt' };
  const scope: Mandate['scope'] = ['REF', 'ST', 'BM'].includes(code) ? ['DRAFT', 'VOTE'] : ['DRAFT'];
  const mandate: Mandate = { id: `mandate-${name}`, scope, rank: RANKS[code] ?? 'DIRECTORATE' };
  return { person: name, function: code, ministry: first, mandates: [mandate] };
}

/** What an explanation rests on, with the book of this course adopted. */
export const grounds = (events: Grounds<MatterEvent>['events']): Grounds<MatterEvent> => ({
  events,
  ruleBookAt: () => book,
  adopted: ({ version }) => ({
    ...{ version, content: book, contentHash: '', authors: [], status: 'ADOPTED' },
    ...{ from: '2026-12-01', revision: 2 },
  }),
});

type Type = MatterCommand['type'];
type DataOf<T extends Type> = Omit<Extract<MatterCommand, { type: T }>['data'], 'matter'>;

interface Envelope extends Partial<Omit<Meta, 'actor' | 'now'>> {
  readonly by?: string | Actor;
  /** ISO with offset. */
  readonly at?: string;
  readonly facts?: Partial<MatterFacts>;
}

/** A command of matter m1; by the secretariat and on the first morning, if nothing else is said. */
export function step<T extends Type>(
  type: T,
  data: DataOf<T>,
  { by = 'SEC/A', at = '2027-03-25T09:00:00+01:00', facts: other, ...meta }: Envelope = {},
): MatterCommand {
  const person = typeof by === 'string' ? actor(by) : by;
  const now = instant(at) ?? at;
  const onBehalfOf = person.ministry ?? 'DA';
  return {
    type,
    data: { matter: 'm1', ...data },
    meta: { now, channel: 'PORTAL', onBehalfOf, ...meta, actor: person },
    facts: { ...facts, ...other },
  } as unknown as MatterCommand;
}

export const DRAFT: DataOf<'DraftMatter'> = {
  title: 'Gemeinsame Plattform',
  body: 'DA',
  track: 'COMMITTEE',
  lead: 'BMDS',
  category: 'DIGITAL_PROJECT',
  areas: ['IT_PLATFORM'],
  bindingness: 'BINDING',
  text: 'Fassung 1',
  technicalImpact: 'Schnittstelle',
  organisationalImpact: 'eine Ansprechstelle',
  classification: 'INTERN',
};

export const draft = (change: Partial<DataOf<'DraftMatter'>> = {}) =>
  step('DraftMatter', { ...DRAFT, ...change }, { by: 'BMDS/REF' });
export const submit = () => step('SubmitMatter', {}, { by: 'BMDS/REF' });
export const open = (data: Partial<DataOf<'OpenProcedure'>> = {}, envelope: Envelope = {}) =>
  step('OpenProcedure', { participants: { EINVERNEHMEN: SEATS }, ...data }, envelope);

/** Drafted, submitted and opened. */
export const opened = (change: Partial<DataOf<'DraftMatter'>> = {}) => [draft(change), submit(), open()];

export const openRound = (data: Partial<DataOf<'OpenRound'>> = {}, envelope: Envelope = {}) =>
  step('OpenRound', { round: 'r1', mode: 'WRITTEN', ...data }, { at: '2027-03-25T09:05:00+01:00', ...envelope });
export const deliver = (seats: readonly string[] = SEATS, deliveredAt = '2027-03-25T08:05:00.000Z', round = 'r1') =>
  step('ProveDelivery', { round, seats, deliveredAt, proof: 'PORTAL' }, { at: '2027-03-25T09:06:00+01:00' });

/** Round r1 on version 1 of seven seats, Thu 25 March to Thu 8 April 2027 over Easter and the change of clocks. */
export const inRound = (change: Partial<DataOf<'DraftMatter'>> = {}, envelope: Envelope = {}) => [
  ...opened(change),
  openRound({}, envelope),
  deliver(),
];

type VoteData = DataOf<'CastVote'>;
export const cast = (seat: string, value: VoteData['value'], data: Partial<VoteData> = {}, envelope: Envelope = {}) =>
  step(
    'CastVote',
    { round: 'r1', seat, version: 1, value, ...(value === 'OBJECTION' ? { reason: 'Kosten' } : {}), ...data },
    { by: `${seat}/REP`, at: '2027-04-05T10:00:00+02:00', ...envelope },
  );

export const atDeadline = (round = 'r1', at = '2027-04-09T00:00:00+02:00') =>
  step('CloseRoundAtDeadline', { round }, { by: 'SEC/SYSTEM', at });
export const establish = (at = '2027-04-12T10:00:00+02:00', envelope: Envelope = {}) =>
  step('EstablishResult', { round: 'r1' }, { at, ...envelope });

/** BMF and BMI object, the dissent is established on Mon 12 April. */
export const dissent = (change: Partial<DataOf<'DraftMatter'>> = {}) => [
  ...inRound(change),
  ...['AA', 'BMAS', 'BMDS'].map((seat) => cast(seat, 'CONSENT')),
  ...['BMF', 'BMI'].map((seat) => cast(seat, 'OBJECTION')),
  atDeadline(),
  establish(),
];

/** Everybody consents by act or by silence. */
export const agreed = (change: Partial<DataOf<'DraftMatter'>> = {}) => [
  ...inRound(change),
  cast('BMF', 'CONSENT'),
  atDeadline(),
  establish(),
];
export const enact = (data: Partial<DataOf<'EnactDecision'>> = {}, envelope: Envelope = {}) =>
  step('EnactDecision', { effectiveFrom: '2027-04-13', ...data }, { at: '2027-04-12T11:00:00+02:00', ...envelope });

export const POSITIONS = ['BMF', 'BMI'].map((code) => ({ code, text: `Haltung ${code}` }));
export const escalate = (data: Partial<DataOf<'OpenEscalation'>> = {}) =>
  step(
    'OpenEscalation',
    { points: ['Kosten'], positions: POSITIONS, options: [{ version: 1, text: 'wie Fassung 1' }], ...data },
    { at: '2027-04-12T10:30:00+02:00' },
  );
export const attempt = (level: string, rank: Rank, at: string, data: Partial<DataOf<'RecordAttempt'>> = {}) => {
  const ranks = ['BMDS', 'BMF', 'BMI'].map((code) => ({ code, rank }));
  return step('RecordAttempt', { level, date: at.slice(0, 10), form: 'Besprechung', ranks, ...data }, { at });
};
export const closeLevel = (level: string, at: string, data: Partial<DataOf<'CloseLevel'>> = {}, by = 'CHAIR') =>
  step('CloseLevel', { level, result: 'NOT_AGREED', ...data }, { by, at });
export const openLevel = (level: string, at: string) => step('OpenLevel', { level }, { at });
export const amend = (text: string, at: string, data: Partial<DataOf<'AmendMatter'>> = {}) =>
  step('AmendMatter', { text, basis: 'OTHER', ...data }, { by: 'BMDS/REF', at });

/** The level DIRECTORATE is open until Mon 26 April. */
export const escalated = (change: Partial<DataOf<'DraftMatter'>> = {}) => [...dissent(change), escalate()];

/** All three levels without agreement, version 2 introduced on the last one. */
export const climbed = (change: Partial<DataOf<'DraftMatter'>> = {}) => [
  ...escalated(change),
  attempt('DIRECTORATE', 'DIRECTORATE', '2027-04-20T14:00:00+02:00'),
  closeLevel('DIRECTORATE', '2027-04-26T16:00:00+02:00'),
  openLevel('STATE_SECRETARY', '2027-04-27T09:00:00+02:00'),
  attempt('STATE_SECRETARY', 'STATE_SECRETARY', '2027-05-04T14:00:00+02:00'),
  closeLevel('STATE_SECRETARY', '2027-05-12T16:00:00+02:00'),
  openLevel('MINISTER', '2027-05-13T09:00:00+02:00'),
  amend('Fassung 2', '2027-05-20T11:00:00+02:00', { basis: 'ESCALATION' }),
  attempt('MINISTER', 'MINISTER', '2027-05-21T14:00:00+02:00'),
  closeLevel('MINISTER', '2027-05-28T16:00:00+02:00'),
];
export const exhaust = () => step('EstablishExhaustion', {}, { at: '2027-05-31T09:00:00+02:00' });

/** Window of the final decision until Mon 14 June 2027, 24:00. */
export const exhausted = (change: Partial<DataOf<'DraftMatter'>> = {}) => [...climbed(change), exhaust()];

export const ANSWERS = ['BMF', 'BMI'].map((seat) => ({ seat, text: `Antwort an ${seat}` }));
export const decideFinally = (data: Partial<DataOf<'TakeFinalDecision'>> = {}, envelope: Envelope = {}) =>
  step(
    'TakeFinalDecision',
    {
      ...{ version: 2, reasons: 'Voraussetzung der Vorhaben 2028', answers: ANSWERS },
      resultResponsibility: { accepted: true, reportDates: ['2027-12-08', '2028-06-08'] },
      ...data,
    },
    { by: 'BMDS/ST', at: '2027-06-08T10:00:00+02:00', ...envelope },
  );
