import { type JsonObject, leafOf, type RecordFields } from '#evidence';
import { refusedEntry } from '../decided/registered.js';
import { emptyRegistry, forget, type Kind, register, type Registry } from '../records.js';
import { Unreadable } from '../unreadable.js';
import { basis } from './basis.js';
import type { Sent } from './read.js';
import type { Code } from './codes.js';
import { courses, MOST_BYTES } from './courses.js';
import type { Findings } from './findings.js';
import { wrongHash } from './hashes.js';
import { judgements, message, place } from './judgements.js';
import { isKnown, isSubject, kindOf, nameOf } from './kinds.js';
import type { Ending } from './latest.js';
import type { Sparing } from './shelf.js';

/** The only form of payloads that there has been so far. */
const PAYLOAD_VERSION = 1;
/** Of one matter; no honest one comes near. Each record may cost as much as there are records before it. */
const MOST_RECORDS = 5_000;

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

const TOO_LARGE: Flaw = ['HISTORY_TOO_LONG', `> ${MOST_BYTES} bytes`];

/** Why a record cannot be replayed, whatever came before it. */
function flawOf({ kind }: Name, { type, sv, rev, data }: RecordFields): Flaw | undefined {
  if (!isKnown(kind, type)) return ['EVENT_UNKNOWN', ''];
  if (sv !== PAYLOAD_VERSION) return ['EVENT_UNKNOWN', `sv ${sv}`];
  if (isSubject(kind) && rev >= MOST_RECORDS) return ['HISTORY_TOO_LONG', `> ${MOST_RECORDS}`];
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

/** Takes what matters rest on into the registry; what the rules refuse now is found, and rested on all the same. */
const entering =
  (registry: Registry, tell: Tell) =>
  ({ key }: Name, kind: Kind, record: RecordFields, index: bigint): void => {
    const refused = refusedEntry(registry, key, record);
    if (refused !== undefined) tell(record, index, 'DECISION_DEVIATES', record.type, refused);
    register(registry, { kind, key, record, line: 0 });
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

/** Folds every stream of a log, decides every decision again, and finds deadlines that passed in silence. */
export function histories(found: Findings, { sparing, common = found }: Manner = {}) {
  const registry = emptyRegistry();
  const judging = judgements(registry, found);
  const streams = courses(found, sparing);
  const broken = new Set<string>();
  const tell = teller(found, common);
  const { add, agree, rest } = comparing(tell, streams.own);
  const skip = skipping(registry, streams, judging);
  const enter = entering(registry, tell);

  const give = (record: RecordFields, index: bigint, [code, why]: Flaw) => {
    broken.add(record.stream);
    streams.forget(record.stream);
    tell(record, index, code, `${record.type} ${why}`.trim());
  };
  const fold = (name: Name, record: RecordFields, sent: Sent, leaf: () => string) => {
    const { index, bytes } = sent;
    const isUnfounded = rest(record, sent);
    const { kind } = name;
    try {
      const flaw = flawOf(name, record);
      if (flaw || kind === '') give(record, index, flaw ?? ['EVENT_UNKNOWN', '']);
      else if (!isSubject(kind)) enter(name, kind, record, index);
      else {
        const before = streams.advance(kind, { record, index, length: bytes.length, leaf });
        if (before) judging.take(before, record, index, isUnfounded);
        else give(record, index, TOO_LARGE);
      }
    } catch (error) {
      give(record, index, ['HISTORY_BROKEN', error instanceof Unreadable ? error.detail : message(error)]);
    }
  };
  return {
    take: (record: RecordFields, sent: Sent): void => {
      const name = nameOf(record.stream);
      const leaf = () => leafOf(sent.bytes).toString('hex');
      judging.before(record, sent.index);
      agree(record, sent.index);
      if (!sent.whole) skip(name, record, sent.index);
      else if (!broken.has(record.stream)) fold(name, record, sent, leaf);
      if (name.kind !== '' && !isSubject(name.kind)) add(leaf());
    },
    end: (ending: Ending): void => {
      judging.end(ending);
      streams.end(ending);
    },
    counts: judging.counts,
  };
}
