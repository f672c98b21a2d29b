import { bodyLine, type BodyLine, leafOf, parseRecord, readRecord, skim, type Skimmed } from '#evidence';
import { brackets } from './brackets.js';
import type { Findings } from './findings.js';
import { instantOf } from './instant.js';
import { latest } from './latest.js';
import { leaves } from './leaves.js';
import type { Opening } from './opening.js';
import { openings } from './openings.js';
import type { Replaying } from './replaying.js';
import { parts } from './parts.js';
import { KEYS, rotation } from './rotation.js';
import { scopeOf } from './scope.js';
import { streams } from './streams.js';
import { succession } from './succession.js';
import { attempt } from './trust.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** What cannot be skimmed is read; undefined, and a finding, where it is not in its one form. */
function recordIn(bytes: Uint8Array, index: bigint, found: Findings): Skimmed | undefined {
  const text = textOf(bytes);
  const malformed = (why: string) => found.add({ code: 'RECORD_MALFORMED', index, found: why });
  if (text === undefined) {
    malformed('UTF-8');
    return undefined;
  }
  return attempt(
    () => {
      const { stream, rev, type, at, id, cmd } = readRecord(text);
      return { stream, rev, type, at, id, command: cmd.id };
    },
    ({ code, detail = '' }) => malformed(`${code} ${detail}`.trim()),
  );
}

/** What is wrong with the file, and what only counts of records that are proven. */
interface Found {
  readonly found: Findings;
  readonly decided: Findings;
}

/** The tools that one line after the other goes through. */
function workbench(opening: Opening, { found, decided }: Found, told: Replaying) {
  const { head, signed, checkpoints, milestones } = opening;
  return {
    found,
    tree: leaves(signed.checkpoint, milestones, found),
    bracket: brackets(checkpoints, found),
    scope: scopeOf(head.manifest, signed.checkpoint.size, found),
    keys: rotation(opening, found),
    origin: succession(opening, found),
    known: streams(found, head.manifest.kind === 'log' ? Number(signed.checkpoint.size) : 0),
    told,
    times: latest(),
    values: openings(found),
    drafted: parts(decided),
    seen: { records: 0, withheld: 0, omitted: 0n },
    /** Withheld and omitted ones, where the last of them stands, and where one stands right behind a record. */
    hidden: 0n,
    lastHidden: -1n,
    cuts: [] as bigint[],
  };
}
type Bench = ReturnType<typeof workbench>;

function takeRecord(bench: Bench, bytes: Buffer): void {
  const { found, tree, bracket, scope, keys, origin, known, told, times, values, drafted, seen } = bench;
  const index = tree.next();
  const leaf = leafOf(bytes);
  tree.add(leaf);
  origin.leaf(leaf);
  seen.records += 1;
  const record = skim(bytes) ?? recordIn(bytes, index, found);
  values.after(record, bytes, index);
  if (!scope.allowsLeaf(index)) found.add({ code: 'SCOPE_MISMATCH', index });
  if (!record) return;
  const { stream, rev: revision, at } = record;
  tree.read(record);
  const whole = known.take(record, index, bench.hidden);
  bracket(record, index);
  times.add(index, at);
  if (index === 0n || stream === KEYS) {
    const fields = parseRecord(bytes.toString());
    keys.take(fields, index);
    origin.take(fields, index);
  }
  if (record.type === 'ValuesErased') values.erased(parseRecord(bytes.toString()), index);
  const hidden = bench.hidden > 0n;
  drafted(record, bytes, index, hidden);
  told.take({ bytes, stream, revision, index, whole, hidden });
}

/** So many leaves from the index on are not here; the tree has taken them already. */
function hide(bench: Bench, index: bigint, count: bigint): void {
  if (index !== bench.lastHidden + 1n) bench.cuts.push(index);
  bench.hidden += count;
  bench.lastHidden = bench.tree.next() - 1n;
}

function takeWithheld(bench: Bench, hash: Buffer): void {
  const { tree, origin, seen, values } = bench;
  values.after(undefined, hash, tree.next());
  tree.add(hash);
  origin.leaf(hash);
  seen.withheld += 1;
  hide(bench, tree.next() - 1n, 1n);
}

function takeSubtree(bench: Bench, level: number, hash: Buffer): void {
  const { found, tree, origin, scope, seen, values } = bench;
  values.close();
  const [index, count] = [tree.next(), 1n << BigInt(level)];
  if (!scope.allowsOmission(index, count)) found.add({ code: 'SCOPE_MISMATCH', index, found: `#proof ${level}` });
  attempt(
    () => tree.addSubtree(level, hash),
    () => found.add({ code: 'LINE_UNKNOWN', index, found: `#proof ${level}` }),
  );
  origin.gap();
  seen.omitted += count;
  hide(bench, index, count);
}

const LONGEST_QUOTE = 80;

/** One row per form of a line. */
const rows: {
  readonly [K in BodyLine['is']]: (at: Bench, line: Extract<BodyLine, { is: K }>, bytes: Buffer) => void;
} = {
  record: (at, _, bytes) => takeRecord(at, bytes),
  withheld: (at, { hash }) => takeWithheld(at, hash),
  proof: (at, { level, hash }) => takeSubtree(at, level, hash),
  opening: ({ values }, { disclosure }) => values.open(disclosure),
  sum: ({ tree, values }, { digits }) => {
    values.close();
    tree.compare(digits);
  },
  unknown: ({ found, tree }, _, bytes) => {
    const quoted = Buffer.from(bytes.subarray(0, LONGEST_QUOTE)).toString('latin1');
    found.add({ code: 'LINE_UNKNOWN', index: tree.next(), found: quoted });
  },
};

const LEAVES: ReadonlySet<BodyLine['is']> = new Set(['record', 'withheld', 'proof']);

/** Verifies the lines after the head; the records in their one form are handed on to `told`. */
export function bodyOf(opening: Opening, all: Found, told: Replaying) {
  const { found } = all;
  const bench = workbench(opening, all, told);
  const { tree, seen, keys, origin, known, times, values } = bench;
  const { manifest } = opening.head;
  const named = manifest.kind === 'stream' ? manifest.stream : '';
  let isOver = false;
  return {
    next: tree.next,
    take: (bytes: Buffer): void => {
      if (isOver) return;
      const line = bodyLine(bytes);
      if (tree.isFull() && LEAVES.has(line.is)) {
        isOver = true;
        found.add({ code: 'SIZE_MISMATCH', index: tree.next(), expected: String(tree.next()), found: 'more' });
      } else (rows[line.is] as (at: Bench, line: BodyLine, bytes: Buffer) => void)(bench, line, bytes);
    },
    /** Nothing follows: what is handed on learns it. */
    close: (): void => {
      const { witnessed } = opening.signed;
      // Silence is held against somebody: by what the time was at least, which a rogue's fast clock does not push ahead.
      const latest = times.until(witnessed ? instantOf(witnessed.first) : '');
      const hidden = { hidden: bench.lastHidden, cuts: bench.cuts, size: opening.signed.checkpoint.size };
      told.end({ ...latest, ...hidden, named, isRange: manifest.kind === 'range' });
    },
    end: () => {
      if (!isOver) tree.end();
      if (named !== '' && !known.has(named)) found.add({ code: 'SCOPE_MISMATCH', stream: named });
      return {
        ...seen,
        keys: keys.end(),
        predecessor: origin.end(),
        ...told.counts(),
        streams: known.count(),
        opened: values.count(),
        mayGoOn: known.mayGoOn(named, bench.hidden),
      };
    },
  };
}
