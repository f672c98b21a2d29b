import {
  type Explanation,
  type Matter,
  type MatterEventType,
  type Profile,
  rulebook,
  ruleBookVersion,
  type RoundTally,
  type RunningDeadline,
  type Shown,
  type Tally,
} from '#domain';
import type { RecordFields } from '#evidence';
import type { Sources } from './sources.js';
import { told } from './streams.js';
import { isInvolved, type Viewer } from './viewer.js';

/** The running round whose votes the viewer may not see yet, but for those of the own house. */
export interface Secrecy {
  readonly round: string;
  /** Revision of its opening. */
  readonly opened: number;
  readonly own?: string;
  /** Corrections of votes of other houses in it. */
  readonly corrections: readonly string[];
}

interface Reading {
  readonly store: Pick<Sources['store'], 'readStream'>;
}

async function isSealed(store: Reading['store'], { ruleBook }: Matter): Promise<boolean> {
  if (!ruleBook) return false;
  const { now } = await told(store, rulebook, `rulebook-${ruleBook.id}`);
  const version = ruleBookVersion(now.state, ruleBook.version);
  return version?.status === 'ADOPTED' && version.content.procedure.ballotVisibility === 'SEALED';
}

/**
 * Votes of a running round are for those who take part, under a SEALED ballot for nobody before it is closed. What
 * counts is the present: a closed round is open to questions about any instant, and one that is extended is secret
 * again, as of any instant. Source: model, section 8.
 */
export async function secrecyOf({ store }: Reading, viewer: Viewer, present: Matter): Promise<Secrecy | undefined> {
  const round = present.rounds.at(-1);
  if (round?.status !== 'OPEN') return undefined;
  if (isInvolved(viewer, present) && !(await isSealed(store, present))) return undefined;
  const { ministry: own } = viewer;
  const corrections = Object.entries(present.corrections).flatMap(([id, { kind, round: of, seat }]) =>
    kind !== 'TEXT_TYPO' && of === round.id && seat !== own ? [id] : [],
  );
  return { round: round.id, opened: round.revision, corrections, ...(own === undefined ? {} : { own }) };
}

/** Whether the last round, which is what deadlines and differences are about, is the secret one. */
const isLast = (secrecy: Secrecy | undefined, { rounds }: Matter): secrecy is Secrecy =>
  secrecy !== undefined && rounds.at(-1)?.id === secrecy.round;

const ANSWERED = [
  ...['matter', 'round', 'seat', 'version', 'textHash', 'change', 'receivedAt', 'dueAt', 'channel'],
  ...['mandate', 'person', 'confirmedBy'],
];
const REQUESTED = ['matter', 'correction', 'kind', 'target', 'targetRevision', 'affected'];

/**
 * What stays of the records of a secret round: that it ended without a result before it was extended, that something is
 * to be corrected; of declarations that somebody has answered, and when. Everything else may tell a vote.
 */
const LEFT: { readonly [T in MatterEventType]?: readonly string[] } = {
  ResultEstablished: ['round', 'version', 'outcome', 'rule', 'ended', 'recused', 'dissentDue', 'correction'],
  CorrectionRequested: REQUESTED,
  CorrectionCommented: REQUESTED,
  CorrectionRefused: REQUESTED,
};

/**
 * What comes with a vote. Only who consents can reserve something, so that such a record tells the vote by being there;
 * statements are kept back with it, so that a gap in the history can be either.
 */
const ACCOMPANYING: readonly string[] = [
  'ReservationDeclared',
  'ReservationLifted',
  'ReservationConfirmed',
  'ReservationLapsed',
  'StatementRecorded',
] satisfies readonly MatterEventType[];

interface Data {
  readonly round?: unknown;
  readonly seat?: unknown;
  readonly correction?: unknown;
  readonly preset?: readonly { readonly seat: string }[];
}

