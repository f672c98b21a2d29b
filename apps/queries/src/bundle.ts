import { refuse } from '#domain';
import type { StoredEvent } from '#event-store';
import {
  type BundleEntry,
  cover,
  digestsIn,
  leafHash,
  type Manifest,
  noteParts,
  parseCheckpoint,
  parseRecord,
  writeBundle,
} from '#evidence';
import { BATCH, isVeiled, type SecretBallots, secretIn, secretNow } from './secret-ballots.js';
import type { Sources } from './sources.js';

/** Rule books, calendars, bodies, ministries with their mandates: what decisions on any matter or agreement rest on; and the keys. */
const REGISTRIES = ['rulebook-', 'calendar-', 'body-', 'ministry-', 'log-'];

type Part = Pick<Sources, 'store' | 'log'>;

interface Contents extends Part {
  readonly manifest: Manifest;
  /** Sizes of the checkpoints of the head: no omitted subtree reaches beyond one. */
  readonly sizes: readonly bigint[];
  /** Disclosures of the values that are to be opened, by digest. */
  readonly opened: ReadonlyMap<string, string>;
  /** Of their records those are withheld that would tell a vote. */
  readonly secret: SecretBallots;
}

const sizeOf = (note: string): bigint => parseCheckpoint(noteParts(note).text).size;

/** Leaves that are left out, by the largest subtrees. */
async function* omitted({ log, sizes }: Contents, from: bigint, to: bigint): AsyncGenerator<BundleEntry> {
  const cuts = [...sizes.filter((size) => size > from && size < to), to];
  const subtrees = cuts.flatMap((cut, at) => [...cover(cuts[at - 1] ?? from, cut)]);
  const hashes = subtrees.length === 0 ? [] : await log.subtrees(subtrees);
  yield* subtrees.map(({ level }, at) => ({ level, hash: hashes[at] ?? '' }));
}

function entryOf({ stream, record }: StoredEvent, { opened, secret }: Contents): BundleEntry {
  const ballot = secret.get(stream);
  if (ballot && isVeiled(parseRecord(record), ballot.secrecy)) return { withheld: leafHash(record) };
  if (opened.size === 0) return { record };
  const disclosures = digestsIn(parseRecord(record).data).flatMap((digest) => opened.get(digest) ?? []);
  return { record, disclosures: [...new Set(disclosures)] };
}

async function* ranged(contents: Contents, from: bigint, to: bigint): AsyncGenerator<BundleEntry> {
  const size = contents.sizes.at(-1) ?? 0n;
  let index = 0n;
  yield* omitted(contents, 0n, from);
  for await (const events of contents.store.readAll(undefined, BATCH)) {
    for (const event of events) {
      if (index >= from && index < to) yield entryOf(event, contents);
      index += 1n;
    }
    if (index >= to) break;
  }
  yield* omitted(contents, to, size);
}

/** Records of one stream and those it rests on. Each stream is read once, from its beginning, as far as it is sealed. */
async function* ofStream(contents: Contents, stream: string): AsyncGenerator<BundleEntry> {
  const { store, log, sizes } = contents;
  const size = sizes.at(-1) ?? 0n;
  const reading = new Map<string, AsyncIterator<StoredEvent>>();
  let next = 0n;
  for (const { index, stream: name } of await log.places(stream, REGISTRIES, size)) {
    yield* omitted(contents, next, index);
    const events = reading.get(name) ?? store.readStream(name)[Symbol.asyncIterator]();
    reading.set(name, events);
    const read = await events.next();
    if (read.done === true) throw new Error(`${name} has fewer records than the log`);
    yield entryOf(read.value, contents);
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

/** What somebody asks for. */
export interface Wanted {
  readonly manifest: Manifest;
  /** Disclosures of the values that are to be opened, by digest. */
  readonly opened?: ReadonlyMap<string, string>;
  /** True to end at the last signed checkpoint, where witnesses may have cosigned only an earlier one. */
  readonly sealed?: boolean | undefined;
}

interface Bundle {
  /** How many records lie under the checkpoint of the bundle. */
  readonly size: bigint;
  /** How many lie under the last signed one: more where the witnesses have fallen behind, or are gone. */
  readonly logSize: bigint;
  /** The text, as it is read. */
  readonly pieces: AsyncGenerator<string>;
}

/** Why a bundle that ends at `size` is none of what was asked for: the field, and a sentence; undefined if it is one. */
async function missing({ log }: Part, manifest: Manifest, size: bigint) {
  if (size === 0n) return { field: '', problem: 'nothing is sealed yet' };
  if (manifest.kind === 'range' && manifest.to > size) {
    return { field: 'to', problem: `to must not lie beyond the end of the bundle, ${size}` };
  }
  if (manifest.kind !== 'stream' || (await log.places(manifest.stream, [], size)).length > 0) return undefined;
  return { field: '', problem: `no record of ${manifest.stream} is among the ${size} of the bundle` };
}

/** What is secret now of what the manifest names: only votes that were cast before its end was fixed can be in it. */
const secretOf = (store: Part['store'], manifest: Manifest): Promise<SecretBallots> => {
  if (manifest.kind !== 'stream') return secretNow(store);
  return secretIn(store, manifest.stream.startsWith('matter-') ? [manifest.stream] : []);
};

/**
 * A bundle of the sealed part of the log, in which records that would tell a vote of a running sealed ballot are withheld.
 * Throws NOT_FOUND, with the sizes, for what is not in it. Where store and log differ it breaks off: nobody gets an end
 * that looks like one.
 */
export async function bundle({ store, log }: Part, wanted: Wanted): Promise<Bundle> {
  const { manifest, opened = new Map(), sealed = false } = wanted;
  const checkpoints = await log.bundleCheckpoints(sealed);
  const sizes = checkpoints.map(sizeOf);
  const size = sizes.at(-1) ?? 0n;
  const last = sealed ? undefined : await log.checkpoint();
  const logSize = last === undefined ? size : sizeOf(last);
  const error = await missing({ store, log }, manifest, size);
  if (error) {
    const further = logSize > size ? `; with sealed=true it has ${logSize} records` : '';
    const errors = [{ ...error, problem: error.problem + further }];
    refuse('NOT_FOUND', { size: String(size), logSize: String(logSize), errors });
  }
  const secret = await secretOf(store, manifest);
  const pieces = writeBundle({ manifest, checkpoints }, contentsOf({ store, log, manifest, sizes, opened, secret }));
  return { size, logSize, pieces };
}
