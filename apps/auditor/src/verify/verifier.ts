import { headReader, lineCutter, MAX_LINE_BYTES } from '#evidence';
import { bodyOf } from './body.js';
import { type Findings, findings } from './findings.js';
import { type Replaying, replaying } from './replaying.js';
import { openHead, type Opening, type Trust } from './opening.js';
import { type Report, reportOf } from './report.js';
import { attempt } from './trust.js';

/** Reads the head of a bundle up to its first record; `undefined` where it is over, for there is none. */
function heading(trust: Trust, found: Findings) {
  const reader = headReader();
  return (bytes: Uint8Array): Opening | 'more' | undefined =>
    attempt<Opening | 'more' | undefined>(
      () => {
        if (reader.take(bytes)) return 'more';
        const opening = openHead(reader.head(), trust, found);
        if (!opening) found.add({ code: 'NOT_A_BUNDLE', found: 'empty log' });
        return opening;
      },
      ({ code, detail = '' }) => found.add({ code: 'NOT_A_BUNDLE', found: `${code} ${detail}`.trim() }),
    );
}

/**
 * Verifies a bundle as its bytes come, in bounded memory: one line, one state per stream, some bytes per record. Throws
 * nothing at what a bundle holds; whatever is wrong with it is a finding. Who replays elsewhere closes first, and ends when
 * that has come to its end.
 */
export function verifier(trust: Trust, replayed: (found: Findings) => Replaying = replaying) {
  const found = findings();
  /** What only counts of records that are proven. */
  const decided = findings();
  const told = replayed(decided);
  const readHead = heading(trust, found);
  let opening: Opening | undefined;
  let body: ReturnType<typeof bodyOf> | undefined;
  let [isOver, isClosed] = [false, false];

  const takeHead = (bytes: Buffer) => {
    const read = readHead(bytes);
    if (read === 'more') return;
    opening = read;
    isOver = !read;
    if (!read) return;
    body = bodyOf(read, { found, decided }, told);
    body.take(bytes);
  };
  const takeLong = () => {
    found.add(body ? { code: 'LINE_TOO_LONG', index: body.next() } : { code: 'NOT_A_BUNDLE', found: 'too long' });
    isOver ||= !body;
  };
  const cutter = lineCutter(MAX_LINE_BYTES, (bytes) => {
    if (isOver) return;
    if (bytes === undefined) takeLong();
    else if (body) body.take(bytes);
    else takeHead(bytes);
  });

  const close = () => {
    if (isClosed) return;
    isClosed = true;
    if (body) body.close();
    else told.end({ falling: [], seen: '', hidden: -1n, cuts: [], size: 0n, named: '', isRange: false });
  };

  return {
    push: (bytes: Uint8Array): void => cutter.push(bytes),
    /** Nothing follows. */
    close,
    /** With why replaying elsewhere has failed, before it had come to its end. */
    end: (failure?: string): Report => {
      close();
      if (failure !== undefined) found.add({ code: 'PROGRAM_FAILED', found: failure });
      if (!body && !isOver) found.add({ code: 'NOT_A_BUNDLE', found: 'no records' });
      if (body && cutter.left() > 0) found.add({ code: 'CUT_OFF', index: body.next() });
      const seen = body?.end();
      return reportOf({ opening, seen, found: found.broken() || !body ? [found] : [found, decided] });
    },
  };
}
