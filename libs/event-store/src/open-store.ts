import { isKurrentAddress } from './engines/kurrent/address.js';
import { kurrentStore } from './engines/kurrent/store.js';
import { postgresStore } from './engines/postgres/store.js';
import type { EventStore } from './event-store.js';

export interface OpenStoreOptions {
  /** Connections for reading, where the engine keeps several. */
  readonly readers?: number;
}

/**
 * The log at an address; its scheme names the engine: postgres(ql):// or esdb://, kurrentdb:// (each also +discover).
 * Throws TypeError for any other. Connects when first used.
 */
export const openStore = (url: string, { readers }: OpenStoreOptions = {}): EventStore => {
  if (isKurrentAddress(url)) return kurrentStore({ connectionString: url });
  if (/^postgres(ql)?:\/\//.test(url)) {
    return postgresStore({ connectionString: url, ...(readers === undefined ? {} : { readers }) });
  }
  throw new TypeError('The address of the event store begins with neither postgres:// nor esdb:// nor kurrentdb://');
};
