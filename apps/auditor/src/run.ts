import { diff } from './diff.js';
import { HELP } from './help.js';
import { list } from './listing.js';
import { type Lines, linesTo, type Output } from './output.js';
import { redecide } from './redecide.js';
import { replay, type Replay } from './replay.js';
import { findingLines, hiddenText, standingOf, stepLines, type Told, unknownLines, unknownOf } from './report.js';
import { type Named, type Request, requested } from './request.js';
import { silentIn, silentText, standingAt, standingLines } from './standing.js';
import { tailText } from './tails.js';
import { toldAgreement } from './told-agreement.js';
import { toldMatter } from './told-matter.js';
import { type Reason, Unreadable } from './unreadable.js';
import { Usage, usageLines } from './usage.js';
import { verify } from './verify/command.js';
import { type Language, REASONS, say } from './words.js';

/** Ends of a run. Source: evidence, Verify. */
const EXIT = { OK: 0, DEVIATES: 2, INCONCLUSIVE: 3, UNREADABLE: 4, USAGE: 64 } as const;

interface Phased {
  readonly title: string;
  readonly phase: string;
}

async function listAll(request: Request, output: Lines): Promise<number> {
  const isOpen = [await list(toldMatter, request, output), await list(toldAgreement, request, output)];
  const naming = [
    'Nennen Sie eine Vorlage mit --matter ID, eine Vereinbarung mit --agreement ID.',
    'Name a matter with --matter ID, an agreement with --agreement ID.',
  ] as const;
  if (!request.json) output.out(say(naming, request.language));
  return isOpen.includes(true) ? EXIT.INCONCLUSIVE : EXIT.OK;
}

/** Says what the file hides, or may hide, of the stream; answers whether that would have to be known. */
function tellHidden<S>({ hidden, tail }: Replay<S>, { json, language }: Request, { out }: Lines): boolean {
  if (hidden !== undefined) out(json ? JSON.stringify({ hiddenFrom: hidden }) : hiddenText(hidden, language));
  else if (tail) out(json ? JSON.stringify({ mayGoOn: tail }) : tailText(tail, language));
  return hidden !== undefined || tail?.promised === false;
}

/** Says what the replay leaves open; answers whether that is something that would have to be known. */
function leaveOpen<S>(replayed: Replay<S>, request: Request, output: Lines): boolean {
  const { known } = replayed;
  const { json, language } = request;
  if (known) output.out(...(json ? [JSON.stringify(unknownOf(known))] : unknownLines(known, language)));
  return tellHidden(replayed, request, output) || (known?.unfolded.length ?? 0) > 0;
}

/** Tells what changed in one stream. */
async function compare<S extends Phased>(
  told: Told<S>,
  id: string,
  between: NonNullable<Request['between']>,
  request: Request,
  output: Lines,
): Promise<number> {
  const replays = await diff(told, id, between, request, output);
  const open = replays.map((replayed) => leaveOpen(replayed, request, output));
  return open.includes(true) ? EXIT.INCONCLUSIVE : EXIT.OK;
}

function show<S extends Phased>(told: Told<S>, replayed: Replay<S>, request: Request, { out }: Lines): void {
  const { command, language, json } = request;
  const { steps, now } = replayed;
  if (command === 'explain') {
    out(...(json ? [JSON.stringify(told.explanationOf(replayed))] : told.explanationLines(replayed, language)));
    return;
  }
  for (const step of steps)
    out(...(json ? [JSON.stringify(standingOf(told, step, now))] : stepLines(told, step, now, language)));
  const standing = standingAt(told, replayed);
  if (standing) out(...(json ? [JSON.stringify(standing)] : standingLines(standing, language)));
}

/** The end of a run that has told all that it can; what is open comes before what deviates. */
function exitOf(isOpen: boolean, { findings }: Replay<unknown>, silent: ReturnType<typeof silentIn>): number {
  const isUnknown =
    findings.some(({ verdict }) => verdict === 'NOT_RECOMPUTED') ||
    silent.some(({ code }) => code === 'DEADLINE_UNKNOWN');
  if (isOpen || isUnknown) return EXIT.INCONCLUSIVE;
  return silent.length > 0 || findings.some(({ verdict }) => verdict !== 'CONFIRMED') ? EXIT.DEVIATES : EXIT.OK;
}

/** Tells one stream, and what deciding its judgements again has found. */
async function tell<S extends Phased>(told: Told<S>, id: string, request: Request, output: Lines): Promise<number> {
  const { file, between, language, json } = request;
  if (between) return compare(told, id, between, request, output);
  const replayed = await replay(told, file, id, request);
  show(told, replayed, request, output);
  const isOpen = leaveOpen(replayed, request, output);
  for (const finding of replayed.findings)
    output.out(...(json ? [JSON.stringify(finding)] : findingLines(finding, language)));
  const silent = silentIn(told, replayed);
  for (const one of silent) output.out(json ? JSON.stringify(one) : silentText(one, language));
  return exitOf(isOpen, replayed, silent);
}

const tellNamed = ({ kind, id }: Named, request: Request, output: Lines): Promise<number> =>
  kind === 'matter' ? tell(toldMatter, id, request, output) : tell(toldAgreement, id, request, output);

async function again(request: Request, rulebook: string, output: Lines): Promise<number> {
  const { differs, doubtful } = await redecide(request, rulebook, output);
  if (differs) return EXIT.DEVIATES;
  return doubtful ? EXIT.INCONCLUSIVE : EXIT.OK;
}

async function answer(request: Request, output: Lines): Promise<number> {
  const { command, named, rulebook, language } = request;
  if (command === 'help') {
    output.out(...say(HELP, language).split('\n'));
    return EXIT.OK;
  }
  if (rulebook !== undefined) return again(request, rulebook, output);
  return named ? tellNamed(named, request, output) : listAll(request, output);
}

/** The file can be read, but does not say what was asked. */
const INCONCLUSIVE: readonly Reason[] = ['HIDDEN', 'NOT_BEGUN'];

function complaint({ reason, detail, line }: Unreadable, language: Language): string {
  const where = line === undefined ? '' : `${say(['Zeile', 'Line'], language)} ${line}: `;
  return `${where}${say(REASONS[reason], language)}${detail === '' ? '' : `: ${detail}`}.`;
}

/** One call of the program. Resolves with its exit code; whatever call and file hold, the answer is a sentence. */
export async function run(args: readonly string[], to: Output): Promise<number> {
  const output = linesTo(to);
  let language: Language = 'de';
  try {
    if (args[0] === 'verify') return await verify(args.slice(1), output);
    const request = requested(args);
    ({ language } = request);
    return await answer(request, output);
  } catch (error) {
    if (error instanceof Usage) {
      output.err(...usageLines(error, args));
      return EXIT.USAGE;
    }
    // Payloads have the shape that the writer's types gave them; where a file was made by an enemy, anything may break.
    const unreadable = error instanceof Unreadable ? error : new Unreadable('MISFIT', String(error));
    output.err(complaint(unreadable, language));
    return INCONCLUSIVE.includes(unreadable.reason) ? EXIT.INCONCLUSIVE : EXIT.UNREADABLE;
  }
}
