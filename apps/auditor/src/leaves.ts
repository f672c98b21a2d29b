import { type BundleHead, bodyLine, headReader, noteParts, parseCheckpoint, VerificationFailure } from '#evidence';
import { type Line, linesOf } from './lines.js';
import { Unreadable } from './unreadable.js';

/** A line that holds a record. */
export interface Leaf {
  readonly line: Line;
  /** Place in the log; of an export in JSON lines the place in the file, which is the same where it is the whole log. */
  readonly index: bigint;
  /** A bundle may hide records; an export does not. */
  readonly isBundle: boolean;
  /** Whether records before it may be missing: a bundle hides some, and of an export nobody promises that it has all. */
  readonly mayLack: boolean;
}

/** Where a file ends. */
export interface End {
  /** How many places it has, those that it hides included. */
  readonly places: bigint;
  /** Of a bundle, how many records were signed: one that is cut off hides the rest of them. */
  readonly signed?: bigint;
  /** The stream that a bundle promises to hold as far as the log goes. */
  readonly named?: string;
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

/** Takes the lines of the head of a bundle; answers true for these, and for the first line after it with what they say. */
function heading() {
  const reader = headReader();
  return ({ bytes, no }: Line): true | BundleHead => {
    try {
      return reader.take(bytes) || reader.head();
    } catch (error) {
      if (!(error instanceof VerificationFailure)) throw error;
      throw new Unreadable('NO_RECORD', `${error.code} ${error.detail ?? ''}`.trim(), no);
    }
  };
}

/** The end of a file with so many places. */
function endOf(head: BundleHead | undefined, places: bigint): End {
  if (!head) return { places };
  const { manifest, checkpoints } = head;
  const signed = parseCheckpoint(noteParts(checkpoints.at(-1) ?? '').text).size;
  const named = manifest.kind === 'stream' ? { named: manifest.stream } : {};
  return { places, signed, ...named };
}

/** What the lines of a file are, one after the other. */
function reading() {
  const read = heading();
  let head: true | BundleHead | undefined;
  let index = 0n;
  let records = 0n;
  const isOfHead = (line: Line): boolean => {
    if (line.no === 1 && line.bytes.subarray(0, BUNDLE.length).equals(BUNDLE)) head = true;
    if (head === true) head = read(line);
    return head === true;
  };
  return {
    /** The record that the line is; undefined for every other line. */
    take: (line: Line): Leaf | undefined => {
      if (isOfHead(line)) return undefined;
      const isBundle = head !== undefined;
      const { count, isRecord } = isBundle ? leavesOf(line) : { count: 1n, isRecord: true };
      if (line.bytes.length === 0) return undefined;
      const leaf = { line, index, isBundle, mayLack: !isBundle || index !== records };
      index += count;
      if (!isRecord) return undefined;
      records += 1n;
      return leaf;
    },
    end: (): End => endOf(head === true ? undefined : head, index),
  };
}

/**
 * Records of a bundle or of an export in JSON lines, with their place; `ended` is told where the file ends. Signatures and
 * root are the business of `verify`.
 */
export async function* leavesIn(file: string, ended: (end: End) => void): AsyncGenerator<Leaf> {
  const { take, end } = reading();
  for await (const line of linesOf(file)) {
    const leaf = take(line);
    if (leaf) yield leaf;
  }
  ended(end());
}
