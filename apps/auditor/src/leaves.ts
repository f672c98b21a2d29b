import { bodyLine, headReader, VerificationFailure } from '#evidence';
import { type Line, linesOf } from './lines.js';
import { Unreadable } from './unreadable.js';

/** A line that holds a record. */
export interface Leaf {
  readonly line: Line;
  /** Place in the log; of an export in JSON lines the place in the file, which is the same where it is the whole log. */
  readonly index: bigint;
  /** A bundle may hide records; an export does not. */
  readonly isBundle: boolean;
}

const BUNDLE = Buffer.from('#govlog ');

/** Leaves that the line stands for: one for a record or a withheld one, many for an omitted subtree. */
function leavesOf({ bytes, no }: Line): { readonly count: bigint; readonly isRecord: boolean } {
  const line = bodyLine(bytes);
  if (line.is === 'unknown') throw new Unreadable('NO_RECORD', '', no);
  if (line.is === 'proof') return { count: 1n << BigInt(line.level), isRecord: false };
  const isRecord = line.is === 'record';
  return { count: isRecord || line.is === 'withheld' ? 1n : 0n, isRecord };
}

/** Takes the lines of the head of a bundle; answers false for the first line after it. */
function heading() {
  const reader = headReader();
  return ({ bytes, no }: Line): boolean => {
    try {
      if (reader.take(bytes)) return true;
      reader.head();
      return false;
    } catch (error) {
      if (!(error instanceof VerificationFailure)) throw error;
      throw new Unreadable('NO_RECORD', `${error.code} ${error.detail ?? ''}`.trim(), no);
    }
  };
}

/**
 * Records of a bundle or of an export in JSON lines, with their place; `ended` is told how many places the file has, those
 * that it hides included. Signatures and root are the business of `verify`.
 */
export async function* leavesIn(file: string, ended: (places: bigint) => void): AsyncGenerator<Leaf> {
  const isHead = heading();
  let part: 'head' | 'body' | 'lines' | undefined;
  let index = 0n;
  for await (const line of linesOf(file)) {
    part ??= line.bytes.subarray(0, BUNDLE.length).equals(BUNDLE) ? 'head' : 'lines';
    if (part === 'head' && isHead(line)) continue;
    if (part === 'head') part = 'body';
    const isBundle = part === 'body';
    const { count, isRecord } = isBundle ? leavesOf(line) : { count: 1n, isRecord: true };
    if (line.bytes.length === 0) continue;
    if (isRecord) yield { line, index, isBundle };
    index += count;
  }
  ended(index);
}
