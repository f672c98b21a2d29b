import {
  DELIVERY_PROOFS,
  type MatterEventType,
  type MatterPayloads,
  MODES,
  RESERVATION_KINDS,
  VOTE_VALUES,
} from '#domain';
import type { RecordFields } from '#evidence';
import { asking, type Noted, noting, reading, type Row } from './asking.js';
import { WORDS } from './masked.js';
import { flag, instant, list, maybe, names, oneOf, open, text, whole, words } from './shape.js';

const ofSeat = { round: text, seat: text };
const value = oneOf(VOTE_VALUES);
const subject = { subject: oneOf(['PERSON', 'SEAT']), seat: text, person: maybe(text) };
const recorded = { ...ofSeat, version: whole, value, reason: maybe(words) };

type Cast = MatterPayloads['CastVote'];
const cast = reading<Omit<Cast, 'matter' | 'reservation' | 'statement'>>({
  ...recorded,
  ...{ textHash: maybe(text), points: maybe(list(text)) },
});
const entered = reading<Omit<MatterPayloads['RecordVote'], 'matter' | 'change'>>(recorded);
const reserved = reading<NonNullable<Cast['reservation']>>({ kind: oneOf(RESERVATION_KINDS), note: maybe(words) });

/** A vote with what came along with it: a reservation, a statement for the minutes. */
function own(type: string, first: RecordFields, more: readonly RecordFields[]) {
  const data = cast(first);
  const declared = more.find((record) => record.type === 'ReservationDeclared');
  const reservation = declared && reserved(declared);
  if (!data || (declared && !reservation)) return undefined;
  const spoke = more.some((record) => record.type === 'StatementRecorded');
  return { type, data: Object.assign(data, reservation && { reservation }, spoke && { statement: WORDS }) };
}

const confirming = asking('ConfirmVote', ofSeat);

/** A vote of the house itself, one that the secretariat records for it, or one that was recorded late and is confirmed. */
const voting =
  (type: string, change: boolean): Row =>
  (records, state) => {
    const [first, ...more] = records;
    if (Object.hasOwn(first.data, 'confirmedBy')) return confirming(records, state);
    if (first.by.role !== 'SEC') return own(type, first, more);
    const data = entered(first);
    return data && { type: 'RecordVote', data: Object.assign(data, { change }) };
  };

interface Veto {
  readonly round: string;
  readonly seat: string;
  readonly text: string;
  readonly reasons: string;
  readonly effects: Readonly<Record<string, unknown>>;
}
const vetoed = reading<Veto>({ ...ofSeat, text, reasons: words, effects: open() });

/** The counter-proposal has another name in the event. */
const vetoing: Row = ([first]) => {
  const { text: counterText, ...data } = vetoed(first) ?? {};
  return counterText === undefined ? undefined : { type: 'RaiseConstructiveVeto', data: { ...data, counterText } };
};

/** Events of a round that are nobody's judgement. */
export const notedOfRounds = {
  DeliveryProven: noting('ProveDelivery', {
    ...{ round: text, seats: names, deliveredAt: instant, proof: oneOf(DELIVERY_PROOFS) },
  }),
} satisfies { readonly [T in MatterEventType]?: Noted<'ProveDelivery'> };

const closing = asking('CloseRound', { round: text });
const ending = asking('CloseRoundAtDeadline', { round: text });

/** A round from its opening to its result, and what seats declare in it. */
export const askedOfRounds = {
  RoundOpened: asking('OpenRound', {
    ...{ round: text, mode: oneOf(MODES), rule: maybe(text), period: maybe(text), urgentReason: maybe(words) },
    ...{ meeting: maybe(text), item: maybe(text) },
  }),
  WrittenModeObjected: asking('ObjectWrittenMode', { ...ofSeat, reason: words }),
  ConstructiveVetoRaised: vetoing,
  RoundExtended: asking('ExtendRound', { round: text, reason: words }),
  RoundClosed: (records, state) => (records[0].by.role === 'SYSTEM' ? ending : closing)(records, state),
  VoteCast: voting('CastVote', false),
  VoteChanged: voting('ChangeVote', true),
  VoteRecordPending: asking('RecordVote', { ...recorded, change: maybe(flag) }),
  LateVoteNoted: asking('NoteLateVote', { ...ofSeat, value, reason: maybe(words) }),
  ReservationLifted: asking('LiftReservation', ofSeat),
  ReservationConfirmed: asking('ConfirmReservation', { ...ofSeat, reason: words }),
  ReservationLapsed: asking('LapseReservation', ofSeat),
  RecusalDeclared: asking('DeclareRecusal', { ...subject, ground: text, detail: maybe(words) }),
  RecusalDecided: asking('DecideRecusal', {
    ...{ ...subject, ruling: oneOf(['EXCLUDED', 'REJECTED']), reason: words, votedBy: names },
  }),
  ResultEstablished: asking('EstablishResult', { round: text }),
  DissentDeclared: asking('DeclareDissent', { reason: words }),
} satisfies { readonly [T in MatterEventType]?: Row };
