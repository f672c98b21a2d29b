import type { Server } from 'node:http';
import { join } from 'node:path';
import { encodeVkey, generateSkey, parsePolicy, parseSkey } from '#evidence';
import { startWitnessing, type Witnessing, type WitnessingOptions } from '#log';
import { serve } from '../apps/witness/src/server.js';
import { fileState } from '../apps/witness/src/state.js';
import { witness } from '../apps/witness/src/witness.js';
import { newFolder, type Place, type Running, until } from './log.support.js';

/** Seconds since 1970 by the clock of the machine. */
export const machineClock = (): bigint => BigInt(Math.floor(Date.now() / 1_000));

/** A line of a policy with the key of the place's log, once it has sealed something. */
export const logLine = async ({ reader }: Place): Promise<string> => `log ${(await reader.keys())[0]!}`;

interface More {
  readonly state?: string;
  readonly now?: () => bigint;
  /** Name of its key, where that is not its own. */
  readonly keyName?: string;
}

export interface Witnesses {
  /** Starts a witness over HTTP that follows the log; answers with its line of a policy. */
  start(log: string, name: string, more?: More): Promise<string>;
  /** Lets witnesses cosign what the log seals. */
  collect(place: Place, one: Running, policy: string, more?: Partial<WitnessingOptions>): Witnessing;
  end(): Promise<void>;
}

export const witnesses = (): Witnesses => {
  const ends: (() => Promise<void> | void)[] = [];
  return {
    start: async (log, name, more = {}) => {
      const { state = join(newFolder(), 'state'), now = machineClock, keyName = `${name}.test/witness` } = more;
      const signer = parseSkey(generateSkey(keyName));
      const logs = parsePolicy(`${log}\nquorum none`).logs.map(({ key }) => key);
      const answers = witness({ signer, logs, state: fileState(state), now });
      const server: Server = await serve(answers, '127.0.0.1', 0);
      ends.push(() => {
        server.closeAllConnections();
        server.close();
      });
      const { port } = server.address() as { readonly port: number };
      return `witness ${name} ${encodeVkey({ ...signer, role: 'witness' })} http://127.0.0.1:${port}/`;
    },
    collect: ({ writeUrl: databaseUrl }, one, policy, more = {}) => {
      const ending = new AbortController();
      const options = { databaseUrl, policy: parsePolicy(policy), inbox: newFolder(), log: one, signal: ending.signal };
      const witnessing = startWitnessing({ ...options, retryMs: 300, behindMs: 2_000, ...more });
      ends.push(() => {
        ending.abort();
        return witnessing.done;
      });
      return witnessing;
    },
    end: async () => {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
};

/** Resolves when so many records of the stream are under a checkpoint that a quorum has cosigned. */
export const witnessed = ({ reader }: Place, stream: string, records: number): Promise<void> =>
  until(async () => (await reader.seals(stream)).filter((seal) => seal === 'WITNESSED').length === records);
