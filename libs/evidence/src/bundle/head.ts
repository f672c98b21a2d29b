import { parseCheckpoint } from '../checkpoint.js';
import { fail } from '../failure.js';
import { noteParts } from '../note.js';
import { MAGIC, type Manifest, manifestText, readManifest } from './grammar.js';

/** What a bundle says before its records. */
export interface BundleHead {
  readonly manifest: Manifest;
  /** Signed notes, unchanged, by growing size, none twice; the last one is about the tree of the bundle. */
  readonly checkpoints: readonly string[];
}

const MANIFEST = '#manifest ';
const CHECKPOINT = '#checkpoint';
/** Stands before each line of a signed note. */
const NOTE = '#|';
const MAX_CHECKPOINTS = 1024;
const MAX_NOTE_BYTES = 65_536;

const noteLines = (note: string): string[] => {
  if (!note.endsWith('\n')) fail('MALFORMED_BUNDLE', 'checkpoint');
  return note.slice(0, -1).split('\n');
};

/** The notes, if none is of a smaller tree than the one before, and none there twice. Of one tree there may be several. */
function rising(notes: readonly string[]): readonly string[] {
  const sizes = notes.map((note) => parseCheckpoint(noteParts(note).text).size);
  if (sizes.some((size, at) => size < (sizes[at - 1] ?? 0n))) fail('MALFORMED_BUNDLE', 'order of checkpoints');
  if (new Set(notes).size < notes.length) fail('MALFORMED_BUNDLE', 'repeated checkpoint');
  return notes;
}

/** The lines before the first record, in their only order. VerificationFailure for what could not be read again. */
export const headLines = ({ manifest, checkpoints }: BundleHead): string[] => [
  MAGIC,
  MANIFEST + manifestText(manifest),
  ...rising(checkpoints).flatMap((note) => [CHECKPOINT, ...noteLines(note).map((line) => NOTE + line)]),
];

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(line: Uint8Array): string {
  try {
    return decoder.decode(line);
  } catch {
    return fail('MALFORMED_BUNDLE', 'head');
  }
}

/** Reads the head line by line. `take` answers false for the first line of the body; VerificationFailure for no bundle. */
export function headReader() {
  const notes: string[] = [];
  let manifest: Manifest | undefined;
  let lines = 0;
  const begin = (text: string) => {
    if (lines === 0 && text !== MAGIC) fail('MALFORMED_BUNDLE', 'first line');
    if (lines === 1) manifest = readManifest(text.startsWith(MANIFEST) ? text.slice(MANIFEST.length) : '');
    lines += 1;
    return true;
  };
  const extend = (text: string) => {
    const note = notes.pop() ?? fail('MALFORMED_BUNDLE', 'checkpoint');
    if (note.length + text.length > MAX_NOTE_BYTES) fail('TOO_LONG', 'checkpoint');
    notes.push(`${note}${text}\n`);
    return true;
  };
  return {
    take: (line: Uint8Array): boolean => {
      if (lines < 2) return begin(textOf(line));
      if (line[0] !== 0x23) return false;
      const text = textOf(line);
      if (text.startsWith(NOTE)) return extend(text.slice(NOTE.length));
      if (text !== CHECKPOINT) return false;
      if (notes.length === MAX_CHECKPOINTS) fail('TOO_LONG', 'checkpoints');
      notes.push('');
      return true;
    },
    head: (): BundleHead => {
      if (!manifest || notes.length === 0) return fail('MALFORMED_BUNDLE', 'head');
      return { manifest, checkpoints: rising(notes) };
    },
  };
}
