import type { Command, Decider, Event } from '../decider.js';
import { refuse } from '../refusals.js';

/** Payload of the command and of the event, which repeats it. A vkey is a public key in the text of C2SP signed-note. */
export interface LogKeyPayloads {
  AnnounceLogKey: { readonly vkey: string };
}

export type LogKeyCommand = Command<'AnnounceLogKey', LogKeyPayloads['AnnounceLogKey']>;
export type LogKeyEvent = Event<'LogKeyAnnounced', LogKeyPayloads['AnnounceLogKey']>;

/** Keys that were announced, the newest last. */
export type LogKeyState = readonly string[];

/**
 * The records by which the log changes its key, stream `log-keys`. They are worth what the signature above them is worth:
 * whether a key is one of this log is for those to judge who verify it.
 */
export const log: Decider<LogKeyCommand, LogKeyEvent, LogKeyState> = {
  initial: [],
  decide: {
    AnnounceLogKey: ({ data }, announced) =>
      announced.includes(data.vkey) ? refuse('ALREADY_EXISTS') : [{ type: 'LogKeyAnnounced', data }],
  },
  evolve: { LogKeyAnnounced: (announced, { data }) => [...announced, data.vkey] },
  erasable: {},
};
