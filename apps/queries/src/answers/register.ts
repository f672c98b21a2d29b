import type { DeadlineRow, RegisterRow } from '#read-model';
import { type AfterWrite, caughtUp } from '../after-write.js';
import type { Sources } from '../sources.js';
import { houseOf, type Viewer } from '../viewer.js';

interface PageParams extends AfterWrite {
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: number;
}

export interface RegisterParams extends PageParams {
  readonly phase?: string;
  readonly lead?: string;
  readonly body?: string;
}

type Present<Row> = { readonly [K in keyof Row]?: Exclude<Row[K], null> };

/** Rows without the members that do not apply, and where the next page begins. */
export interface Page<Row> {
  readonly rows: readonly Present<Row>[];
  readonly next?: number;
}

const LIMIT = 100;

const without = <Row extends object>(row: Row): Present<Row> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Present<Row>;

/** One row more than asked for tells whether there is a next page. */
async function page<Row extends object>(
  { limit = LIMIT, cursor = 0 }: PageParams,
  find: (window: { readonly limit: number; readonly offset: number }) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const found = await find({ limit: limit + 1, offset: cursor });
  const rows = found.slice(0, limit).map(without);
  return { rows, ...(found.length > limit ? { next: cursor + limit } : {}) };
}

const seenBy = (viewer: Viewer): { readonly seenBy?: string } => {
  const house = houseOf(viewer);
  return house === undefined ? {} : { seenBy: house };
};

export async function register(sources: Sources, params: RegisterParams, viewer: Viewer): Promise<Page<RegisterRow>> {
  await caughtUp(sources, viewer, params);
  const { phase, lead, body } = params;
  return page(params, (window) =>
    sources.views.register({
      ...window,
      ...seenBy(viewer),
      ...(phase === undefined ? {} : { phases: [phase] }),
      ...(lead === undefined ? {} : { lead }),
      ...(body === undefined ? {} : { body }),
    }),
  );
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
): Promise<Page<Omit<DeadlineRow, 'timer'>>> {
  await caughtUp(sources, viewer, params);
  const { matter, kind, before } = params;
  return page(params, async (window) => {
    const rows = await sources.views.runningDeadlines({
      ...window,
      ...seenBy(viewer),
      ...(matter === undefined ? {} : { matter }),
      ...(kind === undefined ? {} : { kinds: [kind] }),
      ...(before === undefined ? {} : { before }),
    });
    return rows.map(({ timer: _, ...row }) => row);
  });
}
