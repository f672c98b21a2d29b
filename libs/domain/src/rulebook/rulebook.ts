import type { Decider } from '../decider.js';
import { addedTo, begun, changedIn } from '../history.js';
import { refuse } from '../refusals.js';
import { addDays, dayOf } from '../time.js';
import type { RuleBookContent } from './content.js';
import type { JsonObject } from '../json.js';
import type { RuleBookCommand, RuleBookCommandType, RuleBookEvent } from './messages.js';
import { countsSilence, lacksLegalBasis, prohibitions } from './prohibitions.js';
import { adoptedOf, coverage, existing, overlap, versionOf } from './state.js';
import type {
  AdoptedVersion,
  RuleBook,
  RuleBookState,
  RuleBookVersion,
  UnadoptedVersion,
  VersionStatus,
} from './state.js';
import { drafted, revised, written } from './writing.js';

const ALLOWED = {
  DRAFT: ['ReviseRuleBook', 'SubmitRuleBook', 'DiscardRuleBook'],
  SUBMITTED: ['AdoptRuleBook', 'DiscardRuleBook'],
  ADOPTED: ['DraftRuleBook'],
  DISCARDED: ['DraftRuleBook'],
} as const satisfies Record<VersionStatus, readonly RuleBookCommandType[]>;

type Of<T extends RuleBookCommandType> = Extract<RuleBookCommand, { readonly type: T }>;

/** The version the command is about, if its status allows the step. */
function open(state: RuleBookState, { type, data }: RuleBookCommand): UnadoptedVersion {
  const version = existing(state, data.version);
  const allowed: readonly RuleBookCommandType[] = ALLOWED[version.status];
  return version.status !== 'ADOPTED' && allowed.includes(type)
    ? version
    : refuse('WRONG_STATE', { state: version.status, allowed });
}

/** The schema was kept when the version was submitted. */
const valid = (content: JsonObject): RuleBookContent => content as unknown as RuleBookContent;

function adoptedFrom(version: UnadoptedVersion, from: string, revision: number): AdoptedVersion {
  const content = valid(version.content);
  const { pilot, pilotEnd } = content;
  const over = pilot && pilotEnd !== undefined ? addDays(pilotEnd, 1) : undefined;
  return { ...version, content, status: 'ADOPTED', from, over, revision };
}

/** Adopted as proposed, the version must not meet another book on any day it would be in force. */
function refuseOverlap(version: UnadoptedVersion, { data, facts }: Of<'AdoptRuleBook'>, state: RuleBookState): void {
  const proposed = coverage(data.ruleBook, [...adoptedOf(state), adoptedFrom(version, data.validFrom, 0)]);
  for (const own of proposed.filter((covered) => covered.version === data.version)) {
    for (const other of facts.others) {
      const track = overlap(own, other);
      if (track) refuse('RULEBOOK_OVERLAP', { ruleBook: other.ruleBook, track });
    }
  }
}

const change = (
  state: RuleBookState,
  version: string,
  how: (version: UnadoptedVersion) => RuleBookVersion,
): RuleBook => {
  const book = begun(state);
  return {
    ...book,
    versions: changedIn(book.versions, version, (one) => (one.status === 'ADOPTED' ? undefined : how(one))),
  };
};

/** One rule book with its versions: drafted, reviewed, adopted by somebody else. Which one is in force is derived. */
export const rulebook: Decider<RuleBookCommand, RuleBookEvent, RuleBookState> = {
  initial: undefined,

  decide: {
    DraftRuleBook: (command, state) => {
      const { data, facts } = command;
      if (versionOf(state, data.version)) refuse('ALREADY_EXISTS', { version: data.version });
      return [{ type: 'RuleBookDrafted', data: written(data, drafted(data, state), facts) }];
    },

    ReviseRuleBook: (command, state) => {
      const { data, facts } = command;
      const content = revised(open(state, command).content, data);
      return [{ type: 'RuleBookRevised', data: written(data, content, facts) }];
    },

    SubmitRuleBook: (command, state) => {
      const { content } = open(state, command);
      const errors = [...command.facts.schemaErrors, ...prohibitions(content)];
      if (errors.length > 0) refuse('RULEBOOK_INVALID', { errors });
      if (content['collegialCabinet'] === true && countsSilence(valid(content))) refuse('SILENCE_NOT_ALLOWED');
      return [{ type: 'RuleBookSubmitted', data: command.data }];
    },

    AdoptRuleBook: (command, state) => {
      const { data, meta } = command;
      const version = open(state, command);
      const content = valid(version.content);
      if (version.authors.includes(meta.actor.person)) refuse('FOUR_EYES');
      if (lacksLegalBasis(content)) refuse('LEGAL_BASIS_MISSING');
      if (data.validFrom < dayOf(meta.now)) refuse('RETROACTIVE_RULES');
      refuseOverlap(version, command, state);
      const followsPilot = adoptedOf(state).at(-1)?.content.pilot === true;
      if (!content.pilot && followsPilot && data.evaluation === undefined) refuse('EVALUATION_MISSING');
      return [{ type: 'RuleBookAdopted', data }];
    },

    DiscardRuleBook: (command, state) => {
      open(state, command);
      if (command.data.reason.trim() === '') refuse('REASON_REQUIRED');
      return [{ type: 'RuleBookDiscarded', data: command.data }];
    },
  },

  evolve: {
    RuleBookDrafted: (state, { data: { ruleBook, version, content, contentHash }, entry }) => {
      const draft = { version, content, contentHash, authors: [entry.by.sub], status: 'DRAFT' } as const;
      return { id: ruleBook, versions: addedTo<RuleBookVersion>(state?.versions ?? [], version, draft) };
    },
    RuleBookRevised: (state, { data: { version, content, contentHash }, entry }) =>
      change(state, version, (draft) => ({
        ...draft,
        content,
        contentHash,
        authors: [...new Set([...draft.authors, entry.by.sub])],
      })),
    RuleBookSubmitted: (state, { data }) => change(state, data.version, (draft) => ({ ...draft, status: 'SUBMITTED' })),
    RuleBookAdopted: (state, { data, entry }) =>
      change(state, data.version, (submitted) => adoptedFrom(submitted, data.validFrom, entry.revision)),
    RuleBookDiscarded: (state, { data }) =>
      change(state, data.version, (dropped) => ({ ...dropped, status: 'DISCARDED' })),
  },

  erasable: { RuleBookDiscarded: ['reason'] },
};
