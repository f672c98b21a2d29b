import type { Erasable } from '../../decider.js';

export interface InMatter {
  readonly matter: string;
}
export interface InRound extends InMatter {
  readonly round: string;
}
export interface ForSeat extends InRound {
  readonly seat: string;
}
export interface Reasoned extends InMatter {
  readonly reason: string;
}

/** Where an event of a round took place; the matter is that of the stream. */
export interface AtSeat {
  readonly round: string;
  readonly seat: string;
}

/** Payload of a command as it is recorded: the named fields become erasable. */
export type As<P, Texts extends string = never> = {
  readonly [K in keyof P]: K extends Texts ? Erasable | Extract<P[K], undefined> : P[K];
};
