import { isDay } from '../time.js';
import type { RuleBookContent } from './content.js';
import { isObject } from '../json.js';

/** Tracks on which nobody decides finally. Source: model.md sections 1 and 3 (I8). */
const WITHOUT_FINAL_DECISION = ['GOALS', 'SCOPE', 'STAGE', 'FEDERAL'] as const;

/** Belongs to the line ministries whatever a grant says. Source: model.md section 4.5. */
const ALWAYS_EXCLUDED = 'FACHKONZEPTION';

const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const values = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];

const finalDecisions = (content: unknown): string[] =>
  WITHOUT_FINAL_DECISION.filter(
    (track) => (member(member(member(content, 'tracks'), track), 'finalDecision') ?? null) !== null,
  ).map((track) => `/tracks/${track}/finalDecision must be null`);

/** The ministers' level is never skipped. Source: model.md section 4.4. */
const skippableMinisters = (content: unknown): string[] =>
  values(member(content, 'tracks'))
    .filter(([, track]) =>
      list(member(member(track, 'ladder'), 'levels')).some(
        (level) => member(level, 'level') === 'MINISTER' && member(level, 'skippable') === true,
      ),
    )
    .map(([track]) => `/tracks/${track}/ladder/levels MINISTER must not be skippable`);

const grantsOfEverything = (content: unknown): string[] =>
  list(member(content, 'competenceGrants')).flatMap((grant, index) =>
    list(member(grant, 'exclusions')).includes(ALWAYS_EXCLUDED)
      ? []
      : [`/competenceGrants/${index}/exclusions must contain ${ALWAYS_EXCLUDED}`],
  );

/** The end of a pilot has a following day. */
function unrealEnd(content: unknown): string[] {
  const end = member(content, 'pilotEnd');
  const isReal = end === undefined || (typeof end === 'string' && isDay(end) && end < '9999-12-31');
  return isReal ? [] : ['/pilotEnd must be a day'];
}

/** What the model forbids every rule book, as paths with a sentence; the content may be any JSON. */
export const prohibitions = (content: unknown): string[] => [
  ...finalDecisions(content),
  ...skippableMinisters(content),
  ...grantsOfEverything(content),
  ...unrealEnd(content),
];

const tracksOf = ({ tracks }: RuleBookContent) => Object.values(tracks);

/** Whether any track counts silence as consent. */
export const countsSilence = (content: RuleBookContent): boolean =>
  tracksOf(content).some((track) => track.rules.some(({ rule }) => rule.startsWith('consensus-silence@')));

/** A final decision rests on the legal basis of the book, a grant on its own. */
export const lacksLegalBasis = (content: RuleBookContent): boolean =>
  (content.legalBasis === null && tracksOf(content).some((track) => track.finalDecision !== null)) ||
  content.competenceGrants.some((grant) => grant.legalBasis === null);
