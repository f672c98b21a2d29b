import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** A vote that is still to be cast, as a request. */
export interface Ballot {
  readonly path: string;
  readonly token: string;
  readonly body: string;
  /** Waits for the receipts as well; an answer without them is a failure. */
  readonly prefer?: string;
}

export interface Load {
  /** Votes accepted per second from the first request to the last answer. */
  readonly perSecond: number;
  /** Milliseconds; in an open loop from the moment the request was due. */
  readonly latencies: readonly number[];
}

const post = (url: string, agent: Agent, { path, token, body, prefer }: Ballot): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...{ Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() },
      ...(prefer === undefined ? {} : { Prefer: prefer }),
      ...{ 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    };
    const sent = request(url + path, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const isSealed = prefer === undefined || response.headers['preference-applied'] === prefer;
        if (response.statusCode === 201 && isSealed) resolve();
        else reject(new Error(`${response.statusCode ?? 0} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });

const loadOf = (began: number, latencies: readonly number[]): Load => ({
  perSecond: (latencies.length * 1_000) / (performance.now() - began),
  latencies,
});

/** Each of `clients` sends its next vote as soon as its last one was answered. Rejects if one is not accepted. */
export const closedLoop = async (url: string, clients: number, ballots: readonly Ballot[]): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const queue = ballots.values();
  const latencies: number[] = [];
  const client = async () => {
    for (const ballot of queue) {
      const sent = performance.now();
      await post(url, agent, ballot);
      latencies.push(performance.now() - sent);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return loadOf(began, latencies);
};

/** Votes come at a fixed rate, whether the earlier ones were answered or not. Rejects if one is not accepted. */
export const openLoop = async (url: string, rate: number, ballots: readonly Ballot[]): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const latencies: number[] = [];
  const began = performance.now();
  const answers = ballots.map(async (ballot, index) => {
    const due = began + (index * 1_000) / rate;
    await wait(due - performance.now());
    await post(url, agent, ballot);
    latencies.push(performance.now() - due);
  });
  await Promise.all(answers);
  agent.destroy();
  return loadOf(began, latencies);
};
