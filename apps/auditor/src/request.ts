import { parseArgs } from 'node:util';
import { type Instant, momentIn } from '#domain';
import { isUuid } from '#evidence';
import { type Moment, type Place, placeIn } from './moment.js';
import { checkOptions, languageIn, quoted, wrong } from './usage.js';
import { type Bilingual, type Language } from './words.js';

const COMMANDS = ['replay', 'explain', 'diff', 'redecide'] as const;
const OPTIONS = {
  matter: { type: 'string' },
  agreement: { type: 'string' },
  at: { type: 'string' },
  'known-on': { type: 'string' },
  rulebook: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
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

/** A call without how it is answered. */
type Call = Omit<Request, 'language' | 'json'>;

function placeOf(name: string, text: string): Place {
  const [found, shown] = [placeIn(text), `${name}: ${quoted(text)}`];
  if (found) return found;
  return wrong(
    `${shown} ist kein Tag, kein Zeitpunkt, kein index:N und kein revision:N`,
    `${shown} is no day, no instant, no index:N and no revision:N`,
  );
}

function knownOnOf(text: string): Instant {
  const [found, shown] = [momentIn(text), `--known-on: ${quoted(text)}`];
  return found ?? wrong(`${shown} ist kein Tag und kein Zeitpunkt`, `${shown} is no day and no instant`);
}

function namedIn(matter: string | undefined, agreement: string | undefined): Named | undefined {
  if (matter !== undefined && agreement !== undefined)
    wrong('--matter und --agreement: nur eines von beiden', '--matter and --agreement: only one of both');
  const text = matter ?? agreement;
  if (text === undefined) return undefined;
  const [kind, id] = [matter === undefined ? ('agreement' as const) : ('matter' as const), text.toLowerCase()];
  const shown = `--${kind}: ${quoted(text)}`;
  return isUuid(id) ? { kind, id } : wrong(`${shown} ist keine Kennung (UUID)`, `${shown} is no id (UUID)`);
}

const places = ({ at, between }: Call): readonly (Place | undefined)[] => [at, ...(between ?? [])];
const NAMING: Bilingual = ['--matter ID oder --agreement ID', '--matter ID or --agreement ID'];

/** What goes with which command; a revision is one of a named stream. */
const MISFITS: readonly (readonly [isMisfit: (call: Call) => boolean, ...sentence: Bilingual])[] = [
  [
    ({ command, rulebook }) => command === 'redecide' && rulebook === undefined,
    'redecide: es fehlt --rulebook BUCH',
    'redecide: --rulebook BOOK is missing',
  ],
  [
    ({ command, rulebook }) => command !== 'redecide' && rulebook !== undefined,
    '--rulebook: gehört nur zu redecide',
    '--rulebook: belongs to redecide alone',
  ],
  [
    ({ command, knownOn }) => command === 'redecide' && knownOn !== undefined,
    '--known-on: gehört nicht zu redecide',
    '--known-on: does not belong to redecide',
  ],
  [
    ({ command, at }) => command === 'diff' && at !== undefined,
    '--at: gehört nicht zu diff, das seine Stellen A und B nach der Datei nennt',
    '--at: does not belong to diff, which names its places A and B after the file',
  ],
  [
    ({ command, named }) => !named && (command === 'diff' || command === 'explain'),
    `Es fehlt ${NAMING[0]}`,
    `What is missing: ${NAMING[1]}`,
  ],
  [
    (call) => !call.named && places(call).some((place) => place?.is === 'revision'),
    `revision:N ist ein Eintrag von etwas, das genannt ist: es fehlt ${NAMING[0]}`,
    `revision:N is a record of something that is named; what is missing: ${NAMING[1]}`,
  ],
];

function fitting(call: Call): Call {
  for (const [isMisfit, de, en] of MISFITS) if (isMisfit(call)) wrong(de, en);
  return call;
}

const ALL = [...COMMANDS, 'verify'].join(', ');

function commandIn(name: string | undefined): (typeof COMMANDS)[number] {
  if (name === undefined) return wrong(`Es fehlt ein Befehl: ${ALL}`, `A command is missing: ${ALL}`);
  if (name === 'verify') return wrong('verify muss das erste Wort sein', 'verify must be the first word');
  const [found, shown] = [COMMANDS.find((command) => command === name), quoted(name)];
  return found ?? wrong(`${shown} ist kein Befehl (${ALL})`, `${shown} is no command (${ALL})`);
}

/** Command, file, and of `diff` the two places. Throws Usage. */
function called([name, file, ...more]: readonly string[]) {
  const command = commandIn(name);
  if (!file) return wrong(`${command}: es fehlt eine Datei`, `${command}: a file is missing`);
  const [from, to, ...rest] = command === 'diff' ? more : [undefined, undefined, ...more];
  const [extra] = rest;
  if (extra !== undefined) wrong(`${quoted(extra)} ist ein Wort zu viel`, `${quoted(extra)} is one word too many`);
  if (command !== 'diff') return { command, file };
  if (from === undefined) return wrong('diff: es fehlen die Stellen A und B', 'diff: the places A and B are missing');
  if (to === undefined) return wrong('diff: es fehlt die Stelle B', 'diff: the place B is missing');
  return { command, file, between: [placeOf('A', from), placeOf('B', to)] as const };
}

/** Reads a call. Throws Usage. */
export function requested(args: readonly string[]): Request {
  checkOptions(args, OPTIONS);
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const { lang, matter, agreement, at, 'known-on': knownOn, rulebook, json = false, help = false } = values;
  const spoken = { language: languageIn(lang), json };
  if (help) return { command: 'help', file: '', ...spoken };
  const named = namedIn(matter, agreement);
  const call = {
    ...called(positionals),
    ...(named ? { named } : {}),
    ...(at === undefined ? {} : { at: placeOf('--at', at) }),
    ...(knownOn === undefined ? {} : { knownOn: knownOnOf(knownOn) }),
    ...(rulebook === undefined ? {} : { rulebook }),
  };
  return { ...fitting(call), ...spoken };
}
