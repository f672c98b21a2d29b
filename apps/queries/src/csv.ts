/** What may stand in a cell; several things are listed with commas. */
export type Cell = string | number | boolean | readonly string[] | undefined;

/**
 * What a spreadsheet would take for a formula when a cell begins with it, be it behind blanks or in full width.
 * Source: OWASP, CSV Injection.
 */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]|^[\t\r\n]/u;
const SPECIAL = /[",\r\n]/;

const textOf = (cell: Cell): string => {
  if (cell === undefined) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(', ');
  return FORMULA.test(text) ? `'${text}` : text;
};

const quoted = (text: string): string => (SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Says that the text is UTF-8, without which spreadsheet programs guess. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** One record. Source: RFC 4180; an apostrophe before what would be a formula, which then shows as text. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map((cell) => quoted(textOf(cell))).join(',')}\r\n`;
