import { parseArgs } from 'node:util';
import { momentIn } from '#domain';
import { type Moment, type Place, placeIn } from './moment.js';
import type { Language } from './words.js';

const COMMANDS = ['replay', 'explain', 'diff', 'redecide'] as const;
const LANGUAGES: readonly Language[] = ['de', 'en'];
const OPTIONS = {
  matter: { type: 'string' },
  agreement: { type: 'string' },
  at: { type: 'string' },
  'known-on': { type: 'string' },
  rulebook: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The matter or agreement that a call is about. */
export interface Named {
  readonly kind: 'matter' | 'agreement';
  readonly id: string;
}

export interface Request extends Moment {
  readonly command: (typeof COMMANDS)[number] | 'help';
  readonly file: string;
  readonly named?: Named;
  /** Of `diff`. */
  readonly between?: readonly [from: Place, to: Place];
  /** Path of the rule book file, of `redecide`. */
  readonly rulebook?: string;
  readonly language: Language;
  readonly json: boolean;
}

/** A wrong call. */
export class Usage extends Error {}

/** One of the known values; undefined where none is given. Throws Usage for another one. */
function known<V extends string>(values: readonly V[], text: string | undefined): V | undefined {
  const found = values.find((value) => value === text);
  if (found === undefined && text !== undefined) throw new Usage();
  return found;
}

/** What a text says, or nothing where there is none. Throws Usage where it says nothing. */
function read<T>(text: string | undefined, how: (text: string) => T | undefined): T | undefined {
  const found = text === undefined ? undefined : how(text);
  if (found === undefined && text !== undefined) throw new Usage();
  return found;
}

function given(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    throw new Usage();
  }
}

function namedIn(matter: string | undefined, agreement: string | undefined): Named | undefined {
  if (matter && agreement) throw new Usage();
  if (matter) return { kind: 'matter', id: matter.toLowerCase() };
  return agreement ? { kind: 'agreement', id: agreement.toLowerCase() } : undefined;
}

/** What goes with which command; a revision is one of a named stream. */
function isFitting({ command, named, at, between, rulebook, knownOn }: Omit<Request, 'language' | 'json'>): boolean {
  const places = [at, ...(between ?? [])];
  if (!named && places.some((place) => place?.is === 'revision')) return false;
  if ((command === 'redecide') !== (rulebook !== undefined)) return false;
  if (command === 'redecide') return knownOn === undefined;
  if (command === 'diff') return named !== undefined && between !== undefined && at === undefined;
  return command === 'replay' || named !== undefined;
}

/** Command, file, and of `diff` the two places. Throws Usage. */
function called([name, file, ...more]: readonly string[]) {
  const command = known(COMMANDS, name);
  const [from, to] = [read(more[0], placeIn), read(more[1], placeIn)];
  if (!command || !file || more.length !== (command === 'diff' ? 2 : 0)) throw new Usage();
  return { command, file, ...(from && to ? { between: [from, to] as const } : {}) };
}

/** Reads a call. Throws Usage. */
export function requested(args: readonly string[]): Request {
  const { values, positionals } = given(args);
  const { lang, matter, agreement, rulebook, json = false, help = false } = values;
  const spoken = { language: known(LANGUAGES, lang) ?? 'de', json };
  if (help) return { command: 'help', file: '', ...spoken };
  const [named, at] = [namedIn(matter, agreement), read(values.at, placeIn)];
  const knownOn = read(values['known-on'], momentIn);
  const request = {
    ...called(positionals),
    ...(named ? { named } : {}),
    ...(at ? { at } : {}),
    ...(knownOn === undefined ? {} : { knownOn }),
    ...(rulebook === undefined ? {} : { rulebook }),
  };
  if (!isFitting(request)) throw new Usage();
  return { ...request, ...spoken };
}
