const QUOTE = 0x22;
const COLON = 0x3a;
const ZERO = 0x30;
const MINUS = 0x2d;
/** An integer of so many characters is below 2^53. */
const SAFE_LENGTH = 15;
const MAX_DEPTH = 100;
const LONE_SURROGATE = /\p{Surrogate}/u;

const isDigit = (code: number): boolean => code >= ZERO && code <= 0x39;
const isOpening = (code: number): boolean => code === 0x7b || code === 0x5b;
const isClosing = (code: number): boolean => code === 0x7d || code === 0x5d;
/** Commas, colons, and the letters of true, false and null. */
const isFiller = (code: number): boolean => code === 0x2c || code === COLON || (code >= 0x61 && code <= 0x7a);

/** Position after an integer in its shortest form; -1 for any other number, and for one that may exceed 2^53. */
function integerEnd(text: string, start: number): number {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  let end = first;
  while (isDigit(text.charCodeAt(end))) end += 1;
  const leading = text.charCodeAt(first) === ZERO && (end - first > 1 || first > start);
  const next = text.charCodeAt(end);
  const ends = next === 0x2c || isClosing(next);
  return leading || !ends || end - start > SAFE_LENGTH ? -1 : end;
}

/** Without any escape a string ends at the next quote, and says what it shows. */
const isPlainText = (text: string): boolean => !text.includes('\\') && !LONE_SURROGATE.test(text);

/** The last name at each depth: names must rise, which leaves no room for the same one twice. */
function rising() {
  const names: (string | undefined)[] = [];
  let depth = 0;
  return {
    open: (): boolean => {
      depth += 1;
      names[depth] = undefined;
      return depth <= MAX_DEPTH;
    },
    close: () => (depth -= 1),
    name: (name: string): boolean => {
      const before = names[depth];
      names[depth] = name;
      return before === undefined || before < name;
    },
  };
}

/** Position after the string that begins at `at`; -1 where it is a name out of order. */
function stringEnd(text: string, at: number, names: ReturnType<typeof rising>): number {
  const end = text.indexOf('"', at + 1);
  const isName = text.charCodeAt(end + 1) === COLON;
  return !isName || names.name(text.slice(at + 1, end)) ? end + 1 : -1;
}

function signEnd(code: number, at: number, names: ReturnType<typeof rising>): number {
  if (isClosing(code)) names.close();
  else if (isOpening(code) ? !names.open() : !isFiller(code)) return -1;
  return at + 1;
}

/**
 * True for a text that is certainly canonical (RFC 8785) and holds integers only; the text must be JSON already. False
 * says nothing: then it is worth being written anew and compared. Without building anything, for records by the million.
 */
export function isPlainlyCanonical(text: string): boolean {
  if (!isPlainText(text)) return false;
  const names = rising();
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at, names);
    else if (isDigit(code) || code === MINUS) at = integerEnd(text, at);
    else at = signEnd(code, at, names);
    if (at === -1) return false;
  }
  return true;
}
