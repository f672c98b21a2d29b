import {
  type BodyEvent,
  type BodyPayloads,
  type CalendarEvent,
  type CalendarPayloads,
  COMPETENCES,
  type MinistryEvent,
  type MinistryPayloads,
  type PermittedCommand,
  RANKS,
  type RuleBookEvent,
  type RuleBookPayloads,
  SCOPES,
  SEAT_KINDS,
  SEAT_ROLES,
} from '#domain';
import type { Json, RecordFields } from '#evidence';
import { reading } from './asking.js';
import { legalBasis } from './asked-of-procedure.js';
import { day, flag, list, maybe, type Members, object, oneOf, open, text, whole, words } from './shape.js';

type Payloads = MinistryPayloads & BodyPayloads & CalendarPayloads & RuleBookPayloads;

/** The command that an event records, and what was asked for as the event holds it; undefined where nobody can have asked for it. */
interface Asking {
  readonly command: PermittedCommand;
  readonly read: (record: RecordFields) => Readonly<Record<string, Json>> | undefined;
}

const asking = <T extends keyof Payloads>(command: T, members: Members<Payloads[T]>): Asking => ({
  command,
  read: reading(members),
});

const texts = list(text);
const ofMinistry = { ministry: text };
const ofSeat = { body: text, seat: text };
const ofVersion = { ruleBook: text, version: text };

type Content = Readonly<Record<string, unknown>>;

/** Of a draft or a revision there is the content that it led to, and not what it was made of. */
const content = reading<{ readonly ruleBook: string; readonly version: string; readonly content: Content }>({
  ...{ ...ofVersion, content: open() },
});

/** By event of a stream that matters rest on, what was asked for. A forgotten event does not compile. */
export const askedOfRegistry: {
  readonly [T in (MinistryEvent | BodyEvent | CalendarEvent | RuleBookEvent)['type']]: Asking;
} = {
  MinistryRegistered: asking('RegisterMinistry', {
    ...{ ...ofMinistry, name: text, areas: texts, places: texts, validFrom: day },
  }),
  MinistryRenamed: asking('RenameMinistry', { ...ofMinistry, name: text, legalBasis, validFrom: day }),
  MinistrySucceeded: asking('SucceedMinistry', {
    ...{ ...ofMinistry, successors: list(object({ code: text, areas: texts })), legalBasis, validFrom: day },
  }),
  AreaTransferAnnounced: asking('AnnounceAreaTransfer', { ...ofMinistry, area: text, to: text, on: day, legalBasis }),
  AreaTransferred: asking('ConfirmAreaTransfer', { ...ofMinistry, area: text }),
  MandateGranted: asking('GrantMandate', {
    ...{ ...ofMinistry, mandate: text, person: text, scope: list(oneOf(SCOPES)), rank: oneOf(RANKS) },
    ...{ ceiling: maybe(whole), validFrom: day, validTo: day },
  }),
  MandateRevoked: asking('RevokeMandate', { ...ofMinistry, mandate: text, reason: maybe(words) }),

  BodyEstablished: asking('EstablishBody', {
    ...{ body: text, name: text, purpose: text, tracks: texts, legalBasis, place: text, predecessors: maybe(texts) },
  }),
  CharterChanged: asking('ChangeCharter', {
    ...{ body: text, purpose: maybe(text), tracks: maybe(texts), decision: legalBasis },
  }),
  BodyEnded: asking('EndBody', { body: text, successor: maybe(text), decision: legalBasis }),
  SeatCreated: asking('CreateSeat', { ...ofSeat, kind: oneOf(SEAT_KINDS), group: maybe(text) }),
  SeatEnded: asking('EndSeat', { ...ofSeat, on: day, reason: text }),
  SeatOccupied: asking('OccupySeat', {
    ...{ ...ofSeat, person: text, role: oneOf(SEAT_ROLES), decisionAuthority: flag, from: day },
    competences: list(oneOf(COMPETENCES)),
  }),
  SeatVacated: asking('VacateSeat', { ...ofSeat, on: day, reason: maybe(words) }),
  DeputyAppointed: asking('AppointDeputy', { ...ofSeat, person: text, decisionAuthority: flag, from: day }),
  DeputyRemoved: asking('RemoveDeputy', { ...ofSeat, person: text, on: day }),
  ChairAppointed: asking('AppointChair', { body: text, person: text, seat: maybe(text), from: day }),
  SecretariatStaffed: asking('StaffSecretariat', {
    ...{ body: text, person: text, origin: text, external: flag, records: flag },
  }),

  CalendarPublished: asking('PublishCalendar', {
    ...{ place: text, version: text, holidays: list(object({ date: day, name: text })), source: text },
  }),

  RuleBookDrafted: { command: 'DraftRuleBook', read: content },
  RuleBookRevised: { command: 'ReviseRuleBook', read: content },
  RuleBookSubmitted: asking('SubmitRuleBook', ofVersion),
  RuleBookAdopted: asking('AdoptRuleBook', {
    ...{ ...ofVersion, decision: legalBasis, validFrom: day, evaluation: maybe(legalBasis) },
  }),
  RuleBookDiscarded: asking('DiscardRuleBook', { ...ofVersion, reason: words }),
};
