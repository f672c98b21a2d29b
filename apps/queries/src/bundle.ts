import { refuse } from '#domain';
import {
  type BundleEntry,
  cover,
  digestsIn,
  type Manifest,
  noteParts,
  parseCheckpoint,
  parseRecord,
  writeBundle,
} from '#evidence';
import type { Sources } from './sources.js';

/** A record may have 64 KiB: so much of the log is in memory at once, whatever the reader's speed. */
const BATCH = 200;
/** Rule books, calendars, bodies, ministries with their mandates: what decisions on any matter or agreement rest on; and the keys. */
const REGISTRIES = ['rulebook-', 'calendar-', 'body-', 'ministry-', 'log-'];

type Part = Pick<Sources, 'store' | 'log'>;

interface Contents extends Part {
  readonly manifest: Manifest;
  /** Sizes of the checkpoints of the head: no omitted subtree reaches beyond one. */
  readonly sizes: readonly bigint[];
  /** Disclosures of the values that are to be opened, by digest. */
  readonly opened: ReadonlyMap<string, string>;
}

const sizeOf = (note: string): bigint => parseCheckpoint(noteParts(note).text).size;

/** Leaves that are left out, by the largest subtrees. */
async function* omitted({ log, sizes }: Contents, from: bigint, to: bigint): AsyncGenerator<BundleEntry> {
  const cuts = [...sizes.filter((size) => size > from && size < to), to];
  const subtrees = cuts.flatMap((cut, at) => [...cover(cuts[at - 1] ?? from, cut)]);
  const hashes = subtrees.length === 0 ? [] : await log.subtrees(subtrees);
  yield* subtrees.map(({ level }, at) => ({ level, hash: hashes[at] ?? '' }));
}

function entryOf(record: string, opened: Contents['opened']): BundleEntry {
  if (opened.size === 0) return { record };
  const disclosures = digestsIn(parseRecord(record).data).flatMap((digest) => opened.get(digest) ?? []);
  return { record, disclosures: [...new Set(disclosures)] };
}

async function* ranged(contents: Contents, from: bigint, to: bigint): AsyncGenerator<BundleEntry> {
  const size = contents.sizes.at(-1) ?? 0n;
  let index = 0n;
  yield* omitted(contents, 0n, from);
  for await (const events of contents.store.readAll(undefined, BATCH)) {
    for (const { record } of events) {
      if (index >= from && index < to) yield entryOf(record, contents.opened);
      index += 1n;
    }
    if (index >= to) break;
  }
  yield* omitted(contents, to, size);
}

/** Records of one stream and those it rests on. Each stream is read once, from its beginning, as far as it is sealed. */
async function* ofStream(contents: Contents, stream: string): AsyncGenerator<BundleEntry> {
  const { store, log, sizes, opened } = contents;
  const size = sizes.at(-1) ?? 0n;
  const reading = new Map<string, AsyncIterator<{ readonly record: string }>>();
  let next = 0n;
  for (const { index, stream: name } of await log.places(stream, REGISTRIES, size)) {
    yield* omitted(contents, next, index);
    const events = reading.get(name) ?? store.readStream(name)[Symbol.asyncIterator]();
    reading.set(name, events);
    const read = await events.next();
    if (read.done === true) throw new Error(`${name} has fewer records than the log`);
    yield entryOf(read.value.record, opened);
    next = index + 1n;
  }
  yield* omitted(contents, next, size);
}

function contentsOf(contents: Contents): AsyncGenerator<BundleEntry> {
  const { manifest, sizes } = contents;
  const size = sizes.at(-1) ?? 0n;
  if (manifest.kind === 'stream') return ofStream(contents, manifest.stream);
  return manifest.kind === 'range' ? ranged(contents, manifest.from, manifest.to) : ranged(contents, 0n, size);
}

/**
 * A bundle of the sealed part of the log, in pieces as they are read; `opened` are disclosures by digest. Throws NOT_FOUND before anything is sealed and for a
 * range beyond it. Where store and log differ it breaks off: nobody gets an end that looks like one.
 */
export async function bundle(
  { store, log }: Part,
  manifest: Manifest,
  opened: ReadonlyMap<string, string> = new Map(),
): Promise<AsyncGenerator<string>> {
  const checkpoints = await log.bundleCheckpoints();
  const sizes = checkpoints.map(sizeOf);
  const size = sizes.at(-1) ?? 0n;
  if (size === 0n || (manifest.kind === 'range' && manifest.to > size)) refuse('NOT_FOUND');
  return writeBundle({ manifest, checkpoints }, contentsOf({ store, log, manifest, sizes, opened }));
}
