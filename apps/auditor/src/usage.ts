import { parseArgs, type ParseArgsConfig } from 'node:util';
import { type Bilingual, type Language, say } from './words.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** A wrong call, and the sentence that names what is wrong with it. */
export class Usage extends Error {
  constructor(readonly sentence: Bilingual) {
    super(say(sentence, 'en'));
    this.name = 'Usage';
  }
}

/** Ends a wrong call; usable where a value is expected. */
export function wrong(de: string, en: string): never {
  throw new Usage([de, en]);
}

const LONGEST = 80;

/** Something of the call in a sentence: it may come from a script that took it from anywhere. */
export const quoted = (text: string): string => `"${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}"`;

/** One option as it was written. */
interface Given {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** What follows an option and looks like the next one is no value: that one was forgotten. */
const hasValue = ({ value = '', inlineValue }: Given): boolean =>
  value !== '' && (inlineValue === true || value === '-' || !value.startsWith('-'));

function checkOption(option: Given, options: Options): void {
  const { name, rawName: shown, value } = option;
  if (!Object.hasOwn(options, name)) wrong(`${shown}: diese Option gibt es nicht`, `${shown}: there is no such option`);
  if (options[name]?.type === 'boolean') {
    if (value !== undefined) wrong(`${shown}: nimmt keinen Wert`, `${shown}: takes no value`);
  } else if (!hasValue(option)) wrong(`${shown}: der Wert fehlt`, `${shown}: the value is missing`);
}

/**
 * Refuses unknown options, missing and empty values, and an option that is given twice: of two values one would be passed
 * over in silence, and an empty one would ask for everything. Throws Usage.
 */
export function checkOptions(args: readonly string[], options: Options): void {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    checkOption(token, options);
    const { name, rawName } = token;
    if (seen.has(name)) wrong(`${rawName}: steht mehr als einmal da`, `${rawName}: is given more than once`);
    seen.add(name);
  }
}

/** The language that is asked for. Throws Usage. */
export function languageIn(text = 'de'): Language {
  if (text === 'de' || text === 'en') return text;
  return wrong(`--lang: ${quoted(text)} ist weder de noch en`, `--lang: ${quoted(text)} is neither de nor en`);
}

/** The language to complain in, whatever else is wrong with the call. */
function languageOf(args: readonly string[]): Language {
  const options = { lang: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  return values.lang === 'en' ? 'en' : 'de';
}

/** What is wrong, and where one reads how it is right. */
export function usageLines({ sentence }: Usage, args: readonly string[]): readonly string[] {
  const language = languageOf(args);
  const help = `beschlussbuch ${args[0] === 'verify' ? 'verify ' : ''}--help`;
  return [
    `${say(sentence, language)}.`,
    say([`Wie es geht, sagt ${help}`, `How it is done: ${help} --lang en`], language),
  ];
}
