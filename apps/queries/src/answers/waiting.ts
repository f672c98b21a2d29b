import { agreementWaitingOf, ANSWERED_BY, ENDING, type Instant, silences, type Waiting, waitingOf } from '#domain';
import { answered, type HouseParams, type Origin, originIn, originOf, standing } from '../house.js';
import { reservations } from '../reservations.js';
import { partsOf } from '../seen.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';

/** Something that waits for a house. */
export interface WaitingItem extends Origin, Omit<Waiting, 'ministry' | 'silence'> {
  /** The command that answers it. */
  readonly command: string;
  /** What happens if the house does nothing. */
  readonly silence: { readonly code: string; readonly de: string; readonly en: string };
}

export interface WaitingAnswer {
  /** Of the items the votes, each with its round. */
  readonly votes: readonly {
    readonly matter: string;
    readonly title: string;
    readonly round: string;
    readonly dueAt?: Instant;
  }[];
  readonly items: readonly WaitingItem[];
  readonly next?: string;
}

const itemOf = (origin: Origin, { ministry: _, silence, ...waiting }: Waiting): WaitingItem => ({
  ...origin,
  ...waiting,
  command: ANSWERED_BY[waiting.kind],
  silence: { code: silence, ...silences[silence] },
});

const voteIn = ({ matter, kind, title, subject, dueAt }: WaitingItem): WaitingAnswer['votes'] => {
  if (kind !== 'VOTE' || matter === undefined || subject === undefined) return [];
  return [{ matter, title, round: subject, ...(dueAt === undefined ? {} : { dueAt }) }];
};

/** What ends first comes first; what nothing ends comes last. */
const byDue = ({ dueAt: a = '~' }: WaitingItem, { dueAt: b = '~' }: WaitingItem): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** Everything that waits for the ministry, due first. */
export async function waiting(sources: Sources, params: HouseParams, viewer: Viewer): Promise<WaitingAnswer> {
  const now = await standing(sources, viewer, params);
  const { ministry } = params;
  const { ofHouse } = reservations(sources, viewer);
  const mayKnow = async (stream: string, { kind, subject }: Waiting): Promise<boolean> =>
    kind !== 'RESERVATION' || ofHouse(partsOf(stream)?.id ?? '', subject, ministry);
  const { rows, ...page } = await answered(sources, viewer, params, {
    name: 'waiting',
    find: (window) => sources.views.waitingFor({ ...window, now }),
    parts: ['instant', 'name', 'number'],
    placeOf: ({ dueAt, stream, no }) => [dueAt, stream, no],
    tell: ({ stream, title, content }) => [itemOf(originOf(stream, title), content)],
    mayKnow: ({ stream, content }) => mayKnow(stream, content),
    past: async (seen) => {
      const all = seen.kind === 'matter' ? waitingOf(seen.sight.state) : agreementWaitingOf(seen.sight.state);
      const found = all.filter(
        (one) => one.ministry === ministry && !(ENDING.includes(one.kind) && (one.dueAt ?? '~') <= now),
      );
      const told = await Promise.all(found.map((one) => mayKnow(`${seen.kind}-${seen.id}`, one)));
      return found.filter((_, index) => told[index]).map((one) => itemOf(originIn(seen), one));
    },
  });
  const items = rows.toSorted(byDue);
  return { votes: items.flatMap(voteIn), items, ...page };
}
