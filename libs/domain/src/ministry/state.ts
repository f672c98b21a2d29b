import type { Mandate } from '../actor.js';
import { type Keyed, valueOf, valuesOf } from '../keyed.js';
import type { Day } from '../time.js';
import { latestOn } from '../validity.js';
import type { MinistryPayloads, ReceivedArea } from './messages.js';

/** An area that leaves the ministry: on that day it is already the other one's. */
export interface Cession extends ReceivedArea {
  readonly to: string;
}

export interface GrantedMandate extends Mandate {
  readonly person: string;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly ceiling?: number;
  readonly revoked: boolean;
  /** Of the record that grants it. */
  readonly revision: number;
}

/** One registered ministry or party. */
export interface Ministry {
  readonly code: string;
  /** In the order of recording; of two from the same day the later one counts. */
  readonly names: readonly { readonly name: string; readonly from: Day }[];
  readonly places: readonly string[];
  /** Areas of the registration; see areasOf for those of a day. */
  readonly areas: readonly string[];
  readonly registeredFrom: Day;
  /** Transfers that the receiving ministry has not confirmed; at most one per area. */
  readonly announced: readonly Cession[];
  readonly transferred: readonly Cession[];
  /** Of each person those that were ever granted, in the order of granting; and the person of each, by its id. */
  readonly mandates: Keyed<readonly GrantedMandate[]>;
  readonly holders: Keyed<string>;
  readonly succession?: Pick<MinistryPayloads['SucceedMinistry'], 'successors' | 'validFrom'>;
}

/** Undefined until the ministry is registered. */
export type MinistryState = Ministry | undefined;

/** Granted, not revoked, and in force on the day; both ends of the validity are included. */
const inForce = (state: MinistryState, person: string, day: Day): readonly GrantedMandate[] =>
  (valueOf(state?.mandates ?? [], person) ?? []).filter(
    (mandate) => !mandate.revoked && mandate.validFrom <= day && day <= mandate.validTo,
  );

/** Mandates of a person that are in force on the day. */
export const mandatesOf = (state: MinistryState, person: string, day: Day): Mandate[] =>
  inForce(state, person, day).map(({ id, scope, rank }) => ({ id, scope, rank }));

/** Persons whose mandates are in force on the day, or are to begin later. */
export const mandatedFrom = (state: MinistryState, day: Day): readonly string[] =>
  valuesOf(state?.mandates ?? [])
    .flat()
    .flatMap(({ person, revoked, validTo }) => (revoked || validTo < day ? [] : [person]));

/** Revisions of the records that grant them. */
export const grantsOf = (state: MinistryState, person: string, day: Day): readonly number[] =>
  inForce(state, person, day).map(({ revision }) => revision);

/** The name on the day: the one with the latest beginning. Undefined before the first. */
export const nameOn = (state: MinistryState, day: Day): string | undefined => latestOn(state?.names ?? [], day)?.name;

function cessionsOf({ transferred, succession }: Ministry): readonly Cession[] {
  const succeeded = (succession?.successors ?? []).flatMap(({ code, areas }) =>
    areas.map((area) => ({ area, to: code, on: succession?.validFrom ?? '' })),
  );
  return [...transferred, ...succeeded];
}

/** Areas that have left the ministry by the day, by transfer or succession, and where they went. */
export function areasCeded(state: MinistryState, day: Day): { readonly area: string; readonly to: string }[] {
  const cessions = state ? cessionsOf(state) : [];
  return cessions.filter((cession) => cession.on <= day).map(({ area, to }) => ({ area, to }));
}

/** Areas that the ministry with the code received or will receive from the others: the fact its own stream does not hold. */
export function areasReceived(others: readonly MinistryState[], code: string): ReceivedArea[] {
  return others
    .flatMap((state) => (state ? cessionsOf(state) : []))
    .filter((cession) => cession.to === code)
    .map(({ area, on }) => ({ area, on }));
}

/** Days on which the ministry gains and loses the area. With its succession it loses all. */
function movements(state: Ministry, area: string, received: readonly ReceivedArea[]): { gains: Day[]; losses: Day[] } {
  const daysOf = (items: readonly ReceivedArea[]) => items.filter((item) => item.area === area).map((item) => item.on);
  const registered = state.areas.includes(area) ? [state.registeredFrom] : [];
  const succeeded = state.succession ? [state.succession.validFrom] : [];
  return { gains: [...registered, ...daysOf(received)], losses: [...daysOf(state.transferred), ...succeeded] };
}

/** Areas the ministry is responsible for on the day: registered or received, and not ceded since. */
export function areasOf(state: MinistryState, day: Day, received: readonly ReceivedArea[] = []): string[] {
  if (!state) return [];
  const areas = new Set([...state.areas, ...received.map((item) => item.area)]);
  return [...areas].filter((area) => {
    const { gains, losses } = movements(state, area, received);
    return gains.some((gain) => gain <= day && !losses.some((loss) => gain <= loss && loss <= day));
  });
}

/** The last days, until one day, on which a ministry gained an area and lost it. */
interface Movement {
  gain?: Day;
  loss?: Day;
}

const later = (known: Day | undefined, day: Day): Day => (known !== undefined && known > day ? known : day);

/** Every gain and loss by the day, of all ministries; each cession is both. */
function movementsOn(ministries: Iterable<readonly [code: string, state: MinistryState]>, day: Day) {
  const areas = new Map<string, Map<string, Movement>>();
  const moved = (area: string, code: string): Movement => {
    const houses = areas.get(area) ?? new Map<string, Movement>();
    const movement = houses.get(code) ?? {};
    areas.set(area, houses.set(code, movement));
    return movement;
  };
  const gained = (area: string, code: string, on: Day) => {
    const movement = moved(area, code);
    if (on <= day) movement.gain = later(movement.gain, on);
  };
  for (const [code, state] of ministries) {
    if (!state) continue;
    for (const area of state.areas) gained(area, code, state.registeredFrom);
    for (const { area, to, on } of cessionsOf(state)) gained(area, to, on);
    for (const { area, on } of state.transferred) {
      const movement = moved(area, code);
      if (on <= day) movement.loss = later(movement.loss, on);
    }
  }
  return areas;
}

/**
 * By area the codes of the ministries that are responsible for it on the day: what `areasOf` tells of one ministry, for all
 * of them at once.
 */
export function holdersOn(
  ministries: ReadonlyMap<string, MinistryState>,
  day: Day,
): ReadonlyMap<string, ReadonlySet<string>> {
  const holds = (code: string, { gain, loss }: Movement): boolean => {
    const state = ministries.get(code);
    const { validFrom } = state?.succession ?? {};
    const lost = validFrom !== undefined && validFrom <= day ? later(loss, validFrom) : loss;
    return state !== undefined && gain !== undefined && (lost === undefined || lost < gain);
  };
  const areas = [...movementsOn(ministries, day)].map(([area, houses]) => {
    const holders = [...houses].filter(([code, movement]) => holds(code, movement)).map(([code]) => code);
    return [area, new Set(holders)] as const;
  });
  return new Map(areas);
}

/** Whether the ministry has the area on the day and no transfer that would take it away afterwards. */
export function keeps(state: Ministry, area: string, day: Day, received: readonly ReceivedArea[]): boolean {
  const { gains, losses } = movements(state, area, received);
  return gains.some((gain) => gain <= day && !losses.some((loss) => gain <= loss));
}
