import { bindingOf, type Day, dayOf, type Instant, type Matter, maySee, waitingOf } from '#domain';
import type { RegisterRow } from '#read-model';
import { type AfterWrite, caughtUp } from '../after-write.js';
import { glance, type Sight } from '../matters.js';
import { instantOf } from '../sight.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';

export interface MinistryParams extends AfterWrite {
  readonly ministry: string;
  readonly asOf?: Instant;
}

export interface WaitingAnswer {
  readonly votes: readonly {
    readonly matter: string;
    readonly title: string;
    readonly round: string;
    readonly dueAt?: Instant;
  }[];
}

export interface BindingAnswer {
  readonly decisions: readonly string[];
  readonly details: readonly {
    readonly matter: string;
    readonly title: string;
    readonly decisionNo: string;
    readonly effectiveFrom: Day;
    readonly validUntil?: Day;
    readonly endedOn?: Day;
  }[];
}

const PAGE = 500;

async function visibleRow({ views }: Sources, viewer: Viewer, matter: string): Promise<RegisterRow | undefined> {
  const row = await views.matter(matter);
  return row && maySee(viewer, { ...row, houses: row.participants }) ? row : undefined;
}

/** One after the other: the past of many matters must not be in memory at once. */
async function* glances(
  sources: Sources,
  viewer: Viewer,
  matters: Iterable<string> | AsyncIterable<string>,
  asOf: Instant,
): AsyncGenerator<Sight> {
  for await (const matter of matters) {
    const seen = await glance(sources, viewer, { matter, asOf });
    if (seen) yield seen;
  }
}

/** Enacted matters in which the ministry takes part: whatever binds it now or did before is among them. */
async function* decided({ views }: Sources, ministry: string): AsyncGenerator<string> {
  let last: RegisterRow | undefined;
  do {
    const behind = last ? { after: [last.begunAt, last.matter] } : {};
    const rows: readonly RegisterRow[] = await views.register({ ministry, limit: PAGE, ...behind });
    yield* rows.filter(({ decisionNo }) => decisionNo !== null).map(({ matter }) => matter);
    last = rows.length < PAGE ? undefined : rows.at(-1);
  } while (last);
}

export async function waiting(sources: Sources, params: MinistryParams, viewer: Viewer): Promise<WaitingAnswer> {
  const { ministry, asOf } = params;
  await caughtUp(sources, viewer, params);
  const votes: WaitingAnswer['votes'][number][] = [];
  if (asOf === undefined) {
    for (const { matter, round, dueAt } of await sources.views.waitingFor(ministry)) {
      const row = await visibleRow(sources, viewer, matter);
      if (row) votes.push({ matter, title: row.title, round, ...(dueAt === null ? {} : { dueAt }) });
    }
    return { votes };
  }
  const candidates = await sources.views.mattersWithOpenRoundAt(instantOf(sources, asOf));
  for await (const { state } of glances(sources, viewer, candidates, asOf)) {
    const open = waitingOf(state).filter((vote) => vote.ministry === ministry);
    votes.push(...open.map(({ ministry: _, ...vote }) => ({ matter: state.id, title: state.title, ...vote })));
  }
  return { votes };
}

type Term = ReturnType<typeof bindingOf>[number];

const isInForceOn = ({ effectiveFrom, validUntil, endedOn }: Term, day: Day): boolean =>
  effectiveFrom <= day && (validUntil === undefined || day <= validUntil) && (endedOn === undefined || day < endedOn);

function termsOf(state: Matter, ministry: string, on: Day): BindingAnswer['details'] {
  const { id: matter, title, decision } = state;
  return bindingOf(state)
    .filter((term) => term.ministry === ministry && isInForceOn(term, on))
    .map(({ ministry: _, ...term }) => ({ matter, title, decisionNo: decision?.decisionNo ?? '', ...term }));
}

async function boundNow(
  sources: Sources,
  viewer: Viewer,
  ministry: string,
  on: Day,
): Promise<BindingAnswer['details']> {
  const details: BindingAnswer['details'][number][] = [];
  for (const found of await sources.views.bindingOn(ministry, on)) {
    const row = await visibleRow(sources, viewer, found.matter);
    if (!row) continue;
    const { matter, decisionNo, effectiveFrom, validUntil, endedOn } = found;
    details.push({
      ...{ matter, title: row.title, decisionNo, effectiveFrom },
      ...(validUntil === null ? {} : { validUntil }),
      ...(endedOn === null ? {} : { endedOn }),
    });
  }
  return details;
}

export async function binding(
  sources: Sources,
  params: MinistryParams & { readonly on?: Day },
  viewer: Viewer,
): Promise<BindingAnswer> {
  const { ministry, asOf } = params;
  await caughtUp(sources, viewer, params);
  const on = params.on ?? dayOf(instantOf(sources, asOf));
  const details: BindingAnswer['details'][number][] = [];
  if (asOf === undefined) details.push(...(await boundNow(sources, viewer, ministry, on)));
  else {
    for await (const { state } of glances(sources, viewer, decided(sources, ministry), asOf)) {
      details.push(...termsOf(state, ministry, on));
    }
  }
  return { decisions: details.map(({ matter }) => matter), details };
}
