import type { Agreement } from '#domain';
import { isSealed, type Json, type JsonObject, type RecordFields } from '#evidence';

/** Characters of the longest name: what is longer is worded. A million such texts would not fit into memory. */
const LONGEST = 300;
const KEPT = 40;
/** Bytes of a record that holds no text worth shortening. */
const SHORT = 1_500;

/** Characters as people count them; some are two units of a string. */
const isLong = (text: string): boolean => text.length > LONGEST && Array.from(text).length > LONGEST;

/** With the length behind it, lest a name is taken for the text that begins with it; of blanks a blank is left. */
function cut(text: string): string {
  if (!isLong(text)) return text;
  const words = text.trimStart();
  return words === '' ? ' ' : `${words.slice(0, KEPT)}… (${text.length})`;
}

function shorter(value: Json): Json {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null || isSealed(value)) return value;
  if (Array.isArray(value)) return value.map((item: Json) => shorter(item));
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, item]) => [name, shorter(item)]));
}

/** With long texts cut: the rules ask whether there are words, and by their hashes whether they are other ones. */
const shortened = (data: object): JsonObject => shorter(data as JsonObject) as JsonObject;

/** Events of agreements that bring a version, and what it consists of: the next one is hashed together with all of it (R20). */
const OF_VERSIONS: ReadonlySet<string> = new Set(['AgreementDrafted', 'AgreementRevised', 'AmendmentProposed']);
const CONTENT: ReadonlySet<string> = new Set(['text', 'funding', 'responsibilities', 'lead', 'term', 'vision']);

/** A record with what no rule reads cut off, its bytes without any long text, and those that it takes at hand. */
interface Spared {
  readonly record: RecordFields;
  readonly bytes: number;
  readonly held: number;
}

/** `length` is that of the record in the file. */
export function spared(record: RecordFields, length: number): Spared {
  if (length < SHORT) return { record, bytes: length, held: length };
  const data = shortened(record.data);
  const bytes = JSON.stringify(data).length;
  if (!OF_VERSIONS.has(record.type)) return { record: { ...record, data }, bytes, held: bytes };
  const content = Object.entries(record.data).filter(([name]) => CONTENT.has(name));
  return { record: { ...record, data: { ...data, ...Object.fromEntries(content) } }, bytes, held: length };
}

/** The agreement after an event, with the long texts cut of versions on which no other one can be built any more. */
export function relieved({ current, proposed }: Agreement, after: Agreement): Agreement {
  const spent = [current, proposed].filter((no) => no !== after.current && no !== after.proposed);
  if (spent.length === 0) return after;
  const versions = after.versions.map((version) => (spent.includes(version.no) ? shortened(version) : version));
  return { ...after, versions: versions as Agreement['versions'] };
}
