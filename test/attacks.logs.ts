import { copyFileSync } from 'node:fs';
import { parseRecord } from '#evidence';
import type { Witnessing, WitnessingOptions } from '#log';
import { appendAll, type History, history, SILENT } from './attacks.support.js';
import { copyOf, freshPlace, type Place, placeOn, type Running, until } from './log.support.js';
import { logLine, type Witnesses, witnessed, witnesses } from './witness.support.js';

/** The matter whose seals tell how far a log is witnessed. */
export const STREAM = `matter-${SILENT}`;

export const clock = (instant: string) => () => BigInt(Date.parse(instant) / 1_000);

export interface SealedLog {
  readonly place: Place;
  readonly one: Running;
}

/** Logs of the same past in databases of their own, with witnesses; all end with the test. Call it once per file. */
export function attackedLogs() {
  let past: History;
  let places: Place[];
  let houses: Witnesses;
  beforeAll(async () => {
    past = await history();
  });
  beforeEach(() => {
    places = [];
    houses = witnesses();
  });
  afterEach(async () => {
    await houses.end();
    for (const place of places) await place.end();
  });

  const known = (place: Place): Place => {
    places.push(place);
    return place;
  };
  const collect = ({ place, one }: SealedLog, policy: string, more?: Partial<WitnessingOptions>): Witnessing =>
    houses.collect(place, one, policy, more);

  return {
    past: (): History => past,
    size: (): bigint => BigInt(past.log.length),

    /** A log of the whole history, sealed and running. */
    sealed: async (log = past.log, key?: string): Promise<SealedLog> => {
      const place = known(await freshPlace());
      if (key !== undefined) copyFileSync(key, place.keyFile);
      await appendAll(place.store, log);
      const one = place.start();
      await one.sealed(BigInt(log.length));
      return { place, one };
    },

    /** Ends the log and everything that uses its database; answers with that database and a copy, key and memory included. */
    twice: async ({ place }: SealedLog): Promise<readonly [Place, Place]> => {
      places = places.filter((one) => one !== place);
      await place.end();
      const copy = await copyOf(place.ownerUrl);
      const both = [known(await placeOn(place.ownerUrl)), known(await placeOn(copy))] as const;
      for (const each of both) {
        copyFileSync(place.keyFile, each.keyFile);
        copyFileSync(place.memoryFile, each.memoryFile);
      }
      return both;
    },

    /** A policy that wants a witness, who has cosigned all of the log. */
    cosigned: async (log: SealedLog, now = clock('2027-06-01T00:00:00Z')): Promise<string> => {
      const line = await logLine(log.place);
      const policy = [line, await houses.start(line, 'bmf', { now }), 'quorum bmf', ''].join('\n');
      // The past lies in another year than the clock of this machine; log and witness know the time of it.
      collect(log, policy, { now: () => Number(now()) * 1_000 });
      const records = past.log.filter((record) => parseRecord(record).stream === STREAM);
      await witnessed(log.place, STREAM, records.length);
      return policy;
    },

    /** Asks the witnesses of the policy; resolves with what they said when one of them has seen another log. */
    disputed: async (log: SealedLog, policy: string): Promise<string> => {
      const asked = collect(log, policy);
      const disputes = () => asked.status().filter(({ state }) => state === 'disputed');
      await until(() => disputes().length > 0);
      return disputes()
        .map(({ failure }) => failure)
        .join();
    },
  };
}

/** A policy that trusts the key of the log alone. */
export const alone = async (place: Place): Promise<string> => `${await logLine(place)}\nquorum none\n`;
