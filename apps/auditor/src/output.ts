import { printable } from './words.js';

/** Where a run writes; each text is one or more whole lines. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The same line by line. */
export interface Lines {
  readonly out: (...lines: readonly string[]) => void;
  readonly err: (...lines: readonly string[]) => void;
}

/** The one place that texts of a file, or of a call, come through: in none of them begins another line, or an order to the terminal. */
export const linesTo = ({ out, err }: Output): Lines => ({
  out: (...lines) => out(lines.map(printable).join('\n')),
  err: (...lines) => err(lines.map(printable).join('\n')),
});
