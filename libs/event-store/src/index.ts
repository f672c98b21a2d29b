export type { EventStore, NewEvent, Position, StoredEvent } from './event-store.js';
export {
  AppendTooLarge,
  Conflict,
  EventsMissing,
  MAX_APPEND_BYTES,
  NO_STREAM,
  OutcomeUnknown,
  StreamNotFound,
} from './event-store.js';
export { memoryStore } from './engines/memory.js';
export { kurrentStore, type KurrentStoreOptions } from './engines/kurrent/store.js';
export { type EventStoreGrants, migrateEventStore } from './engines/postgres/schema.js';
export { postgresStore, type PostgresStoreOptions } from './engines/postgres/store.js';
export { type Folded, type Folds, folds } from './fold.js';
export {
  type Answer,
  type Ask,
  type Envelope,
  handle,
  type Ledger,
  type Prepared,
  type ValueKeeper,
} from './handle.js';
export { move, type Moved, type MoveProgress, NotAPrefix } from './move.js';
export { openStore, type OpenStoreOptions } from './open-store.js';
