import { type JsonObject, leafOf, type RecordFields } from '#evidence';
import { emptyRegistry, forget, type Registry } from '../records.js';
import { Unreadable } from '../unreadable.js';
import { basis } from './basis.js';
import type { Sent } from './read.js';
import type { Code } from './codes.js';
import { courses, MOST } from './courses.js';
import { entering } from './entering.js';
import type { Findings } from './findings.js';
import { wrongHash } from './hashes.js';
import { judgements, message, place } from './judgements.js';
import { isKnown, isSubject, kindOf, nameOf } from './kinds.js';
import type { Ending } from './latest.js';
import type { Sparing } from './shelf.js';

/** The only form of payloads that there has been so far. */
const PAYLOAD_VERSION = 1;

export interface Manner {
  /** Without it everything is kept as it is. */
  readonly sparing?: Sparing;
  /** Takes what is found in the streams that all others rest on; otherwise it goes with the rest. */
  readonly common?: Findings;
}

/** Whether both belong to one command although they tell different things about it. */
const contradict = (a: RecordFields, b: RecordFields): boolean =>
  a.stream === b.stream &&
  a.cmd.id === b.cmd.id &&
  (a.cmd.sha256 !== b.cmd.sha256 || a.by.sub !== b.by.sub || a.by.role !== b.by.role || a.by.org !== b.by.org);

type Name = ReturnType<typeof nameOf>;
type Flaw = readonly [code: Code, why: string];

const TOO_LARGE: Flaw = ['HISTORY_TOO_LONG', MOST];

/** Why a record cannot be replayed, whatever came before it. */
function flawOf({ kind }: Name, { type, sv, data }: RecordFields): Flaw | undefined {
  if (!isKnown(kind, type)) return ['EVENT_UNKNOWN', ''];
  if (sv !== PAYLOAD_VERSION) return ['EVENT_UNKNOWN', `sv ${sv}`];
  const hash = wrongHash(type, data as JsonObject);
  return hash === undefined ? undefined : ['HISTORY_BROKEN', hash];
}

type Tell = (record: RecordFields, index: bigint, code: Code, what: string, expected?: string) => void;

/** Tells of one matter or agreement here, and of what concerns all of them there. */
const teller =
  (found: Findings, common: Findings): Tell =>
  (record, index, code, what, expected) => {
    const kind = kindOf(record.stream);
    const list = kind !== '' && isSubject(kind) ? found : common;
    list.add({ code, ...place(record, index), ...(expected === undefined ? {} : { expected }), found: what });
  };

/** Compares a record with those before it that it names, by its command or as its basis. */
function comparing(tell: Tell, own: (stream: string) => readonly string[]) {
  const { add, missing } = basis();
  let last: RecordFields | undefined;
  return {
    add,
    agree: (record: RecordFields, index: bigint): void => {
      if (last && contradict(last, record)) tell(record, index, 'HISTORY_BROKEN', `cmd ${record.cmd.id}`);
      last = record;
    },
    /** Answers whether a record that it names as its basis is hidden. */
    rest: (record: RecordFields, { index, hidden }: Sent): boolean => {
      const lacking = missing(record, () => own(record.stream));
      if (lacking === undefined || hidden) return lacking !== undefined;
      tell(record, index, 'BASIS_UNKNOWN', lacking);
      return false;
    },
  };
}

/** What hides a part of itself tells nothing that one could rest on. */
const skipping =
  (registry: Registry, streams: ReturnType<typeof courses>, judging: ReturnType<typeof judgements>) =>
  ({ kind, key }: Name, record: RecordFields, index: bigint): void => {
    if (kind !== '' && !isSubject(kind)) forget(registry, { kind, key });
    else streams.forget(record.stream);
    if (kind !== '' && isSubject(kind)) judging.passOver(kind, record, index);
  };

/** A record, whose it is, and what the file says of it. */
interface Item {
  readonly name: Name;
  readonly record: RecordFields;
  readonly sent: Sent;
  readonly leaf: () => string;
}

interface Works {
  readonly registry: Registry;
  readonly streams: ReturnType<typeof courses>;
  readonly judging: ReturnType<typeof judgements>;
  readonly tell: Tell;
}

/** Takes the records of whole streams, of each until one of them cannot be taken. */
function folding({ registry, streams, judging, tell }: Works) {
  const broken = new Set<string>();
  const enter = entering(registry, (record, index, refused) => {
    tell(record, index, 'DECISION_DEVIATES', record.type, refused);
  });
  const give = ({ name: { kind }, record, sent: { index } }: Item, [code, why]: Flaw) => {
    const { stream, type } = record;
    broken.add(stream);
    if (kind === '' || !isSubject(kind)) registry.broken.add(stream);
    streams.forget(stream);
    tell(record, index, code, `${type} ${why}`.trim());
  };
  /** Answers why the record cannot be taken; throws what the rules throw at it. */
  const taken = ({ name, record, sent, leaf }: Item, isUnfounded: boolean): Flaw | undefined => {
    const { kind } = name;
    const { index, bytes } = sent;
    const flaw = flawOf(name, record);
    if (flaw || kind === '') return flaw ?? ['EVENT_UNKNOWN', ''];
    const next = { record, index, length: bytes.length, leaf };
    if (!isSubject(kind)) return enter({ ...next, name });
    const before = streams.advance(kind, next);
    if (!before) return TOO_LARGE;
    judging.take(before, record, index, isUnfounded);
    return undefined;
  };
  return (item: Item, isUnfounded: () => boolean): void => {
    if (broken.has(item.record.stream)) return;
    try {
      const flaw = taken(item, isUnfounded());
      if (flaw) give(item, flaw);
    } catch (error) {
      give(item, ['HISTORY_BROKEN', error instanceof Unreadable ? error.detail : message(error)]);
    }
  };
}

/** Folds every stream of a log, decides every decision again, and finds deadlines that passed in silence. */
export function histories(found: Findings, { sparing, common = found }: Manner = {}) {
  const registry = emptyRegistry();
  const judging = judgements(registry, found);
  const streams = courses(found, sparing);
  const tell = teller(found, common);
  const { add, agree, rest } = comparing(tell, streams.own);
  const skip = skipping(registry, streams, judging);
  const fold = folding({ registry, streams, judging, tell });
  return {
    take: (record: RecordFields, sent: Sent): void => {
      const name = nameOf(record.stream);
      let hash: string | undefined;
      const leaf = () => (hash ??= leafOf(sent.bytes).toString('hex'));
      judging.before(record, sent.index);
      registry.mayLack ||= sent.hidden;
      agree(record, sent.index);
      if (sent.whole) fold({ name, record, sent, leaf }, () => rest(record, sent));
      else skip(name, record, sent.index);
      if (name.kind !== '' && !isSubject(name.kind)) add(leaf());
    },
    end: (ending: Ending): void => {
      judging.end(ending);
      streams.end(ending);
    },
    counts: judging.counts,
  };
}
