import { parseArgs } from 'node:util';
import { explanationOf, instant, type Instant } from '#domain';
import { matters, replay, type Replay } from './replay.js';
import { explanationText, findingText, standingOf, stepText } from './report.js';
import { Unreadable } from './unreadable.js';
import { verify } from './verify/command.js';
import { HELP, type Language, printable, REASONS, say } from './words.js';

/** Where a run writes; each text is one or more whole lines. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Ends of a run. Source: evidence, Verify. */
const EXIT = { OK: 0, DEVIATES: 2, UNREADABLE: 4, USAGE: 64 } as const;

interface Request {
  readonly command: 'replay' | 'explain' | 'help';
  readonly file: string;
  readonly matter?: string;
  readonly at?: Instant;
  readonly language: Language;
  readonly json: boolean;
}

const OPTIONS = {
  matter: { type: 'string' },
  at: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const LANGUAGES: readonly Language[] = ['de', 'en'];
const COMMANDS = ['replay', 'explain'] as const;

/** A wrong call. */
class Usage extends Error {}

/** One of the known values; undefined where none is given. Throws Usage for another one. */
function known<V extends string>(values: readonly V[], text: string | undefined): V | undefined {
  const found = values.find((value) => value === text);
  if (found === undefined && text !== undefined) throw new Usage();
  return found;
}

function instantIn(text: string | undefined): { readonly at?: Instant } {
  if (text === undefined) return {};
  const at = instant(text);
  if (at === undefined) throw new Usage();
  return { at };
}

function given(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    throw new Usage();
  }
}

/** Command and file; an explanation is one of a named matter. Throws Usage. */
function called(positionals: readonly string[], matter: string | undefined): Pick<Request, 'command' | 'file'> {
  const [named, file, ...more] = positionals;
  const command = known(COMMANDS, named);
  if (!command || !file || more.length > 0 || (command === 'explain' && !matter)) throw new Usage();
  return { command, file };
}

/** Throws Usage. */
function requested(args: readonly string[]): Request {
  const { values, positionals } = given(args);
  const { lang, matter, at, json = false, help = false } = values;
  const language = known(LANGUAGES, lang) ?? 'de';
  if (help) return { command: 'help', file: '', language, json };
  const named = matter ? { matter: matter.toLowerCase() } : {};
  return { ...called(positionals, matter), language, json, ...named, ...instantIn(at) };
}

async function list({ file, at, language, json }: Request, { out }: Output): Promise<number> {
  const found = await matters(file, at);
  for (const row of found) out(json ? JSON.stringify(row) : `${row.matter}  ${row.phase}  ${printable(row.title)}`);
  if (!json) {
    out(say(['Nennen Sie eine Vorlage mit --matter ID.', 'Name a matter with --matter ID.'], language));
  }
  return EXIT.OK;
}

function tell(replayed: Replay, { command, language, json }: Request, { out }: Output): void {
  const { steps, state } = replayed;
  if (command === 'explain') out(json ? JSON.stringify(explanationOf(state)) : explanationText(replayed, language));
  else for (const step of steps) out(json ? JSON.stringify(standingOf(step)) : stepText(step, language));
}

async function answer(request: Request, output: Output): Promise<number> {
  const { command, file, matter, at, language, json } = request;
  if (command === 'help') {
    output.out(say(HELP, language));
    return EXIT.OK;
  }
  if (matter === undefined) return list(request, output);
  const replayed = await replay(file, matter, at);
  tell(replayed, request, output);
  for (const finding of replayed.findings) output.out(json ? JSON.stringify(finding) : findingText(finding, language));
  return replayed.findings.some(({ verdict }) => verdict === 'DEVIATES') ? EXIT.DEVIATES : EXIT.OK;
}

function complaint({ reason, detail, line }: Unreadable, language: Language): string {
  const where = line === undefined ? '' : `${say(['Zeile', 'Line'], language)} ${line}: `;
  return `${where}${say(REASONS[reason], language)}${detail === '' ? '' : `: ${printable(detail)}`}.`;
}

/** One call of the program. Resolves with its exit code; whatever the file holds, the answer is a sentence. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  let language: Language = 'de';
  try {
    if (args[0] === 'verify') return await verify(args.slice(1), output);
    const request = requested(args);
    ({ language } = request);
    return await answer(request, output);
  } catch (error) {
    if (error instanceof Usage) {
      output.err(HELP.join('\n'));
      return EXIT.USAGE;
    }
    // Payloads have the shape that the writer's types gave them; where a file was made by an enemy, anything may break.
    const unreadable = error instanceof Unreadable ? error : new Unreadable('MISFIT', String(error));
    output.err(complaint(unreadable, language));
    return EXIT.UNREADABLE;
  }
}
