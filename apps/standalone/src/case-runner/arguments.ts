import { parseArgs } from 'node:util';

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

const options = {
  fragments: { type: 'string' },
  port: { type: 'string' },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const portOf = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`--port must be a number from 0 to 65535, not ${text}.`);
};

/** Throws a sentence about what cannot be understood. */
export const readArguments = (words: readonly string[]): Arguments => {
  const { values, positionals: files } = parseArgs({ args: [...words], options, allowPositionals: true });
  const { fragments, port, keep, help } = values;
  if (files.length === 0 && !help) throw new Error('Name at least one case file.');
  return {
    ...{ files, keep, help },
    ...(fragments === undefined ? {} : { fragments }),
    ...(port === undefined ? {} : { port: portOf(port) }),
  };
};
