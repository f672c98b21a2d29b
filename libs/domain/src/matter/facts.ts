import type { RuleBookContent } from '../rulebook/content.js';
import type { Calendar } from '../working-days.js';

/** A seat of the body as it stands at the instant of the command. Persons are pseudonyms. */
export interface SeatFact {
  readonly seat: string;
  readonly voting: boolean;
  readonly ended: boolean;
  readonly occupant?: string;
  readonly deputies: readonly string[];
}

/** What a matter's decisions need from outside its stream, looked up as of `now` before deciding. */
export interface MatterFacts {
  /** SHA-256 of a text, hexadecimal. */
  readonly hash: (text: string) => string;
  /** The book pinned by the matter; before its procedure opens, the one in force for its body and track. */
  readonly ruleBook?: RuleBookContent;
  /** Latest version of the calendar at the rule book's place. */
  readonly calendar: Calendar;
  /** Seats of the matter's body. */
  readonly seats: readonly SeatFact[];
  readonly chairSeat?: string;
  /** Tracks of the body's charter. */
  readonly tracks: readonly string[];
  /** Ministries responsible for one of the matter's areas. */
  readonly responsible: readonly string[];
  /** Codes named in the command that no ministry or party is registered under. */
  readonly unknown: readonly string[];
  /** The actor is external staff of the secretariat. */
  readonly external: boolean;
  /** Whether the other matter named in the command is enacted and in force; false when it does not exist. */
  readonly basisInForce: boolean;
  /** For ApproveErasure: digests of the values that the person gave or that were given about the person. */
  readonly digests?: readonly string[];
  /** For RequestErasure: no record of the matter was made by the person or names the person. */
  readonly absent?: boolean;
}
