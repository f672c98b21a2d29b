import { refuse } from '../refusals.js';
import { isJsonObject, mergePatch, stableText } from '../json.js';
import type { JsonObject } from '../json.js';
import type { RuleBookEventData, RuleBookFacts, RuleBookPayloads } from './messages.js';
import { existing } from './state.js';
import type { RuleBookState } from './state.js';

type Identity = RuleBookPayloads['SubmitRuleBook'];

const malformed = (...fields: string[]): never => refuse('INVALID_PAYLOAD', { fields });

/** Sections that a track has or expressly has not. */
const SECTIONS = ['veto', 'ladder', 'finalDecision', 'cabinet'] as const;

/** A merge patch removes what it sets to null (RFC 7396); a section that is removed from a track is one it has not. */
function withoutSections(content: JsonObject): JsonObject {
  const { tracks } = content;
  if (!isJsonObject(tracks)) return content;
  const filled = Object.entries(tracks).map(([track, rules]) => {
    const none = Object.fromEntries(SECTIONS.map((section) => [section, null]));
    return [track, isJsonObject(rules) ? { ...none, ...rules } : rules] as const;
  });
  return { ...content, tracks: Object.fromEntries(filled) };
}

/** The content with the changes merged in; they cannot rename the version. */
export function revised(
  base: JsonObject,
  { ruleBook, version, changes }: RuleBookPayloads['ReviseRuleBook'],
): JsonObject {
  if (!isJsonObject(changes)) return malformed('changes');
  return withoutSections({ legalBasis: null, ...mergePatch(base, changes), id: ruleBook, version });
}

/** The content of a new version: a whole one that names itself, or the changes to an earlier one. */
export function drafted(data: RuleBookPayloads['DraftRuleBook'], state: RuleBookState): JsonObject {
  const { ruleBook, version, content, basedOn, changes } = data;
  if ((content === undefined) === (basedOn === undefined) || (basedOn === undefined) !== (changes === undefined)) {
    return malformed('content', 'basedOn', 'changes');
  }
  if (basedOn !== undefined) {
    // Adopted content is typed by what the schema promised; as JSON it is what any draft is.
    const base = existing(state, basedOn).content as unknown as JsonObject;
    return revised(base, { ruleBook, version, changes });
  }
  const namesItself = isJsonObject(content) && content['id'] === ruleBook && content['version'] === version;
  return namesItself ? content : malformed('content');
}

/** What a draft or a revision records. */
export const written = (
  { ruleBook, version }: Identity,
  content: JsonObject,
  { hash }: RuleBookFacts,
): RuleBookEventData['RuleBookDrafted'] => ({ ruleBook, version, content, contentHash: hash(stableText(content)) });
