import type { Command, Decider, Event } from '../decider.js';
import { refuse } from '../refusals.js';

/** Payload of the command and of the event, which repeats it. A vkey is a public key in the text of C2SP signed-note. */
export interface LogKeyPayloads {
  AnnounceLogKey: { readonly vkey: string };
}

/** The log that a new one continues after theft or disaster: its last checkpoint, as a signed note with cosignatures. */
export interface LogSuccession {
  readonly checkpoint: string;
  /** Whether the records under that checkpoint follow, in their order; otherwise they stay in the old log. */
  readonly carried: boolean;
}

export type LogCommand =
  Command<'AnnounceLogKey', LogKeyPayloads['AnnounceLogKey']> | Command<'ContinueLog', LogSuccession>;
export type LogEvent =
  Event<'LogKeyAnnounced', LogKeyPayloads['AnnounceLogKey']> | Event<'LogContinued', LogSuccession>;

/** Keys that were announced, the newest last. */
export type LogKeyState = readonly string[];

/**
 * The records of the log about itself: by which it changes its key, stream `log-keys`, and the very first one of a log that
 * continues another. They are worth what the signature above them is worth: those judge them who verify the log.
 */
export const log: Decider<LogCommand, LogEvent, LogKeyState> = {
  initial: [],
  decide: {
    AnnounceLogKey: ({ data }, announced) =>
      announced.includes(data.vkey) ? refuse('ALREADY_EXISTS') : [{ type: 'LogKeyAnnounced', data }],
    // Sent by the operator's program only, to an empty store.
    ContinueLog: ({ data }) => [{ type: 'LogContinued', data }],
  },
  evolve: {
    LogKeyAnnounced: (announced, { data }) => [...announced, data.vkey],
    LogContinued: (announced) => announced,
  },
  erasable: {},
};
