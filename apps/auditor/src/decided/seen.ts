import { dayOf, grantsOf, type Matter, type MinistryState, type RuleBookState } from '#domain';
import type { RecordFields } from '#evidence';
import type { Earlier, Past, Registry } from '../records.js';
import { bookFor, pinned, pinnedBy, versionOn } from './books.js';
import { isOfMinistry } from './houses.js';

/**
 * So far apart may a decision be from the change that it has not seen. What it rests on is looked up moments before it is
 * recorded, and either bears the instant at which its work began, by a clock of its own. With more time somebody could use
 * a mandate that was revoked, by naming what stood there before.
 */
const APART_MS = 60_000;

const isClose = (a: string, b: string): boolean => Math.abs(Date.parse(a) - Date.parse(b)) <= APART_MS;

type Seen<S> = (earlier: Earlier<S>) => boolean;

/** The states of the streams, but of one of them the newest that it was seen in, if that gave way only then. */
function seenIn<S>(states: Map<string, S>, key: string, past: Past<S> | undefined, at: string, isSeen: Seen<S>) {
  const found = past?.earlier.findLast((earlier) => isSeen(earlier) && isClose(earlier.until, at));
  return found ? new Map(states).set(key, found.state) : states;
}

/** Bodies and calendars are named by the leaf of their last record; before their first one there was nothing to name. */
const isNamed =
  ({ after }: RecordFields) =>
  ({ leaf }: Earlier<unknown>): boolean =>
    leaf === '' || after.includes(leaf);

/** Of a ministry the grants are named that were in force, and nothing else. */
const areGrantsNamed =
  ({ at, after, by }: RecordFields, past: Past<MinistryState> | undefined): Seen<MinistryState> =>
  ({ state }) =>
    grantsOf(state, by.sub, dayOf(at)).every((revision) => after.includes(past?.leaves[revision] ?? ''));

/** Of a rule book the adoption is named, which need not be its last record. */
const isInForce =
  (version: string, at: string): Seen<RuleBookState> =>
  ({ state }) =>
    versionOn(state, dayOf(at))?.version === version;

function booksSeen({ ruleBooks, pasts }: Registry, record: RecordFields): Registry['ruleBooks'] {
  const { at, rb = pinnedBy(record) } = record;
  return rb ? seenIn(ruleBooks, rb.id, pasts.rulebook.get(rb.id), at, isInForce(rb.version, at)) : ruleBooks;
}

function housesSeen({ ministries, pasts }: Registry, record: RecordFields): Registry['ministries'] {
  const { at, by } = record;
  const past = pasts.ministry.get(by.org);
  return isOfMinistry(by.role) ? seenIn(ministries, by.org, past, at, areGrantsNamed(record, past)) : ministries;
}

/**
 * The registry as the record says that it was seen when it was prepared: a stream may have gone on before it was recorded.
 * Where none did, it is the registry as it stands.
 */
export function asSeen(registry: Registry, record: RecordFields, matter?: Matter): Registry {
  const { at, type } = record;
  const { bodies, calendars, ruleBooks, ministries, pasts } = registry;
  const seen = { ...registry, ministries: housesSeen(registry, record), ruleBooks: booksSeen(registry, record) };
  if (matter) {
    const { body } = matter;
    const place = bookFor(seen, pinned(seen, matter, record), record)?.place ?? '';
    Object.assign(seen, {
      bodies: seenIn(bodies, body, pasts.body.get(body), at, isNamed(record)),
      calendars: seenIn(calendars, place, pasts.calendar.get(place), at, isNamed(record)),
      isUnseen: (gained: string) => isClose(gained, at),
    } satisfies Partial<Registry>);
  }
  const isAsItStands =
    seen.ministries === ministries &&
    seen.ruleBooks === ruleBooks &&
    seen.bodies === bodies &&
    seen.calendars === calendars;
  // What ministries gained is named nowhere.
  return isAsItStands && type !== 'ProcedureOpened' ? registry : seen;
}
