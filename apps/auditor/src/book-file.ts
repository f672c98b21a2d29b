import { readFile, stat } from 'node:fs/promises';
import { isPeriod, MODES, RANKS, RESERVATION_KINDS, type RuleBookContent, SIGNATURE_LEVELS, TRACKS } from '#domain';
import { Unreadable } from './unreadable.js';

/** A rule book is some pages of text. */
const MAX_BYTES = 1_000_000;

/** The first place that is wrong and what has to be there, in signs that need no translation. */
type Check = (value: unknown, place: string) => string | undefined;

const being =
  (demanded: string, is: (value: unknown) => boolean): Check =>
  (value, place) =>
    is(value) ? undefined : `${place}, ${demanded}`;

const text = being('"…"', (value) => typeof value === 'string' && value !== '');
const flag = being('true | false', (value) => typeof value === 'boolean');
const number = being('0, 1, 2, …', (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const period = being('P14D | P2W | P6M | P10WD | PT48H', (value) => typeof value === 'string' && isPeriod(value));
const time = being('HH:MM', (value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value));
const oneOf = (...values: readonly string[]): Check =>
  being(values.join(' | '), (value) => typeof value === 'string' && values.includes(value));
const anything: Check = () => undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const orNull =
  (check: Check): Check =>
  (value, place) =>
    value === null ? undefined : check(value, place);

/** An object with at least these members; others are of no concern here. */
const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, place) => {
    if (!isObject(value)) return `${place || '.'}, {…}`;
    for (const [name, check] of Object.entries(members)) {
      const fault = check(
        Object.hasOwn(value, name) ? value[name] : undefined,
        place === '' ? name : `${place}.${name}`,
      );
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

const list =
  (item: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) return `${place}, […]`;
    return value.map((one, at) => item(one, `${place}[${at}]`)).find((fault) => fault !== undefined);
  };

const optional =
  (check: Check): Check =>
  (value, place) =>
    value === undefined ? undefined : check(value, place);

const rank = oneOf(...RANKS);
const track = object({
  rules: list(object({ rule: text, modes: list(oneOf(...MODES)), params: object({}) })),
  ...{ period, minPeriod: period, urgentMinPeriod: period, confirmPeriod: period, hearingPeriod: period },
  ...{ requireValidUntil: flag, requireDecideBy: flag },
  veto: orNull(object({ holder: text, maxPerLineage: number })),
  ladder: orNull(object({ openWithin: period, levels: list(object({ level: text, rank, period, skippable: flag })) })),
  finalDecision: orNull(object({ decider: text, minRank: rank, window: period, reportDatesMin: number })),
  cabinet: orNull(object({ suspensive: flag, referralWindow: period })),
});

const tracks: Check = (value, place) => {
  if (!isObject(value)) return `${place}, {…}`;
  const stranger = Object.keys(value).find((name) => !(TRACKS as readonly string[]).includes(name));
  if (stranger !== undefined) return `${place}.${stranger}, ${TRACKS.join(' | ')}`;
  return object(Object.fromEntries(Object.keys(value).map((name) => [name, track])))(value, place);
};

const grant = object({
  ...{ id: text, decider: text, tracks: list(text), categories: list(text), exclusions: list(text) },
  ...{ legalBasis: orNull(object({ type: text, reference: text })), validFrom: text, validTo: optional(text) },
});

const reservations = object({
  kinds: list(oneOf(...RESERVATION_KINDS)),
  blocking: list(oneOf(...RESERVATION_KINDS)),
  ...{ period, unresolved: oneOf('OBJECTION', 'CONSENT') },
});

const agreement = object({
  ...{ consentRank: rank, backingRank: rank, backingRequired: flag, visionRequired: flag },
  signatureLevel: object({ internal: oneOf(...SIGNATURE_LEVELS), withLaender: oneOf(...SIGNATURE_LEVELS) }),
});

/** What is computed with, as presets/rulebooks/schema.json has it. */
const book = object({
  ...{ id: text, version: text, title: text, place: text, bodies: list(text), legalBasis: orNull(anything) },
  roles: object({ digitalMinistry: text, competenceClarifier: text }),
  procedure: object({ graceTime: time, maxExtensions: number, modeObjectionPeriod: period, reservations }),
  ...{ tracks, competenceGrants: list(grant), agreement: optional(agreement) },
});

async function contentOf(path: string): Promise<unknown> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Unreadable('NO_BOOK', `${size} > ${MAX_BYTES}`);
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'JSON';
    throw new Unreadable('NO_BOOK', code);
  }
}

/** The rule book in a file of JSON. Throws Unreadable with the first place that is wrong. */
export async function bookIn(path: string): Promise<RuleBookContent> {
  const content = await contentOf(path);
  const fault = book(content, '');
  if (fault !== undefined) throw new Unreadable('BOOK_MALFORMED', fault);
  return content as RuleBookContent;
}
