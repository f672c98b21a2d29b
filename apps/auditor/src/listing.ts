import { foldKnown } from '#domain';
import type { RecordFields } from '#evidence';
import { entriesUntil, type Moment } from './moment.js';
import { evolved } from './records.js';
import type { Replayed } from './replay.js';
import { hiddenText, RESTING } from './report.js';
import type { Request } from './request.js';
import { type Language, printable, REASONS, say } from './words.js';

interface Phased {
  readonly title: string;
  readonly phase: string;
}

/** A stream of the file, as far as it can be told; of one that hides its beginning only that it is there. */
interface Listed extends Partial<Phased> {
  readonly id: string;
  /** First revision that the file hides. */
  readonly hiddenFrom?: number;
  /** How many records were known that cannot be followed without others that were not. */
  readonly unfolded?: number;
}

/** One stream of the file, as far as it was read. */
interface Read<S> {
  state: S;
  length: number;
  /** Kept only where it is asked what was known. */
  readonly records: RecordFields[];
  hiddenFrom?: number;
}

/** The streams of a kind in a file, in the order of their beginning. */
async function read<S>({ kind, decider }: Replayed<S>, file: string, { at, knownOn }: Moment) {
  const streams = new Map<string, Read<S>>();
  for await (const entry of entriesUntil(file, at)) {
    if (entry.kind !== kind) continue;
    const { key, record, whole } = entry;
    const stream = streams.get(key) ?? { state: decider.initial, length: 0, records: [] };
    streams.set(key, stream);
    if (!whole) {
      stream.hiddenFrom ??= stream.length;
      continue;
    }
    stream.state = evolved(decider, entry, stream.state);
    stream.length += 1;
    if (knownOn !== undefined) stream.records.push(record);
  }
  return streams;
}

/** The streams of a kind with title and phase, up to a place and as they were known. Throws Unreadable. */
async function listed<S extends Phased>(
  replayed: Replayed<S>,
  file: string,
  moment: Moment,
): Promise<readonly Listed[]> {
  const { knownOn } = moment;
  const streams = await read(replayed, file, moment);
  return [...streams].flatMap(([id, { state, records, hiddenFrom }]): Listed[] => {
    if (hiddenFrom === 0) return [{ id, hiddenFrom }];
    const hidden = hiddenFrom === undefined ? {} : { hiddenFrom };
    const told = ({ title, phase }: Phased) => ({ id, title, phase, ...hidden });
    if (knownOn === undefined) return [told(state)];
    const known = foldKnown(replayed.decider, records, knownOn);
    if (known.steps.length === 0) return [];
    const { length } = known.unfolded;
    return [{ ...told(known.state), ...(length === 0 ? {} : { unfolded: length }) }];
  });
}

function listedText({ id, title = '', phase, hiddenFrom, unfolded }: Listed, language: Language): string {
  if (phase === undefined) return `${id}  ${say(REASONS.HIDDEN, language)}.`;
  return [
    `${id}  ${phase}  ${printable(title)}`,
    ...(hiddenFrom === undefined ? [] : [`  ${hiddenText(hiddenFrom, language)}`]),
    ...(unfolded === undefined ? [] : [`  ${say(RESTING, language)}: ${unfolded}`]),
  ].join('\n');
}

/** Lists the streams of a kind; answers whether something of them cannot be told. */
export async function list<S extends Phased>(
  replayed: Replayed<S>,
  request: Request,
  out: (text: string) => void,
): Promise<boolean> {
  const { file, language, json } = request;
  const found = await listed(replayed, file, request);
  for (const { id, ...one } of found)
    out(json ? JSON.stringify({ [replayed.kind]: id, ...one }) : listedText({ id, ...one }, language));
  return found.some(({ hiddenFrom, unfolded }) => hiddenFrom !== undefined || unfolded !== undefined);
}
