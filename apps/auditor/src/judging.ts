import type { RecordFields } from '#evidence';
import { decideAgain, isJudged, refusedNote, type Subject } from './decided/again.js';
import { isFurther } from './decided/further.js';
import type { End } from './leaves.js';
import type { Entry, Registry } from './records.js';

/** Verdict of deciding again: as recorded, otherwise, or not to be decided from this file. */
type Verdict =
  | { readonly verdict: 'CONFIRMED' }
  /** With what the rules yield, or the code of their refusal. */
  | { readonly verdict: 'DEVIATES'; readonly found: string; readonly recorded: string }
  /** What it rests on is missing, or what follows it is hidden and may belong to it. */
  | { readonly verdict: 'NOT_RECOMPUTED'; readonly lacking: 'BASIS' | 'REST' };

export type Finding = Verdict & { readonly revision: number; readonly type: string };

/** A command whose records are not all read yet. */
interface Judgement {
  readonly before: Subject;
  readonly records: [RecordFields, ...RecordFields[]];
  /** Place of the next one. */
  next: bigint;
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

/** Decides each command again as soon as its records are read: those of one command follow one another in the log. */
export function judgements(registry: Registry) {
  const findings: Finding[] = [];
  let open: Judgement | undefined;
  let half: Half | undefined;
  const settle = ({ before, records, next }: Judgement) => {
    const [{ rev: revision, type, stream }] = records;
    const verdict = decideAgain(registry, before, records);
    open = undefined;
    if (verdict.is === 'UNFOUNDED') findings.push({ revision, type, verdict: 'NOT_RECOMPUTED', lacking: 'BASIS' });
    else if (verdict.is === 'CONFIRMED') findings.push({ revision, type, verdict: 'CONFIRMED' });
    else {
      const { found, recorded } = verdict;
      const deviating: Finding = { revision, type, verdict: 'DEVIATES', found, recorded };
      if (verdict.is === 'BEGUN') half = { stream, next, deviating };
      else findings.push(deviating);
    }
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
    /** A record that may begin a command, where none is open; what nobody decided had to be admissible all the same. */
    begin: ({ record, index }: Entry, before: Subject): void => {
      if (open) return;
      const { rev: revision, type } = record;
      if (isJudged(before.kind, type)) {
        open = { before, records: [record], next: index + 1n };
        return;
      }
      const refused = refusedNote(registry, before, record);
      if (refused !== undefined) findings.push({ revision, type, verdict: 'DEVIATES', found: refused, recorded: type });
    },
    /** Nothing follows any more. */
    end: (ending: End): readonly Finding[] => {
      if (open) settle(open);
      return half ? [...findings, lastWord(half, ending)] : findings;
    },
  };
}
