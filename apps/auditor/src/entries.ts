import { readRecord, type RecordFields, VerificationFailure } from '#evidence';
import { linesOf } from './lines.js';
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

/** Strict reading: canonical records, known events, every stream without a gap from its beginning. Throws Unreadable. */
export async function* entriesOf(file: string): AsyncGenerator<Entry> {
  const revisions = new Map<string, number>();
  for await (const { no, text } of linesOf(file)) {
    if (text === '') continue;
    const record = parsed(text, no);
    const named = kindOf(record, no);
    const expected = revisions.get(record.stream) ?? 0;
    if (record.rev !== expected) throw new Unreadable('GAP', `${record.stream} ${expected} ${record.rev}`, no);
    revisions.set(record.stream, expected + 1);
    yield { line: no, record, ...named };
  }
}
