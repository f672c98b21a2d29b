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
