import type { Erased, LegalBasis } from '#domain';
import type { RecordFields } from '#evidence';
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
}

export interface HistoryAnswer {
  readonly types: readonly string[];
  readonly entries: readonly HistoryEntry[];
}

/** The records as people read them; `dataOf` leaves out what the viewer may not see, `erased` is what is gone by now. */
export async function told(
  sources: Sources,
  records: readonly RecordFields[],
  dataOf: (record: RecordFields) => object,
  erased: Erased,
): Promise<HistoryAnswer> {
  const named = records.map(({ by }) => by.sub).filter((sub) => !erased.persons.has(sub));
  const persons = await sources.vault.persons([...new Set(named)]);
  const seals = await sources.log.seals(records[0]?.stream ?? '');
  const entries = records.map((record): HistoryEntry => {
    const { rev: revision, type, at, occurred, received, ch, by } = record;
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
      data: dataOf(record),
    };
  });
  return { types: entries.map(({ type }) => type), entries: (await opened(sources, { entries }, erased)).entries };
}
