import type { RecordFields } from '#evidence';
import { decideAgain, isJudged, type Subject } from './decided/again.js';
import type { Registry } from './records.js';

/** Verdict of deciding again: as recorded, otherwise, or not to be decided from this file. */
export interface Finding {
  readonly revision: number;
  readonly type: string;
  readonly verdict: 'CONFIRMED' | 'DEVIATES' | 'NOT_RECOMPUTED';
  /** What the rules yield, or the code of their refusal. */
  readonly found?: string;
  readonly recorded?: string;
}

/** A command whose records are not all read yet. */
interface Judgement {
  readonly registry: Registry;
  readonly before: Subject;
  readonly records: [RecordFields, ...RecordFields[]];
}

function findingOf({ registry, before, records }: Judgement, isCut: boolean): Finding {
  const [{ rev: revision, type }] = records;
  const verdict = decideAgain(registry, before, records);
  if (verdict.is === 'UNFOUNDED') return { revision, type, verdict: 'NOT_RECOMPUTED' };
  if (verdict.is === 'CONFIRMED' || (verdict.is === 'BEGUN' && isCut)) return { revision, type, verdict: 'CONFIRMED' };
  return { revision, type, verdict: 'DEVIATES', found: verdict.found, recorded: verdict.recorded };
}

const copyOf = ({ ministries, bodies, calendars, ruleBooks }: Registry): Registry => ({
  ministries: new Map(ministries),
  bodies: new Map(bodies),
  calendars: new Map(calendars),
  ruleBooks: new Map(ruleBooks),
});

/** Decides each judgement again as soon as all records of its command are read. */
export function judgements(registry: Registry) {
  const findings: Finding[] = [];
  let open: Judgement | undefined;
  const close = (isCut: boolean) => {
    if (open) findings.push(findingOf(open, isCut));
    open = undefined;
  };
  return {
    add: (record: RecordFields, before: Subject) => {
      if (open?.records[0].cmd.id === record.cmd.id) {
        open.records.push(record);
        return;
      }
      close(false);
      if (isJudged(before.kind, record.type)) open = { registry: copyOf(registry), before, records: [record] };
    },
    /** The end may fall between the records of one command: then it yields what was recorded, and more. */
    end: (isCut: boolean): readonly Finding[] => {
      close(isCut);
      return findings;
    },
  };
}