/** Whether the record is one of the secret round, and not of the own house. */
function isCovered({ rev, type, data }: RecordFields, { round, opened, own, corrections }: Secrecy): boolean {
  const { round: of, seat, correction } = data as Data;
  if (type.startsWith('Correction')) return corrections.some((id) => id === correction);
  const isIn = type === 'StatementRecorded' ? rev > opened : of === round;
  return isIn && (own === undefined || seat !== own);
}

/**
 * The data of a record without what the secrecy covers; undefined where already its type tells a vote, so that the whole
 * record is to be kept back.
 */
export function veiled(record: RecordFields, secrecy: Secrecy | undefined): object | undefined {
  const { type, data } = record;
  if (!secrecy || !isCovered(record, secrecy)) return data;
  if (ACCOMPANYING.includes(type)) return undefined;
  const { seat, preset } = data as Data;
  // Votes that the round began with, after a veto lapsed.
  if (preset)
    return { ...data, preset: preset.map((vote) => (vote.seat === secrecy.own ? vote : { seat: vote.seat })) };
  const left = Object.hasOwn(LEFT, type) ? LEFT[type as MatterEventType] : seat === undefined ? undefined : ANSWERED;
  return left ? Object.fromEntries(Object.entries(data).filter(([name]) => left.includes(name))) : data;
}

/** The explanation of a result that was established before its round was extended, without what it rests on. */
export function veiledExplanation(explanation: Explanation, secrecy: Secrecy | undefined): Explanation {
  if (!secrecy || explanation.round !== secrecy.round) return explanation;
  const { tally: _, ...rest } = explanation;
  return {
    ...rest,
    ...{ deemed: [], reasoning: [], dissenting: rest.decision?.dissenting ?? [] },
    positions: rest.positions.filter(({ seat }) => seat === secrecy.own),
  };
}

/** Everybody entitled, and the silent: where who is not concerned leaves E, its number would tell that. */
const silentOf = ({ Y, N, A, S, V, C }: Tally): Pick<Tally, 'E' | 'S'> => ({ E: Y + N + A + S + V + C, S });

/** Of a secret ballot only the entitled and the silent are counted. */
export function veiledTally(
  tally: RoundTally,
  secrecy: Secrecy | undefined,
): Pick<RoundTally, 'round' | 'no' | 'rule' | 'E' | 'S'> & Partial<RoundTally> {
  if (secrecy?.round !== tally.round) return tally;
  const { round, no, rule } = tally;
  return { round, no, rule, ...silentOf(tally) };
}

type Deadline = Omit<RunningDeadline, 'timer'>;

/** The deadlines without those of reservations in a secret ballot, which only who consents can have. */
export function veiledDeadlines(
  deadlines: readonly Deadline[],
  state: Matter,
  secrecy: Secrecy | undefined,
): readonly Deadline[] {
  if (!isLast(secrecy, state)) return deadlines;
  return deadlines.filter(({ kind, subject }) => kind !== 'RESERVATION' || subject === secrecy.own);
}

type Parts = Readonly<Record<string, Shown>>;

/** Who has answered in a ballot that is secret, not what; the own house sees its own. */
export function veiledProfile(profile: Profile, state: Matter, secrecy: Secrecy | undefined): Profile {
  if (!isLast(secrecy, state)) return profile;
  const { own } = secrecy;
  const partsOf = (aspect: string): [string, Shown][] => Object.entries((profile[aspect] ?? {}) as Parts);
  const only = (aspect: string, isTold: (name: string) => boolean): Parts =>
    Object.fromEntries(partsOf(aspect).filter(([name]) => isTold(name)));
  const votes = partsOf('votes').map(([seat, value]): [string, Shown] => [
    seat,
    value === 'SILENT' || seat === own ? value : 'ANSWERED',
  ]);
  return {
    ...profile,
    votes: Object.fromEntries(votes),
    tally: silentOf(Object.fromEntries(partsOf('tally')) as unknown as Tally),
    reservations: only('reservations', (seat) => seat === own),
    deadlines: only('deadlines', (name) => {
      const [kind, seat] = name.split(' ');
      return kind !== 'RESERVATION' || seat === own;
    }),
  };
}
