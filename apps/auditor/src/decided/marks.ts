import type { JsonObject, RecordFields } from '#evidence';
import type { Registry } from '../records.js';
import type { Subject } from './subject.js';
import { agreementBook, someAgreementBook } from './books.js';

/** A draft brings its classification along; whatever follows has that which the stream had before. */
function classificationOf({ state }: Subject, { data }: RecordFields): string {
  const { classification } = data as JsonObject;
  return state.phase === 'NONE' && typeof classification === 'string' ? classification : state.classification;
}

type Named = RecordFields['rb'];

const isSameBook = (a: Named, b: Named): boolean => a?.id === b?.id && a?.version === b?.version;

/** Of a matter the book that it is pinned to, of an agreement one that is in force. */
function rightBook(registry: Registry, { kind, state }: Subject, record: RecordFields): Named {
  if (kind === 'matter') return state.ruleBook;
  const isRight = record.rb ? agreementBook(registry, record) !== undefined : registry.mayLack;
  return isRight ? record.rb : someAgreementBook(registry, record);
}

/** What the records of one command should say of classification and rule book; undefined where each says so. */
export function wrongMark(registry: Registry, before: Subject, records: readonly RecordFields[]): string | undefined {
  for (const record of records) {
    const cls = classificationOf(before, records[0] ?? record);
    if (record.cls !== cls) return `cls ${cls}`;
    const book = rightBook(registry, before, record);
    if (!isSameBook(record.rb, book)) return book ? `rb ${book.id}@${book.version}` : 'no rb';
  }
  return undefined;
}
