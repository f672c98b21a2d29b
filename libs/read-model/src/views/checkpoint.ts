import { instant, integer, key, named, optional, tableOf, text } from './view.js';

/** How far a shard of a projection has come. Whoever holds the lock on the row is the one that goes on. */
export interface CheckpointRow {
  readonly projection: string;
  readonly shard: number;
  /** Version of the views that filled the tables. */
  readonly version: number;
  /** Of the last event handled, null before the first. */
  readonly position: string | null;
  readonly updatedAt: string;
  /** Why the projection stands still. */
  readonly failure: string | null;
}

export const checkpointEntity = tableOf<CheckpointRow>('checkpoint', {
  projection: key(text),
  shard: key(integer),
  version: integer,
  position: optional(text),
  updatedAt: named(instant, 'updated_at'),
  failure: optional(text),
});

export const PROJECTION = 'matters';

/** To be raised with every change of what the views derive: older tables then have to be rebuilt. */
export const VIEWS_VERSION = 4;
