import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { parseRecord } from '#evidence';
import { recordsIn } from './batch.js';
import { type Finding, findings } from './findings.js';
import { histories } from './histories.js';
import type { Ending } from './latest.js';
import type { Sent } from './read.js';
import type { Judged } from './replaying.js';
import { squeezed } from './squeeze.js';

/** What a thread is told: records, or that there are no more of them. */
export type Told = { readonly room: ArrayBuffer; readonly size: number } | { readonly ending: Ending };

/** What it found, as soon as there are no more records. */
export interface Result {
  readonly judged: Judged;
  readonly kept: readonly Finding[];
  readonly counts: ReadonlyMap<Finding['code'], number>;
}

/** What it answers: room that can be filled again, or its result. */
export type Answer = { readonly room: ArrayBuffer } | Result;

interface Role {
  readonly role: 'replay';
  /** Of several threads one tells what is wrong with the streams that all of them read. */
  readonly isFirst: boolean;
}

const isRole = (data: unknown): data is Role =>
  typeof data === 'object' && data !== null && 'role' in data && data.role === 'replay';

/** Each has a part of the matters only. */
export const SHARING = { squeeze: squeezed, atHand: 400 };

/** Megabytes for young objects, which are few at a time. */
const YOUNG_MB = 48;

/** Megabytes for all others, and one more for every so many bytes of the bundle: ten times what honest ones need. */
const OLD_MB = 256;
const BYTES_PER_MB = 2_000_000;

/**
 * A thread that replays what it is sent, of a bundle of about so many bytes. It runs this module, and where the program is
 * one file, that file. Without a limit it would collect its garbage late, for there is much memory elsewhere.
 */
export const replayThread = (isFirst: boolean, bytes: number): Worker =>
  new Worker(new URL(import.meta.url), {
    workerData: { role: 'replay', isFirst } satisfies Role,
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG_MB,
      maxOldGenerationSizeMb: OLD_MB + Math.ceil(bytes / BYTES_PER_MB),
    },
  });

/** So many are read, and then decided: either stays in the caches of the processor for that long. */
const TOGETHER = 64;

function serve(isFirst: boolean, answer: (answer: Answer, transfer?: readonly ArrayBuffer[]) => void) {
  const found = findings();
  const told = histories(found, { sparing: SHARING, ...(isFirst ? {} : { common: findings() }) });
  const replay = (sent: readonly Sent[]) => {
    const read = sent.map(({ bytes }) => parseRecord(bytes.toString()));
    for (const [at, record] of read.entries()) told.take(record, sent[at] as Sent);
  };
  return (message: Told): void => {
    if ('ending' in message) {
      told.end(message.ending);
      answer({ judged: told.counts(), kept: found.kept(), counts: found.counts() });
      return;
    }
    const { room, size } = message;
    const sent = recordsIn(room, size);
    for (let from = 0; from < sent.length; from += TOGETHER) replay(sent.slice(from, from + TOGETHER));
    answer({ room }, [room]);
  };
}

if (!isMainThread && parentPort && isRole(workerData)) {
  const port = parentPort;
  port.on(
    'message',
    serve(workerData.isFirst, (answer, transfer = []) => {
      port.postMessage(answer, transfer);
    }),
  );
}
