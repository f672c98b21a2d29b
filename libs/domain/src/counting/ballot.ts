/** How an eligible seat counts: consent, objection, abstention, not concerned, or a lapsed reservation that counts as objection. */
export type Position = 'Y' | 'N' | 'A' | 'C' | 'V';

/** What a counting rule sees. Seats without a position are silent; positions of other than eligible seats do not count. */
export interface Ballot {
  readonly eligible: readonly string[];
  readonly positions: Readonly<Record<string, Position>>;
  /** Code of the lead ministry, whose own consent is no express consent of another. */
  readonly lead: string;
  /** Seat whose consent breaks a tie. */
  readonly chairSeat?: string;
  readonly mode: 'WRITTEN' | 'MEETING';
  /** Seats present at the opening of a MEETING ballot. */
  readonly present?: readonly string[];
  /** Earlier rounds of the matter with an established result other than AGREED. */
  readonly failedRounds: number;
}

/** Numbers of seats. Under a consensus rule C has left E, under every other rule C is part of E. */
export interface Tally {
  readonly E: number;
  readonly Y: number;
  readonly N: number;
  readonly A: number;
  readonly S: number;
  readonly V: number;
  readonly C: number;
}

export type Outcome = 'AGREED' | 'REJECTED' | 'INCOMPLETE' | 'DISSENT';

export type ConditionText =
  | 'no-objection'
  | 'no-abstention'
  | 'no-silence'
  | 'some-consent'
  | 'express-consents-of-others'
  | 'objections-within-threshold'
  | 'more-consents-than-objections'
  | 'as-many-consents-as-objections'
  | 'more-than-half-of-the-present'
  | 'half-of-the-present'
  | 'consent-of-the-chair'
  | 'more-than-half-of-the-members'
  | 'share-of-the-votes-cast'
  | 'share-of-the-present'
  | 'share-of-the-members'
  | 'base-not-empty'
  | 'attempts-left'
  | 'attempts-used-up';

/** One comparison of integers. `shortBy` is what the left side lacks or exceeds, on the scale of both sides; `seats` are those counted on the left. */
export interface Condition {
  readonly text: ConditionText;
  readonly left: number;
  readonly right: number;
  readonly comparison: '=' | '>' | '>=' | '<' | '<=';
  readonly met: boolean;
  readonly shortBy: number;
  readonly seats: readonly string[];
}

/** A verdict with its reasoning: AGREED exactly when every condition is met. Seats are sorted by code. */
export interface Count {
  readonly outcome: Outcome;
  readonly tally: Tally;
  /** Silent seats whose silence is consent; empty unless agreed by silence. */
  readonly deemed: readonly string[];
  /** Seats in N' = N + V. */
  readonly objections: readonly string[];
  /** The rule that decided, where it is not the one that was asked. */
  readonly decidedBy?: string;
  readonly conditions: readonly Condition[];
}

/** A pure function of ballot and parameters. A released rule never changes; a change is a new version beside it. */
export type CountingRule<P> = (ballot: Ballot, params: P) => Count;
