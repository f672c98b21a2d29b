import {
  body,
  type BodyState,
  calendar,
  type CalendarState,
  ministry,
  type MinistryState,
  rulebook,
  type RuleBookState,
} from '#domain';
import { type RecordFields, parseRecord } from '#evidence';
import type { EventStore, Folded, Folds } from '#event-store';

/** The streams that other decisions look up: ministries, bodies, calendars, rule books, each folded to its present. */
export interface Registry {
  ministry(code: string): Promise<Folded<MinistryState>>;
  body(code: string): Promise<Folded<BodyState>>;
  calendar(place: string): Promise<Folded<CalendarState>>;
  ruleBook(id: string): Promise<Folded<RuleBookState>>;
  /** Every registered ministry and party, by code. */
  ministries(): Promise<ReadonlyMap<string, Folded<MinistryState>>>;
  ruleBooks(): Promise<readonly Folded<RuleBookState>[]>;
  bodies(): Promise<readonly Folded<BodyState>[]>;
  /** Whether a ministry or party is registered under the code; who is stays so, and is not looked up again. */
  isRegistered(code: string): Promise<boolean>;
  /** The records of any stream from its beginning. */
  records(stream: string): AsyncIterable<RecordFields>;
}

/** Looks up as of now; what was folded before is only caught up. */
export function registry(store: EventStore, folds: Folds): Registry {
  const ministryOf = (code: string) => folds.current(ministry, `ministry-${code}`);
  const ruleBookOf = (id: string) => folds.current(rulebook, `rulebook-${id}`);
  const bodyOf = (code: string) => folds.current(body, `body-${code}`);
  const known = new Set<string>();
  const keys = async (prefix: string) => (await store.streams(prefix)).map((stream) => stream.slice(prefix.length));
  return {
    ministry: ministryOf,
    ruleBook: ruleBookOf,
    body: bodyOf,
    calendar: (place) => folds.current(calendar, `calendar-${place}`),
    ministries: async () => {
      const codes = await keys('ministry-');
      return new Map(await Promise.all(codes.map(async (code) => [code, await ministryOf(code)] as const)));
    },
    isRegistered: async (code) => {
      if (!known.has(code) && (await ministryOf(code)).state) known.add(code);
      return known.has(code);
    },
    bodies: async () => Promise.all((await keys('body-')).map(bodyOf)),
    ruleBooks: async () => Promise.all((await keys('rulebook-')).map(ruleBookOf)),
    async *records(stream) {
      for await (const { record } of store.readStream(stream)) yield parseRecord(record);
    },
  };
}

/** Codes that no ministry or party is registered under. */
export async function unregistered(registry: Registry, codes: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(codes.map(async (code) => ((await registry.isRegistered(code)) ? [] : [code])));
  return found.flat();
}
