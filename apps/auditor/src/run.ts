import { diff } from './diff.js';
import { HELP } from './help.js';
import { redecide } from './redecide.js';
import { listed, replay, type Replay } from './replay.js';
import { findingText, hiddenText, standingOf, stepText, type Told, unknownOf, unknownText } from './report.js';
import { type Named, type Request, requested } from './request.js';
import { toldAgreement } from './told-agreement.js';
import { toldMatter } from './told-matter.js';
import { Unreadable } from './unreadable.js';
import { Usage, usageText } from './usage.js';
import { verify } from './verify/command.js';
import { type Language, printable, REASONS, say } from './words.js';

/** Where a run writes; each text is one or more whole lines. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Ends of a run. Source: evidence, Verify. */
const EXIT = { OK: 0, DEVIATES: 2, INCONCLUSIVE: 3, UNREADABLE: 4, USAGE: 64 } as const;

interface Phased {
  readonly title: string;
  readonly phase: string;
}

async function list<S extends Phased>(told: Told<S>, request: Request, { out }: Output): Promise<void> {
  for (const { id, title, phase } of await listed(told, request.file, request)) {
    out(request.json ? JSON.stringify({ [told.kind]: id, title, phase }) : `${id}  ${phase}  ${printable(title)}`);
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

/** Says what the replay leaves open; answers whether that is something that would have to be known. */
function leaveOpen<S>({ known, hidden }: Replay<S>, { json, language }: Request, { out }: Output): boolean {
  if (known) out(json ? JSON.stringify(unknownOf(known)) : unknownText(known, language));
  if (hidden !== undefined) out(json ? JSON.stringify({ hiddenFrom: hidden }) : hiddenText(hidden, language));
  return hidden !== undefined || (known?.unfolded.length ?? 0) > 0;
}

/** Tells what changed in one stream. */
async function compare<S extends Phased>(
  told: Told<S>,
  id: string,
  between: NonNullable<Request['between']>,
  request: Request,
  output: Output,
): Promise<number> {
  const replays = await diff(told, id, between, request, output.out);
  const open = replays.map((replayed) => leaveOpen(replayed, request, output));
  return open.includes(true) ? EXIT.INCONCLUSIVE : EXIT.OK;
}

function show<S extends Phased>(told: Told<S>, replayed: Replay<S>, request: Request, { out }: Output): void {
  const { command, language, json } = request;
  const { steps, now } = replayed;
  if (command === 'explain')
    out(json ? JSON.stringify(told.explanationOf(replayed)) : told.explanationText(replayed, language));
  else
    for (const step of steps)
      out(json ? JSON.stringify(standingOf(told, step, now)) : stepText(told, step, now, language));
}

/** Tells one stream, and what deciding its judgements again has found. */
async function tell<S extends Phased>(told: Told<S>, id: string, request: Request, output: Output): Promise<number> {
  const { file, between, language, json } = request;
  if (between) return compare(told, id, between, request, output);
  const replayed = await replay(told, file, id, request);
  show(told, replayed, request, output);
  const isOpen = leaveOpen(replayed, request, output);
  const { findings } = replayed;
  for (const finding of findings) output.out(json ? JSON.stringify(finding) : findingText(finding, language));
  if (isOpen) return EXIT.INCONCLUSIVE;
  return findings.some(({ verdict }) => verdict === 'DEVIATES') ? EXIT.DEVIATES : EXIT.OK;
}

const tellNamed = ({ kind, id }: Named, request: Request, output: Output): Promise<number> =>
  kind === 'matter' ? tell(toldMatter, id, request, output) : tell(toldAgreement, id, request, output);

async function again(request: Request, rulebook: string, { out }: Output): Promise<number> {
  const { differs, doubtful } = await redecide(request, rulebook, out);
  if (differs) return EXIT.DEVIATES;
  return doubtful ? EXIT.INCONCLUSIVE : EXIT.OK;
}

async function answer(request: Request, output: Output): Promise<number> {
  const { command, named, rulebook, language } = request;
  if (command === 'help') {
    output.out(say(HELP, language));
    return EXIT.OK;
  }
  if (rulebook !== undefined) return again(request, rulebook, output);
  return named ? tellNamed(named, request, output) : listAll(request, output);
}

function complaint({ reason, detail, line }: Unreadable, language: Language): string {
  const where = line === undefined ? '' : `${say(['Zeile', 'Line'], language)} ${line}: `;
  return `${where}${say(REASONS[reason], language)}${detail === '' ? '' : `: ${printable(detail)}`}.`;
}

/** One call of the program. Resolves with its exit code; whatever call and file hold, the answer is a sentence. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  let language: Language = 'de';
  try {
    if (args[0] === 'verify') return await verify(args.slice(1), output);
    const request = requested(args);
    ({ language } = request);
    return await answer(request, output);
  } catch (error) {
    if (error instanceof Usage) {
      output.err(usageText(error, args));
      return EXIT.USAGE;
    }
    // Payloads have the shape that the writer's types gave them; where a file was made by an enemy, anything may break.
    const unreadable = error instanceof Unreadable ? error : new Unreadable('MISFIT', String(error));
    output.err(complaint(unreadable, language));
    return unreadable.reason === 'HIDDEN' ? EXIT.INCONCLUSIVE : EXIT.UNREADABLE;
  }
}
