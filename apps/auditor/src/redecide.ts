import {
  type Actor,
  decide,
  FUNCTIONS,
  type Matter,
  matter,
  type MatterCommand,
  type MatterEvent,
  type MatterEventData,
  Refusal,
} from '#domain';
import { canonical, isSealed, type Json, type JsonObject, type RecordFields, sealData } from '#evidence';
import { bookOf, factsOf, mandatesAt } from './facts.js';
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

type Content = Pick<MatterCommand, 'type' | 'data'>;
type Data<T extends keyof MatterEventData> = MatterEventData[T];

/** Stands for words that are sealed: the rules ask only whether there are any. */
const WORDS = '●';

/** What was asked, read from what was recorded. Undefined for events that are nobody's judgement. */
const commands: { readonly [type: string]: ((records: readonly RecordFields[]) => Content) | undefined } = {
  ResultEstablished: ([first]) => {
    const { round } = first?.data as Data<'ResultEstablished'>;
    return { type: 'EstablishResult', data: { matter: '', round } };
  },
  CorrectionApproved: ([first]) => {
    const { correction } = first?.data as Data<'CorrectionApproved'>;
    return { type: 'ApproveCorrection', data: { matter: '', correction } };
  },
  FinalDecisionTaken: ([first, second]) => {
    const { version, answers, resultResponsibility } = first?.data as Data<'FinalDecisionTaken'>;
    const { decisionNo, validUntil } = (second?.data ?? {}) as Partial<Data<'DecisionEnacted'>>;
    return {
      type: 'TakeFinalDecision',
      data: {
        ...{ matter: '', version, reasons: WORDS, resultResponsibility },
        answers: answers.map(({ seat }) => ({ seat, text: WORDS })),
        ...(decisionNo === undefined ? {} : { decisionNo }),
        ...(validUntil === undefined ? {} : { validUntil }),
      },
    };
  },
};

/** Whether the record is a judgement of the rules that can be decided again. */
export const isJudgement = ({ type }: RecordFields): boolean => Object.hasOwn(commands, type);

function actorOf(registry: Registry, record: RecordFields): Actor {
  const { org, role, sub } = record.by;
  const code = FUNCTIONS.find((known) => known === role) ?? 'SEC';
  if (record.type !== 'FinalDecisionTaken') return { person: sub, function: code, mandates: [] };
  const { rank } = record.data as Data<'FinalDecisionTaken'>;
  const mandates = mandatesAt(registry, record, rank === 'MINISTER' ? rank : 'STATE_SECRETARY');
  return { person: sub, function: code, ministry: org, mandates };
}

/** Sealed values compare as such: their salt is not in the file. */
function masked(value: Json): Json {
  if (isSealed(value)) return WORDS;
  if (Array.isArray(value)) return value.map((item: Json) => masked(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, item]) => [name, masked(item)]));
}

const shown = (type: string, data: object): string => {
  const plain = JSON.parse(JSON.stringify(data)) as JsonObject;
  const erasable: Readonly<Record<string, readonly string[] | undefined>> = matter.erasable;
  return `${type} ${canonical(masked(sealData(plain, erasable[type] ?? []).data))}`;
};

function yielded(
  registry: Registry,
  state: Matter,
  records: readonly RecordFields[],
  content: Content,
): readonly MatterEvent[] {
  const [first] = records;
  if (!first) return [];
  const { ended = [] } = first.data as Partial<Data<'ResultEstablished'>>;
  const meta = { now: first.at, actor: actorOf(registry, first), onBehalfOf: first.by.org, channel: 'PORTAL' } as const;
  const data = { ...content.data, matter: state.id };
  const facts = factsOf(registry, state, first.at, ended);
  return decide(matter, { type: content.type, data, meta, facts } as MatterCommand, state);
}

/** What the rules yield now, or the code of their refusal. */
function judged(
  registry: Registry,
  state: Matter,
  records: readonly RecordFields[],
  content: Content,
): readonly string[] {
  try {
    return yielded(registry, state, records, content).map(({ type, data }) => shown(type, data));
  } catch (error) {
    if (error instanceof Refusal) return [error.code];
    throw error;
  }
}

/** Decides one recorded judgement again, from the state before it, and compares everything that it recorded. */
export function redecide(registry: Registry, state: Matter, records: readonly RecordFields[]): Finding | undefined {
  const [first] = records;
  const content = first && commands[first.type]?.(records);
  if (!content) return undefined;
  const head = { revision: first.rev, type: first.type };
  if (!bookOf(registry, state)) return { ...head, verdict: 'NOT_RECOMPUTED' };
  const recorded = records.map(({ type, data }) => shown(type, data)).join('\n');
  const found = judged(registry, state, records, content).join('\n');
  return found === recorded ? { ...head, verdict: 'CONFIRMED' } : { ...head, verdict: 'DEVIATES', found, recorded };
}
