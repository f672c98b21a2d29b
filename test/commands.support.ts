import { randomUUID } from 'node:crypto';
import { RefusedRequest, type Clock, type Identity } from '#edge';
import { type Answer, folds, memoryStore } from '#event-store';
import { registry } from '#facts';
import { memoryVault } from '#vault';
import { AgreementHandler } from '../apps/commands/src/agreement.handler.js';
import type { Desk } from '../apps/commands/src/desk.js';
import { MatterHandler } from '../apps/commands/src/matter.handler.js';
import {
  BodyHandler,
  CalendarHandler,
  MinistryHandler,
  RuleBookHandler,
} from '../apps/commands/src/registry.handlers.js';
import {
  AgreementRequest,
  BodyRequest,
  CalendarRequest,
  MatterRequest,
  MinistryRequest,
  RuleBookRequest,
} from '../apps/commands/src/requests.js';
import type { Preconditions } from '../apps/commands/src/sender.js';
import { turns } from '../apps/commands/src/turns.js';

type Content = Readonly<Record<string, unknown>>;
type Handling = (type: string, content: Content, sender: [Identity, Preconditions]) => Promise<Answer>;

/** What somebody is told who was refused. */
export type Told = Readonly<Record<'code' | 'params' | 'context', unknown>>;

/** Where commands are worked on, without HTTP and database; `clock` may be changed between two commands. */
export function commandsDesk(clock: Clock) {
  const [store, vault] = [memoryStore(), memoryVault()];
  const folded = folds(store);
  const ledger = { store, folds: folded, vault };
  const desk = {
    ledger,
    folds: folded,
    registry: registry(store, folded),
    vault,
    clock,
    inTurn: turns(),
  } as Partial<Desk> as Desk;

  const matters: Handling = (type, content, sender) =>
    new MatterHandler(desk).execute(new MatterRequest(type as never, content as never, sender));
  const agreements: Handling = (type, content, sender) =>
    new AgreementHandler(desk).execute(new AgreementRequest(type as never, content as never, sender));
  const ministries: Handling = (type, content, sender) =>
    new MinistryHandler(desk).execute(new MinistryRequest(type as never, content as never, sender));
  const bodies: Handling = (type, content, sender) =>
    new BodyHandler(desk).execute(new BodyRequest(type as never, content as never, sender));
  const ruleBooks: Handling = (type, content, sender) =>
    new RuleBookHandler(desk).execute(new RuleBookRequest(type as never, content as never, sender));

  const calendars: Handling = (type, content, sender) =>
    new CalendarHandler(desk).execute(new CalendarRequest(type as never, content as never, sender));

  /** By the member that names the stream. */
  const handlers: Readonly<Record<string, Handling>> = {
    matter: matters,
    agreement: agreements,
    ministry: ministries,
    body: bodies,
    ruleBook: ruleBooks,
    place: calendars,
  };
  const send = (by: Identity, type: string, content: Content, preconditions: Partial<Preconditions> = {}) => {
    const handle = Object.entries(handlers).find(([name]) => name in content)?.[1] ?? matters;
    return handle(type, content, [by, { commandId: randomUUID(), ...preconditions }]);
  };
  /** The refusal of a command that must be refused. */
  const refused = async (...sent: Parameters<typeof send>): Promise<Told> => {
    try {
      await send(...sent);
    } catch (error) {
      if (error instanceof RefusedRequest)
        return { code: error.refusal.code, params: error.refusal.params, context: error.context };
      throw error;
    }
    throw new Error(`${sent[1]} was recorded`);
  };
  return { store, vault, desk, send, refused };
}

export type CommandsDesk = ReturnType<typeof commandsDesk>;
