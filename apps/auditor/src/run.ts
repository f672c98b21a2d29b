import { parseArgs } from 'node:util';
import { instant, type Instant } from '#domain';
import { listed, replay } from './replay.js';
import { findingText, standingOf, stepText, type Told } from './report.js';
import { toldAgreement } from './told-agreement.js';
import { toldMatter } from './told-matter.js';
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
  readonly agreement?: string;
  readonly at?: Instant;
  readonly language: Language;
  readonly json: boolean;
}

const OPTIONS = {
  matter: { type: 'string' },
  agreement: { type: 'string' },
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

/** Command and file; an explanation is one of a named stream. Throws Usage. */
function called(positionals: readonly string[], isNamed: boolean): Pick<Request, 'command' | 'file'> {
  const [named, file, ...more] = positionals;
  const command = known(COMMANDS, named);
  if (!command || !file || more.length > 0 || (command === 'explain' && !isNamed)) throw new Usage();
  return { command, file };
}

/** Throws Usage. */
function requested(args: readonly string[]): Request {
  const { values, positionals } = given(args);
  const { lang, matter, agreement, at, json = false, help = false } = values;
  const language = known(LANGUAGES, lang) ?? 'de';
  if (help) return { command: 'help', file: '', language, json };
  if (matter && agreement) throw new Usage();
  const named = {
    ...(matter ? { matter: matter.toLowerCase() } : {}),
    ...(agreement ? { agreement: agreement.toLowerCase() } : {}),
  };
  const isNamed = Object.keys(named).length > 0;
  return { ...called(positionals, isNamed), language, json, ...named, ...instantIn(at) };
}

interface Phased {
  readonly title: string;
  readonly phase: string;
}

async function list<S extends Phased>(told: Told<S>, { file, at, json }: Request, { out }: Output): Promise<void> {
  for (const { id, title, phase } of await listed(told, file, at)) {
    out(json ? JSON.stringify({ [told.kind]: id, title, phase }) : `${id}  ${phase}  ${printable(title)}`);
  }
}

async function listAll(request: Request, output: Output): Promise<number> {
  await list(toldMatter, request, output);
  await list(toldAgreement, request, output);
  const naming = [
    'Nennen Sie eine Vorlage mit --matter ID, eine Vereinbarung mit --agreement ID.',
    'Name a matter with --matter ID, an agreement with --agreement ID.',
  ] as const;
  if (!request.json) output.out(say(naming, request.language));
  return EXIT.OK;
}

/** Tells one stream, and what deciding its judgements again has found. */
async function tell<S extends Phased>(told: Told<S>, id: string, request: Request, { out }: Output): Promise<number> {
  const { command, file, at, language, json } = request;
  const replayed = await replay(told, file, id, at);
  const { steps, findings } = replayed;
  if (command === 'explain') {
    out(json ? JSON.stringify(told.explanationOf(replayed)) : told.explanationText(replayed, language));
  } else {
    for (const step of steps) out(json ? JSON.stringify(standingOf(told, step)) : stepText(told, step, language));
  }
  for (const finding of findings) out(json ? JSON.stringify(finding) : findingText(finding, language));
  return findings.some(({ verdict }) => verdict === 'DEVIATES') ? EXIT.DEVIATES : EXIT.OK;
}

async function answer(request: Request, output: Output): Promise<number> {
  const { command, matter, agreement, language } = request;
  if (command === 'help') {
    output.out(say(HELP, language));
    return EXIT.OK;
  }
  if (matter !== undefined) return tell(toldMatter, matter, request, output);
  return agreement === undefined ? listAll(request, output) : tell(toldAgreement, agreement, request, output);
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
