import { type Clock } from '#edge';
import { folds, type Folds, type Ledger, openStore } from '#event-store';
import { registry, type Registry } from '#facts';
import { type LogReader, openLog } from '#log';
import { postgresVault, type Vault } from '#vault';
import { type Turns, turns } from './turns.js';

/** Injection token of the Desk. */
export const DESK = Symbol('desk');

/** Where commands are worked on: the log, the vault, what was looked up before, and the clock. */
export interface Desk {
  readonly ledger: Ledger;
  readonly folds: Folds;
  readonly registry: Registry;
  readonly vault: Vault;
  readonly clock: Clock;
  /** For the receipts of what was recorded. */
  readonly log: LogReader;
  /** By the id of the command. */
  readonly inTurn: Turns;
  readonly ready: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Opens the desk on a log and a database with a role that may append and keep. */
export function openDesk(databaseUrl: string, eventStoreUrl: string, clock: Clock): Desk {
  const store = openStore(eventStoreUrl, { readers: 8 });
  const vault = postgresVault({ connectionString: databaseUrl });
  const log = openLog(databaseUrl);
  const folded = folds(store);
  return {
    ledger: { store, folds: folded, vault },
    folds: folded,
    registry: registry(store, folded),
    vault,
    clock,
    log,
    inTurn: turns(),
    ready: () => store.head(),
    close: async () => {
      await store.close();
      await vault.close();
      await log.close();
    },
  };
}
