import { agreementBindingOf, type Binding, bindingOf, type BoundHouse, boundOn, type Day, dayOf } from '#domain';
import { answered, type HouseParams, type Origin, originIn, originOf, standing } from '../house.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';

type Decision = NonNullable<BoundHouse['decision']>;

/** What binds a house by one decision or agreement. */
export interface BoundDetail extends Origin, Omit<BoundHouse, 'from' | 'until' | 'decision'>, Partial<Decision> {
  /** First day on which these words bind the house. */
  readonly effectiveFrom: Day;
  /** Last day, as far as is known. */
  readonly validUntil?: Day;
}

export interface BindingAnswer {
  /** Matters whose decisions bind. */
  readonly decisions: readonly string[];
  readonly agreements: readonly string[];
  readonly details: readonly BoundDetail[];
  readonly next?: string;
}

const detailOf = (origin: Origin, { from, until, decision, ...bound }: BoundHouse): BoundDetail => ({
  ...origin,
  ...bound,
  ...decision,
  effectiveFrom: from,
  ...(until === undefined ? {} : { validUntil: until }),
});

/** Every decision and agreement in force that binds the ministry on the day. */
export async function binding(
  sources: Sources,
  params: HouseParams & { readonly on?: Day },
  viewer: Viewer,
): Promise<BindingAnswer> {
  const today = dayOf(await standing(sources, viewer, params));
  const { ministry, on = today } = params;
  const told = (origin: Origin, found: Binding): readonly BoundDetail[] => {
    const bound = boundOn(found, ministry, on, today);
    return bound ? [detailOf(origin, bound)] : [];
  };
  const { rows: details, ...page } = await answered(sources, viewer, params, {
    name: 'binding',
    find: (window) => sources.views.bindingOn({ ...window, on }),
    parts: ['day', 'name', 'number'],
    placeOf: ({ untilDay, stream, no }) => [untilDay, stream, no],
    tell: ({ stream, title, content }) => told(originOf(stream, title), content),
    past: (seen) => {
      const found = seen.kind === 'matter' ? bindingOf(seen.sight.state) : agreementBindingOf(seen.sight.state);
      return found.flatMap((one) => told(originIn(seen), one));
    },
  });
  const decisions = details.flatMap(({ matter }) => matter ?? []);
  return { decisions, agreements: details.flatMap(({ agreement }) => agreement ?? []), details, ...page };
}
