import { parseArgs } from 'node:util';
import { checkOptions, languageIn, quoted, wrong } from '../usage.js';
import type { Language } from '../words.js';
import { MOST_THREADS } from './file.js';

const OPTIONS = {
  policy: { type: 'string' },
  remember: { type: 'string' },
  predecessor: { type: 'string' },
  update: { type: 'boolean' },
  threads: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What a call asks for. */
export interface Request {
  readonly file: string;
  readonly policy: string | undefined;
  readonly remember: string | undefined;
  readonly predecessor: string | undefined;
  readonly update: boolean;
  /** Beside the one that reads; undefined to choose by the size of the file. */
  readonly threads: number | undefined;
  readonly language: Language;
  readonly json: boolean;
}

/** Undefined where none is given. Throws Usage for anything but a small number. */
function threadsIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d$/.test(text) && Number(text) <= MOST_THREADS) return Number(text);
  const shown = `--threads: ${quoted(text)}`;
  return wrong(`${shown} ist keine Zahl von 0 bis ${MOST_THREADS}`, `${shown} is no number from 0 to ${MOST_THREADS}`);
}

type Memory = Pick<Request, 'remember' | 'predecessor'>;

/** What the log is compared with: one of both. Throws Usage. */
function memoryIn({ remember, predecessor }: Partial<Memory>, update: boolean): Memory {
  if (update && remember === undefined)
    wrong(
      '--update: es fehlt --remember, wohin der neue Prüfpunkt zu schreiben ist',
      '--update: --remember is missing, where the new checkpoint is to be written',
    );
  if (remember !== undefined && predecessor !== undefined)
    wrong('--remember und --predecessor: nur eines von beiden', '--remember and --predecessor: only one of both');
  return { remember, predecessor };
}

function fileIn([file, extra]: readonly string[]): string {
  if (!file) return wrong('verify: es fehlt ein Bündel', 'verify: a bundle is missing');
  if (extra === undefined) return file;
  return wrong(`${quoted(extra)} ist ein Wort zu viel`, `${quoted(extra)} is one word too many`);
}

/** Reads a call. Throws Usage. */
export function requested(args: readonly string[]): Request | { readonly help: Language } {
  checkOptions(args, OPTIONS);
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const { policy, update = false, json = false } = values;
  const language = languageIn(values.lang);
  if (values.help) return { help: language };
  const memory = memoryIn(values, update);
  return { file: fileIn(positionals), policy, ...memory, update, threads: threadsIn(values.threads), language, json };
}
