import type { Command, Decider, Event } from '../decider.js';

/** What of one stream the views hold too little or too much of, in rows. */
export interface ViewDifference {
  readonly view: string;
  readonly stream: string;
  readonly missing: number;
  readonly surplus: number;
}

/** What it amounts to when all views are derived anew from the log and compared with those that are asked. */
export interface ViewsComparison {
  /** Version of the views. */
  readonly version: number;
  /** Counts of what was compared. */
  readonly events: number;
  readonly streams: number;
  readonly rows: number;
  /** Rows that differ; zero if the views are what the log says. */
  readonly differences: number;
  /** Where, as far as a record has room. */
  readonly found: readonly ViewDifference[];
}

export type SelfCheckCommand = Command<'RecordSelfCheck', ViewsComparison>;
export type SelfCheckEvent = Event<'SelfCheckRecorded', ViewsComparison>;

/** The result of the last self-check; undefined before the first. */
export type SelfCheckState = ViewsComparison | undefined;

/** The ledger's checks of itself, sent by the system only: whatever it found, it says. */
export const selfcheck: Decider<SelfCheckCommand, SelfCheckEvent, SelfCheckState> = {
  initial: undefined,
  decide: { RecordSelfCheck: ({ data }) => [{ type: 'SelfCheckRecorded', data }] },
  evolve: { SelfCheckRecorded: (_, { data }) => data },
  erasable: {},
};
