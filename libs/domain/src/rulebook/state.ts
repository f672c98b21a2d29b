import type { Track } from '../matter/vocabulary.js';
import { type Keyed, valueOf, valuesOf } from '../keyed.js';
import { refuse } from '../refusals.js';
import type { Day } from '../time.js';
import { latestOn } from '../validity.js';
import type { RuleBookContent } from './content.js';
import type { JsonObject } from '../json.js';

export type VersionStatus = 'DRAFT' | 'SUBMITTED' | 'ADOPTED' | 'DISCARDED';

interface Written {
  readonly version: string;
  readonly contentHash: string;
  /** Pseudonyms of those who drafted or revised it. */
  readonly authors: readonly string[];
}

export interface UnadoptedVersion extends Written {
  readonly status: Exclude<VersionStatus, 'ADOPTED'>;
  /** Anything until it is submitted. */
  readonly content: JsonObject;
}

export interface AdoptedVersion extends Written {
  readonly status: 'ADOPTED';
  readonly content: RuleBookContent;
  readonly from: Day;
  /** First day after a pilot. */
  readonly over?: Day | undefined;
  /** Revision of the adoption in the stream of the book. */
  readonly revision: number;
}

export type RuleBookVersion = UnadoptedVersion | AdoptedVersion;

export interface RuleBook {
  readonly id: string;
  /** By their number, in the order of drafting. */
  readonly versions: Keyed<RuleBookVersion>;
}

/** Undefined until the first version is drafted. */
export type RuleBookState = RuleBook | undefined;

/** What one version covers while it is in force; without `until` for good. */
export interface Coverage {
  readonly ruleBook: string;
  readonly version: string;
  readonly bodies: readonly string[];
  readonly tracks: readonly Track[];
  readonly from: Day;
  /** First day on which it is no longer in force. */
  readonly until?: Day;
}

/** The version with that number, whatever its status. */
export const versionOf = (state: RuleBookState, version: string): RuleBookVersion | undefined =>
  valueOf(state?.versions ?? [], version);

/** The version a command names. */
export const existing = (state: RuleBookState, version: string): RuleBookVersion =>
  versionOf(state, version) ?? refuse('NOT_FOUND', { version });

/** The adopted versions in the order of adoption. */
export const adoptedOf = (state: RuleBookState): AdoptedVersion[] =>
  valuesOf(state?.versions ?? [])
    .filter((version) => version.status === 'ADOPTED')
    .toSorted((a, b) => a.revision - b.revision);

const isOver = ({ over }: AdoptedVersion, day: Day): boolean => over !== undefined && over <= day;

const latestAdopted = (adopted: readonly AdoptedVersion[], day: Day): AdoptedVersion | undefined =>
  latestOn(
    adopted.filter((version) => !isOver(version, day)),
    day,
  );

/** The adopted version with the latest validity on the day, a pilot only until its end; of two from one day the later adopted. */
export const inForce = (state: RuleBookState, day: Day): AdoptedVersion | undefined =>
  latestAdopted(adoptedOf(state), day);

/** Days on which another version may come into force: where one begins, and the day after a pilot. */
function turns(adopted: readonly AdoptedVersion[]): Day[] {
  const days = adopted.flatMap(({ from, over }) => (over === undefined ? [from] : [from, over]));
  return [...new Set(days)].sort();
}

/** The version in force from day to day, for days that rise. What is over stays so: each version is looked at once. */
function following(adopted: readonly AdoptedVersion[]) {
  const coming = adopted.toSorted((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
  const begun: AdoptedVersion[] = [];
  let next = 0;
  return (day: Day): AdoptedVersion | undefined => {
    for (let one = coming[next]; one && one.from <= day; one = coming[next]) {
      begun.push(one);
      next += 1;
    }
    for (let last = begun.at(-1); last && isOver(last, day); last = begun.at(-1)) begun.pop();
    return begun.at(-1);
  };
}

/** What the book covers and when, as the versions follow each other: one row per stretch of days. */
export function coverage(ruleBook: string, adopted: readonly AdoptedVersion[]): Coverage[] {
  const versionOn = following(adopted);
  return turns(adopted).flatMap((from, index, days) => {
    const version = versionOn(from);
    if (!version) return [];
    const { bodies, tracks } = version.content;
    const until = days[index + 1];
    const covered = { ruleBook, version: version.version, bodies, tracks: Object.keys(tracks) as Track[], from };
    return [until === undefined ? covered : { ...covered, until }];
  });
}

/** What a rule book covers by its adoptions so far. */
export const coverageOf = (state: RuleBookState): Coverage[] => coverage(state?.id ?? '', adoptedOf(state));

/** The first track that both cover for one body on one day. */
export function overlap(a: Coverage, b: Coverage): Track | undefined {
  const meet = (a.until === undefined || b.from < a.until) && (b.until === undefined || a.from < b.until);
  if (!meet) return undefined;
  const [bodies, tracks] = [new Set(b.bodies), new Set(b.tracks)];
  return a.bodies.some((body) => bodies.has(body)) ? a.tracks.find((track) => tracks.has(track)) : undefined;
}
