import { parseArgs } from 'node:util';
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
  help: { type: 'boolean' },
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

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    return undefined;
  }
}

const languageIn = (text = 'de'): Language | undefined => (text === 'de' || text === 'en' ? text : undefined);

/** Undefined where none is given; NaN for anything but a small number. */
const threadsIn = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  return /^\d$/.test(text) && Number(text) <= MOST_THREADS ? Number(text) : NaN;
};

type Memory = Pick<Request, 'remember' | 'predecessor'>;

/** What the log is compared with: one of both; undefined for a wrong call. */
function memoryIn({ remember, predecessor }: Partial<Memory>, update: boolean): Memory | undefined {
  if (remember === undefined) return update ? undefined : { remember, predecessor };
  return predecessor === undefined ? { remember, predecessor } : undefined;
}

/** Undefined for a wrong call. */
export function requested(args: readonly string[]): Request | { readonly help: Language } | undefined {
  const { values, positionals } = parsed(args) ?? { values: {}, positionals: [] };
  const { policy, update = false, json = false } = values;
  const language = languageIn(values.lang);
  if (!language) return undefined;
  if (values.help) return { help: language };
  const [file, ...more] = positionals;
  const threads = threadsIn(values.threads);
  const memory = memoryIn(values, update);
  return file === undefined || more.length > 0 || Number.isNaN(threads) || !memory
    ? undefined
    : { file, policy, ...memory, update, threads, language, json };
}
