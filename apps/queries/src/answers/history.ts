import type { Erased, LegalBasis } from '#domain';
import type { RecordFields } from '#evidence';
import type { Knowing, Sight } from '../sight.js';
import type { Sources } from '../sources.js';
import { opened } from './opened.js';
import type { Sealed } from './seal.js';

export interface HistoryEntry extends Sealed {
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly occurred?: string;
  readonly received?: string;
  readonly channel?: string;
  /** Who it was; the person as long as the vault knows it. */
  readonly by: {
    readonly org: string;
    readonly role: string;
    readonly for?: string;
    readonly person?: string;
    /** Ground on which the person is no longer named. */
    readonly erased?: LegalBasis;
  };
  readonly data: object;
  /** It was known, but rests on what was not: it changes nothing. */
  readonly unfolded?: true;
}

export interface HistoryAnswer extends Knowing {
  readonly types: readonly string[];
  readonly entries: readonly HistoryEntry[];
  /** Revisions of the records that a ballot keeps back as long as it is secret; as of an instant in it not named. */
  readonly withheld?: readonly number[];
}

type Seen = Pick<Sight<unknown>, 'records' | 'unfolded' | 'known'>;

/** All that was known, in order of recording. */
const allKnown = ({ records, unfolded = [] }: Seen): readonly RecordFields[] =>
  unfolded.length === 0 ? records : [...records, ...unfolded].sort((a, b) => a.rev - b.rev);

/**
 * The records as people read them; `dataOf` leaves out what the viewer may not see, undefined for a whole record, and
 * `erased` is what is gone by now.
 */
export async function told(
  sources: Sources,
  seen: Seen,
  dataOf: (record: RecordFields) => object | undefined,
  erased: Erased,
): Promise<HistoryAnswer> {
  const all = allKnown(seen).map((record) => ({ record, data: dataOf(record) }));
  const withheld = all.flatMap(({ record, data }) => (data === undefined ? [record.rev] : []));
  const records = all.flatMap(({ record, data }) => (data === undefined ? [] : [{ ...record, data }]));
  const unfolded = new Set(seen.known?.unfolded);
  const named = records.map(({ by }) => by.sub).filter((sub) => !erased.persons.has(sub));
  const persons = await sources.vault.persons([...new Set(named)]);
  const stream = records[0]?.stream ?? '';
  const seals = await sources.log.seals(stream);
  const entries = records.map((record): HistoryEntry => {
    const { rev: revision, type, at, occurred, received, ch, by, data } = record;
    const person = persons.get(by.sub);
    const ground = erased.persons.get(by.sub);
    return {
      ...{ revision, type, at },
      ...(occurred === undefined ? {} : { occurred }),
      ...(received === undefined ? {} : { received }),
      ...(ch === undefined ? {} : { channel: ch }),
      by: {
        ...{ org: by.org, role: by.role },
        ...(by.for === undefined ? {} : { for: by.for }),
        ...(person === undefined ? {} : { person }),
        ...(ground === undefined ? {} : { erased: ground }),
      },
      seal: seals[revision] ?? 'PENDING',
      data,
      ...(unfolded.has(revision) ? { unfolded: true } : {}),
    };
  });
  return {
    types: entries.map(({ type }) => type),
    entries: await opened(sources, stream, entries, erased),
    ...(seen.known ? { known: seen.known } : {}),
    ...(withheld.length === 0 ? {} : { withheld }),
  };
}
