import { leafOf, readRecord, type RecordFields, VerificationFailure } from '#evidence';
import { type End, type Leaf, leavesIn } from './leaves.js';
import { textOf } from './lines.js';
import { deciders, type Entry, type Kind } from './records.js';
import { Unreadable } from './unreadable.js';

function kindOf({ stream, type }: RecordFields, line: number): Pick<Entry, 'kind' | 'key'> {
  const [, kind = '', key = ''] = /^([a-z]+)-(.+)$/s.exec(stream) ?? [];
  if (!Object.hasOwn(deciders, kind)) throw new Unreadable('UNKNOWN_STREAM', stream, line);
  if (!Object.hasOwn(deciders[kind as Kind].evolve, type)) throw new Unreadable('UNKNOWN_EVENT', type, line);
  return { kind: kind as Kind, key };
}

function parsed(text: string, line: number): RecordFields {
  try {
    return readRecord(text);
  } catch (error) {
    if (!(error instanceof VerificationFailure)) throw error;
    throw new Unreadable('NO_RECORD', error.code + (error.detail === undefined ? '' : ` ${error.detail}`), line);
  }
}

/** Whether each record follows the one before it in its stream. Only a bundle may hide some. */
function following() {
  const revisions = new Map<string, number>();
  const broken = new Set<string>();
  return ({ stream, rev }: RecordFields, { line: { no }, isBundle }: Leaf): boolean => {
    const expected = revisions.get(stream) ?? 0;
    if (rev < expected || (rev > expected && !isBundle))
      throw new Unreadable('GAP', `${stream} ${expected} ${rev}`, no);
    if (rev > expected) broken.add(stream);
    revisions.set(stream, rev + 1);
    return !broken.has(stream);
  };
}

/**
 * Strict reading: canonical records, known events, every stream without a gap but for what a bundle hides; `ended` is told
 * where the file ends. Throws Unreadable.
 */
export async function* entriesOf(file: string, ended: (end: End) => void): AsyncGenerator<Entry> {
  const isWhole = following();
  for await (const leaf of leavesIn(file, ended)) {
    const { line, index, mayLack } = leaf;
    const record = parsed(textOf(line), line.no);
    const named = kindOf(record, line.no);
    const hash = () => leafOf(line.bytes).toString('hex');
    yield { line: line.no, index, record, ...named, mayLack, leaf: hash, whole: isWhole(record, leaf) };
  }
}
