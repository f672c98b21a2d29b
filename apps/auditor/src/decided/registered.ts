import {
  type BodyEvent,
  type CalendarEvent,
  coverageOf,
  decide,
  type MinistryEvent,
  type PermittedCommand,
  Refusal,
  rulebook,
  type RuleBookCommand,
  type RuleBookEvent,
} from '#domain';
import { type JsonObject, type RecordFields, sha256Hex } from '#evidence';
import type { Registry } from '../records.js';
import { inadmissible } from './admitted.js';
import { metaOf } from './facts.js';
import { masked } from './masked.js';

type Type = (MinistryEvent | BodyEvent | CalendarEvent | RuleBookEvent)['type'];

/** Of the streams that matters rest on, the command that each event records. A forgotten event does not compile. */
const commands: { readonly [T in Type]: PermittedCommand } = {
  MinistryRegistered: 'RegisterMinistry',
  MinistryRenamed: 'RenameMinistry',
  MinistrySucceeded: 'SucceedMinistry',
  AreaTransferAnnounced: 'AnnounceAreaTransfer',
  AreaTransferred: 'ConfirmAreaTransfer',
  MandateGranted: 'GrantMandate',
  MandateRevoked: 'RevokeMandate',
  BodyEstablished: 'EstablishBody',
  CharterChanged: 'ChangeCharter',
  BodyEnded: 'EndBody',
  SeatCreated: 'CreateSeat',
  SeatEnded: 'EndSeat',
  SeatOccupied: 'OccupySeat',
  SeatVacated: 'VacateSeat',
  DeputyAppointed: 'AppointDeputy',
  DeputyRemoved: 'RemoveDeputy',
  ChairAppointed: 'AppointChair',
  SecretariatStaffed: 'StaffSecretariat',
  CalendarPublished: 'PublishCalendar',
  RuleBookDrafted: 'DraftRuleBook',
  RuleBookRevised: 'ReviseRuleBook',
  RuleBookSubmitted: 'SubmitRuleBook',
  RuleBookAdopted: 'AdoptRuleBook',
  RuleBookDiscarded: 'DiscardRuleBook',
};

/** Decides a step of a rule book again: nobody adopts an own one (I16), and what was submitted is not revised any more. */
function ruleBookDecided(registry: Registry, key: string, type: PermittedCommand, record: RecordFields): void {
  const { ruleBooks } = registry;
  const given = masked(record.data as JsonObject) as JsonObject;
  // Of a revision there is the content that the changes led to.
  const data = type === 'ReviseRuleBook' ? { ...given, changes: given['content'] } : given;
  const others = [...ruleBooks].flatMap(([id, book]) => (id === key ? [] : coverageOf(book)));
  // Whether the content kept the schema of rule books is not looked at again: the schema is not in the log.
  const facts = { hash: sha256Hex, schemaErrors: [], others };
  const command = { type, data, meta: metaOf(registry, record), facts } as unknown as RuleBookCommand;
  decide(rulebook, command, ruleBooks.get(key));
}

/** The code with which a record of a ministry, body, calendar or rule book would have been refused, as far as it tells. */
export function refusedEntry(registry: Registry, key: string, record: RecordFields): string | undefined {
  const { type, stream } = record;
  if (!Object.hasOwn(commands, type)) return undefined;
  const command = commands[type as Type];
  const refused = inadmissible(registry, command, record);
  if (refused !== undefined || !stream.startsWith('rulebook-')) return refused;
  try {
    ruleBookDecided(registry, key, command, record);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
