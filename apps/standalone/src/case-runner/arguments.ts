/** What the runner is asked to do. */
export interface Arguments {
  readonly files: readonly string[];
  readonly fragments?: string;
  readonly port?: number;
  readonly keep: boolean;
  readonly help: boolean;
}

export const HELP = `Usage: npm run case -- FILE... [--fragments FILE] [--keep] [--port N]

Runs executable cases over the public HTTP API, each on a fresh system with a controlled clock.
  --fragments FILE  step sequences, where no fragments.yaml lies beside a case; default: those that are shipped
  --keep            leaves the system of the last case running until Ctrl-C
  --port N          port of the system; default: any free port
Prints one line per step and per case, and at the end "N passed, N failed". Exit code 1 on a failure.`;

const VALUED = ['--fragments', '--port'];

const portOf = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`--port must be a number from 0 to 65535, not ${text}.`);
};

/** Throws a sentence about what cannot be understood. */
export const readArguments = (words: readonly string[]): Arguments => {
  const files: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) files.push(word);
    else if (VALUED.includes(word)) {
      const value = words[(index += 1)];
      if (value === undefined) throw new Error(`${word} needs a value.`);
      options.set(word, value);
    } else if (word === '--keep' || word === '--help' || word === '-h') options.set(word, '');
    else throw new Error(`There is no option ${word}.`);
  }
  const help = options.has('--help') || options.has('-h');
  if (files.length === 0 && !help) throw new Error('Name at least one case file.');
  const fragments = options.get('--fragments');
  const port = options.get('--port');
  return {
    files,
    keep: options.has('--keep'),
    help,
    ...(fragments === undefined ? {} : { fragments }),
    ...(port === undefined ? {} : { port: portOf(port) }),
  };
};
