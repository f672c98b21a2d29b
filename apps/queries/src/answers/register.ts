import { type Day, endOf, startOf } from '#domain';
import { invalidPayload } from '#edge';
import type { AgreementRow, DeadlineRow, DecisionRow, RegisterFilter, RegisterRow } from '#read-model';
import { caughtUp } from '../after-write.js';
import { registered } from '../registered.js';
import { reservations } from '../reservations.js';
import type { Sources } from '../sources.js';
import type { Viewer } from '../viewer.js';
import { page, type Page, type PageParams } from './page.js';

interface RegisterParams extends PageParams {
  readonly ministry?: string;
  /** First and last day, in Berlin, of the entry by which the register is ordered. */
  readonly from?: Day;
  readonly to?: Day;
  readonly phase?: string;
  readonly classification?: string;
  /** Words or the beginning of a number. */
  readonly q?: string;
}

export interface MattersParams extends RegisterParams {
  readonly lead?: string;
  readonly body?: string;
  readonly track?: string;
  readonly rule?: string;
  readonly ruleBook?: string;
  readonly outcome?: string;
}

export interface DecisionsParams extends MattersParams {
  readonly origin?: string;
  readonly effect?: string;
  /** In force on this day. */
  readonly on?: Day;
}

export interface AgreementsParams extends RegisterParams {
  readonly on?: Day;
}

/** A row with the address that it keeps. */
export type Linked<Row> = Row & { readonly self: string };

/** In place, since whole registers go through here. */
const linked = <Row extends object>(row: Row, self: string): Linked<Row> => Object.assign(row, { self });

/** The filter of the views for what was asked; what the views do not know is left out. */
function filterOf<P extends RegisterParams>({
  from,
  to,
  q,
  limit: _,
  cursor: __,
  stream: ___,
  revision: ____,
  ...same
}: P) {
  if (from !== undefined && to !== undefined && to < from) {
    throw invalidPayload([{ field: 'to', problem: `to must not lie before ${from}` }]);
  }
  const more: RegisterFilter = {
    ...(from === undefined ? {} : { from: startOf(from) }),
    ...(to === undefined ? {} : { before: endOf(to) }),
    ...(q === undefined ? {} : { words: q }),
  };
  return { ...same, ...more };
}

async function ready(sources: Sources, params: MattersParams, viewer: Viewer): Promise<void> {
  await caughtUp(sources, viewer, params);
  await registered(sources, params);
}

export async function register(
  sources: Sources,
  params: MattersParams,
  viewer: Viewer,
): Promise<Page<Linked<RegisterRow>>> {
  await ready(sources, params, viewer);
  const filter = filterOf(params);
  const { inRegister } = reservations(sources, viewer);
  return page(sources, params, viewer, {
    ...{ name: 'matters', parts: ['instant', 'name'] },
    find: async (window) => Promise.all((await sources.views.register({ ...filter, ...window })).map(inRegister)),
    placeOf: ({ begunAt, matter }) => [begunAt, matter],
    shown: (row) => linked(row, `/matters/${row.matter}`),
  });
}

export async function decisions(
  sources: Sources,
  params: DecisionsParams,
  viewer: Viewer,
): Promise<Page<Linked<DecisionRow>>> {
  await ready(sources, params, viewer);
  const filter = filterOf(params);
  return page(sources, params, viewer, {
    ...{ name: 'decisions', parts: ['instant', 'name', 'number'] },
    find: (window) => sources.views.decisions({ ...filter, ...window }),
    placeOf: ({ enactedAt, matter, no }) => [enactedAt, matter, no],
    shown: (row) => linked(row, `/matters/${row.matter}/decisions/${row.no}`),
  });
}

export async function agreements(
  sources: Sources,
  params: AgreementsParams,
  viewer: Viewer,
): Promise<Page<Linked<AgreementRow>>> {
  await ready(sources, params, viewer);
  const filter = filterOf(params);
  return page(sources, params, viewer, {
    ...{ name: 'agreements', parts: ['instant', 'name'] },
    find: (window) => sources.views.agreements({ ...filter, ...window }),
    placeOf: ({ begunAt, agreement }) => [begunAt, agreement],
    shown: (row) => linked(row, `/agreements/${row.agreement}`),
  });
}

export interface DeadlinesParams extends PageParams {
  readonly matter?: string;
  readonly kind?: string;
  readonly before?: string;
}

export async function deadlines(
  sources: Sources,
  params: DeadlinesParams,
  viewer: Viewer,
): Promise<Page<Omit<DeadlineRow, 'timer' | 'no'>>> {
  await caughtUp(sources, viewer, params);
  const { matter, kind, before } = params;
  const filter = {
    ...(matter === undefined ? {} : { matter }),
    ...(kind === undefined ? {} : { kinds: [kind] }),
    ...(before === undefined ? {} : { before }),
  };
  return page(sources, params, viewer, {
    ...{ name: 'deadlines', parts: ['instant', 'name', 'number'] },
    find: (window) => sources.views.runningDeadlines({ ...filter, ...window }),
    placeOf: ({ dueAt, stream, no }) => [dueAt, stream, no],
    // A gap in the numbers would tell that there is a row the viewer may not know of.
    shown: ({ timer: _, no: __, ...row }) => row,
    mayKnow: reservations(sources, viewer).ofDeadline,
  });
}
