import { digestsIn, type RecordFields } from '#evidence';

/** Whether the record was made by the person or names the person, always by pseudonym. */
function concerns({ by, data }: Pick<RecordFields, 'by' | 'data'>, person: string): boolean {
  return by.sub === person || Object.values(data).some((member) => member === person);
}

/** Whether no record of one stream up to the revision concerns the person. */
export async function isAbsent(
  records: AsyncIterable<RecordFields>,
  person: string,
  revision: number,
): Promise<boolean> {
  for await (const record of records) {
    if (record.rev > revision) break;
    if (concerns(record, person)) return false;
  }
  return true;
}

/**
 * Digests of the values that the person gave in these records of one stream, or that were given in a record that names
 * the person, up to the revision. A value that a later record carries on belongs to the one that brought it.
 */
export async function digestsAbout(
  records: AsyncIterable<RecordFields>,
  person: string,
  revision: number,
): Promise<readonly string[]> {
  const seen = new Set<string>();
  const found: string[] = [];
  for await (const record of records) {
    if (record.rev > revision) break;
    const fresh = digestsIn(record.data).filter((digest) => !seen.has(digest));
    for (const digest of fresh) seen.add(digest);
    if (concerns(record, person)) found.push(...fresh);
  }
  return found;
}
