import type { RecordFields } from '#evidence';
import { decideAgain, isJudged, refusedNote } from './decided/again.js';
import type { Subject } from './decided/subject.js';
import { isFurther } from './decided/further.js';
import type { End } from './leaves.js';
import type { Entry, Registry } from './records.js';

/** Verdict of deciding again: as recorded, otherwise, or not to be decided from this file. */
type Verdict =
  | { readonly verdict: 'CONFIRMED' }
  /** With what the rules yield, or the code of their refusal. */
  | { readonly verdict: 'DEVIATES'; readonly found: string; readonly recorded: string }
  /** What it rests on is missing, be it named as its basis or not, or what follows it is hidden and may belong to it. */
  | { readonly verdict: 'NOT_RECOMPUTED'; readonly lacking: 'BASIS' | 'NAMED' | 'REST' }
  /** It names as its basis what is no record before it, and nothing is hidden there. */
  | { readonly verdict: 'BASIS_UNKNOWN'; readonly found: string };

export type Finding = Verdict & { readonly revision: number; readonly type: string };

/** A command whose records are not all read yet. */
interface Judgement {
  readonly before: Subject;
  readonly records: [RecordFields, ...RecordFields[]];
  /** Place of the next one. */
  next: bigint;
  /** Whether one of them names as its basis what the file lacks. */
  isUnfounded: boolean;
}

/** A command of which less is recorded than the rules yield, until it is known what stands in the place of the rest. */
interface Half {
  readonly stream: string;
  readonly next: bigint;
  readonly deviating: Finding;
}

/** What a half-recorded command comes to where nothing of its stream follows in the file. */
function lastWord({ next, deviating }: Half, { places, signed = 0n }: End): Finding {
  const { revision, type } = deviating;
  // A checkpoint may fall between the records of one command; the rest of it follows with the next.
  if (next === signed) return { revision, type, verdict: 'CONFIRMED' };
  // Whatever follows directly would have been seen, were it not hidden or cut off.
  if (next < places || next < signed) return { revision, type, verdict: 'NOT_RECOMPUTED', lacking: 'REST' };
  return deviating;
}

/** What deciding a command again comes to; `isHalf` where less of it is recorded than the rules yield. */
function weighed(registry: Registry, { before, records, isUnfounded }: Judgement) {
  const [{ rev: revision, type }] = records;
  const finding = (verdict: Verdict, isHalf = false) => ({ finding: { revision, type, ...verdict }, isHalf });
  if (isUnfounded) return finding({ verdict: 'NOT_RECOMPUTED', lacking: 'NAMED' });
  const again = decideAgain(registry, before, records);
  if (again.is === 'UNFOUNDED') return finding({ verdict: 'NOT_RECOMPUTED', lacking: 'BASIS' });
  if (again.is === 'CONFIRMED') return finding({ verdict: 'CONFIRMED' });
  const { found, recorded } = again;
  return finding({ verdict: 'DEVIATES', found, recorded }, again.is === 'BEGUN');
}

/** Decides each command again as soon as its records are read: those of one command follow one another in the log. */
export function judgements(registry: Registry) {
  const findings: Finding[] = [];
  let open: Judgement | undefined;
  let half: Half | undefined;
  const settle = (closing: Judgement) => {
    const { finding, isHalf } = weighed(registry, closing);
    const { records, next } = closing;
    open = undefined;
    if (isHalf) half = { stream: records[0].stream, next, deviating: finding };
    else findings.push(finding);
  };
  const note = (before: Subject, record: RecordFields) => {
    const { rev: revision, type } = record;
    const refused = refusedNote(registry, before, record);
    if (refused !== undefined) findings.push({ revision, type, verdict: 'DEVIATES', found: refused, recorded: type });
  };
  return {
    /** Before a record of whatever stream changes anything: it belongs to the command that is open, or that is complete. */
    follow: (entry: Entry): void => {
      const { record, index, whole } = entry;
      if (open && whole && isFurther(open.records[0], open.next, record, index)) {
        open.records.push(record);
        open.next += 1n;
        return;
      }
      if (open) settle(open);
      // The rest is nowhere where its stream goes on, or another record has its place.
      if (half && (index === half.next || (whole && record.stream === half.stream))) {
        findings.push(half.deviating);
        half = undefined;
      }
    },
    /**
     * A record that may begin a command, where none is open; what nobody decided had to be admissible all the same.
     * `lacking` is what it names as its basis although the file holds no such record before it.
     */
    begin: ({ record, index, mayLack }: Entry, before: Subject, lacking: string | undefined): void => {
      const { rev: revision, type } = record;
      const isUnfounded = lacking !== undefined && mayLack;
      if (lacking !== undefined && !mayLack)
        findings.push({ revision, type, verdict: 'BASIS_UNKNOWN', found: lacking });
      if (open) open.isUnfounded ||= isUnfounded;
      else if (isJudged(before.kind, type)) open = { before, records: [record], next: index + 1n, isUnfounded };
      else if (isUnfounded) findings.push({ revision, type, verdict: 'NOT_RECOMPUTED', lacking: 'NAMED' });
      else note(before, record);
    },
    /** Nothing follows any more. */
    end: (ending: End): readonly Finding[] => {
      if (open) settle(open);
      return half ? [...findings, lastWord(half, ending)] : findings;
    },
  };
}
