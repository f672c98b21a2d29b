import type { Command, Erasable, Event } from '../decider.js';
import type { Day } from '../time.js';
import type { LegalBasis } from './content.js';
import type { JsonObject } from '../json.js';
import type { Coverage } from './state.js';

interface OfVersion {
  /** Id of the book, the key of its stream. */
  readonly ruleBook: string;
  readonly version: string;
}

/** Payload of every command of a rule book, by command type; JSON as it came, unchecked. Source: catalogue, section 3. */
export interface RuleBookPayloads {
  DraftRuleBook: OfVersion & { readonly content?: unknown; readonly basedOn?: string; readonly changes?: unknown };
  ReviseRuleBook: OfVersion & { readonly changes: unknown };
  SubmitRuleBook: OfVersion;
  AdoptRuleBook: OfVersion & {
    readonly decision: LegalBasis;
    readonly validFrom: Day;
    readonly evaluation?: LegalBasis;
  };
  DiscardRuleBook: OfVersion & { readonly reason: string };
}

/** What the decisions about a rule book need from outside its stream. */
export interface RuleBookFacts {
  /** SHA-256 of a text, hexadecimal. */
  readonly hash: (text: string) => string;
  /** How the content of the version in question violates the schema of rule books; empty if it does not. */
  readonly schemaErrors: readonly string[];
  /** What the other rule books cover, from `coverageOf` of each. */
  readonly others: readonly Coverage[];
}

interface Written extends OfVersion {
  readonly content: JsonObject;
  /** Of the stable text of the content. */
  readonly contentHash: string;
}

/** Payload of every event of a rule book, by event type. Source: catalogue, section 3. */
export interface RuleBookEventData {
  RuleBookDrafted: Written;
  RuleBookRevised: Written;
  RuleBookSubmitted: RuleBookPayloads['SubmitRuleBook'];
  RuleBookAdopted: RuleBookPayloads['AdoptRuleBook'];
  RuleBookDiscarded: OfVersion & { readonly reason: Erasable };
}

export type RuleBookCommandType = keyof RuleBookPayloads;
export type RuleBookCommand = {
  [T in RuleBookCommandType]: Command<T, RuleBookPayloads[T], RuleBookFacts>;
}[RuleBookCommandType];
export type RuleBookEventType = keyof RuleBookEventData;
export type RuleBookEvent = { [T in RuleBookEventType]: Event<T, RuleBookEventData[T]> }[RuleBookEventType];
