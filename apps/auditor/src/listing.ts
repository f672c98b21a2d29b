import { foldKnown } from '#domain';
import type { RecordFields } from '#evidence';
import type { End } from './leaves.js';
import { type Moment, placed } from './moment.js';
import type { Lines } from './output.js';
import { type Entry, evolved } from './records.js';
import type { Replayed } from './replay.js';
import { hiddenText, RESTING } from './report.js';
import type { Request } from './request.js';
import { type Tail, tails, tailText } from './tails.js';
import { type Language, REASONS, say } from './words.js';

interface Phased {
  readonly title: string;
  readonly phase: string;
}

/** A stream of the file, as far as it can be told; of one that hides its beginning only that it is there. */
interface Listed extends Partial<Phased> {
  readonly id: string;
  /** First revision that the file hides. */
  readonly hiddenFrom?: number;
  /** What may be missing behind its last record. */
  readonly mayGoOn?: Tail;
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
  mayGoOn?: Tail;
}

/** The streams of a kind in a file, in the order of their beginning. */
async function read<S>({ kind, decider }: Replayed<S>, file: string, { at, knownOn }: Moment) {
  const streams = new Map<string, Read<S>>();
  const behind = tails(at, (stream) => stream.startsWith(`${kind}-`));
  const take = (entry: Entry): void => {
    const { key, record, whole } = entry;
    const stream = streams.get(key) ?? { state: decider.initial, length: 0, records: [] };
    streams.set(key, stream);
    if (!whole) {
      stream.hiddenFrom ??= stream.length;
      return;
    }
    stream.state = evolved(decider, entry, stream.state);
    stream.length += 1;
    if (knownOn !== undefined) stream.records.push(record);
  };
  let ending: End = { places: 0n };
  const ended = (found: End) => (ending = found);
  for await (const one of placed(file, { place: at, ended })) {
    behind.take(one);
    if (one.isUntil && one.entry.kind === kind) take(one.entry);
  }
  for (const [key, stream] of streams) {
    const tail = behind.of(`${kind}-${key}`, ending);
    // Where records within it are hidden, it is not shown to its end anyway.
    if (tail && stream.hiddenFrom === undefined) stream.mayGoOn = tail;
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
  return [...streams].flatMap(([id, { state, records, hiddenFrom, mayGoOn }]): Listed[] => {
    if (hiddenFrom === 0) return [{ id, hiddenFrom }];
    const hidden = { ...(hiddenFrom === undefined ? {} : { hiddenFrom }), ...(mayGoOn ? { mayGoOn } : {}) };
    const told = ({ title, phase }: Phased) => ({ id, title, phase, ...hidden });
    if (knownOn === undefined) return [told(state)];
    const known = foldKnown(replayed.decider, records, knownOn);
    if (known.steps.length === 0) return [];
    const { length } = known.unfolded;
    return [{ ...told(known.state), ...(length === 0 ? {} : { unfolded: length }) }];
  });
}

function listedLines({ id, title = '', phase, hiddenFrom, mayGoOn, unfolded }: Listed, language: Language): string[] {
  if (phase === undefined) return [`${id}  ${say(REASONS.HIDDEN, language)}.`];
  return [
    `${id}  ${phase}  ${title}`,
    ...(hiddenFrom === undefined ? [] : [`  ${hiddenText(hiddenFrom, language)}`]),
    ...(mayGoOn ? [`  ${tailText(mayGoOn, language)}`] : []),
    ...(unfolded === undefined ? [] : [`  ${say(RESTING, language)}: ${unfolded}`]),
  ];
}

/** Lists the streams of a kind; answers whether something of them cannot be told. */
export async function list<S extends Phased>(
  replayed: Replayed<S>,
  request: Request,
  { out }: Lines,
): Promise<boolean> {
  const { file, language, json } = request;
  const found = await listed(replayed, file, request);
  for (const { id, ...one } of found)
    out(...(json ? [JSON.stringify({ [replayed.kind]: id, ...one })] : listedLines({ id, ...one }, language)));
  return found.some(
    ({ hiddenFrom, unfolded, mayGoOn }) =>
      hiddenFrom !== undefined || unfolded !== undefined || mayGoOn?.promised === false,
  );
}
