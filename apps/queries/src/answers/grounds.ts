import { type Event, type Grounds, groundsIn, rulebook, ruleBookVersion } from '#domain';
import type { RecordFields } from '#evidence';
import type { Sources } from '../sources.js';
import { told } from '../streams.js';

/** What an explanation rests on: the records of the stream as they are seen, and the rule books that they name. */
export async function groundsOf<E extends Event>(
  { store }: Sources,
  records: readonly RecordFields[],
): Promise<Grounds<E>> {
  const names = [...new Set(records.flatMap(({ type, rb, data }) => [...(rb ? [rb.id] : []), ...pinned(type, data)]))];
  const books = new Map(
    await Promise.all(
      names.map(async (id) => [id, (await told(store, rulebook, `rulebook-${id}`)).now.state] as const),
    ),
  );
  return groundsIn<E>(records, ({ id, version }) => {
    const found = ruleBookVersion(books.get(id), version);
    return found?.status === 'ADOPTED' ? found : undefined;
  });
}

/** The rule book that the opening of a procedure fixes, whether or not its record names one. */
function pinned(type: string, data: object): readonly string[] {
  if (type !== 'ProcedureOpened') return [];
  const { ruleBook } = data as { readonly ruleBook: { readonly id: string } };
  return [ruleBook.id];
}
