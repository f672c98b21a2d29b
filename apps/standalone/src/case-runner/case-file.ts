import { readFileSync } from 'node:fs';
import { type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { readJson, shipped } from '../bootstrap/files.js';

export type Values = Readonly<Record<string, unknown>>;

export interface Envelope {
  readonly channel?: string;
  readonly receivedAt?: string;
  readonly evidence?: string;
  readonly commandId?: string;
  readonly expectedRevision?: 'current' | 'stale';
  readonly onBehalfOf?: string;
}

export type Events = readonly (string | Values)[];

export interface Refused {
  readonly refused: string;
  readonly params?: Values;
}

export interface CommandStep {
  readonly at?: string;
  readonly by: string | readonly string[];
  readonly do: string;
  readonly with?: Values;
  readonly envelope?: Envelope;
  readonly expect?: { readonly events: Events } | Refused | { readonly repeated: true };
}

export interface QuestionStep {
  readonly at?: string;
  readonly by: string;
  readonly ask: string;
  readonly with?: Values;
  readonly expect: { readonly answer: Values } | Refused;
}

export interface TimerStep {
  readonly at?: string;
  readonly tick: true;
  readonly expect?: { readonly events: Events };
}

export interface FragmentUse {
  readonly use: string;
  readonly with?: Values;
}

export type Step = CommandStep | QuestionStep | TimerStep;

export interface Case {
  readonly case: string;
  readonly title: string;
  readonly preset: string;
  readonly rulebooks: readonly string[];
  readonly overrides?: Readonly<Record<string, Values>>;
  readonly place?: string;
  readonly start?: string;
  readonly defaults?: Values;
  readonly steps: readonly (Step | FragmentUse)[];
}

const SCHEMA = 'beschlussbuch/case';

const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema(readJson(shipped('test', 'cases', 'schema.json')) as object);

const checked = (pointer: string): ValidateFunction => {
  const check = ajv.getSchema(`${SCHEMA}${pointer}`);
  if (check) return check;
  throw new Error(`The schema of cases has no ${pointer}`);
};

const said = ({ instancePath, message = 'is not valid', params }: ErrorObject, at: string): string => {
  const named = Object.values(params as Values).filter((value) => typeof value !== 'object');
  return `${at}${instancePath} ${message}${named.length > 0 ? ` (${named.map(String).join(', ')})` : ''}`;
};

/** The place of a step's kind among the alternatives of the schema; its own errors say more than those of all. */
const KINDS = ['use', 'tick', 'do', 'ask'] as const;

const errorsOfStep = (step: unknown, at: string): readonly string[] => {
  const kind = KINDS.findIndex((key) => typeof step === 'object' && step !== null && key in step);
  if (kind < 0) return [`${at} is none of: ${KINDS.join(', ')}`];
  const check = checked(`#/$defs/step/oneOf/${kind}`);
  if (check(step)) return [];
  const errors = check.errors ?? [];
  const precise = errors.filter(
    ({ schemaPath, keyword }) => keyword !== 'oneOf' && !/oneOf\/\d+\/.*oneOf/.test(schemaPath),
  );
  return (precise.length > 0 ? precise : errors).map((error) => said(error, at));
};

/** Throws the reasons for which this is no step. */
export const requireStep = (step: unknown, at: string): void => {
  const errors = errorsOfStep(step, at);
  if (errors.length > 0) throw new Error(errors.join('; '));
};

const errorsOf = (content: unknown): readonly string[] => {
  const check = checked('');
  // Checked under another name: as a type guard the check would declare everything else impossible.
  const judged: unknown = content;
  if (check(judged)) return [];
  const header = (check.errors ?? []).filter(({ instancePath }) => !instancePath.startsWith('/steps/'));
  const { steps } = (typeof content === 'object' && content ? content : {}) as { readonly steps?: unknown };
  const ofSteps = Array.isArray(steps) ? steps.flatMap((step, index) => errorsOfStep(step, `/steps/${index}`)) : [];
  return [...header.map((error) => said(error, '')), ...ofSteps];
};

/** YAML 1.2, core schema: dates and instants stay strings. */
export const readYaml = (path: string): unknown =>
  parse(readFileSync(path, 'utf8'), { version: '1.2', schema: 'core', uniqueKeys: true });

/** Throws every reason for which the file is no case. */
export const readCase = (path: string): Case => {
  const content = readYaml(path);
  const errors = errorsOf(content);
  if (errors.length > 0) throw new Error(`${path} is no case:\n  ${errors.join('\n  ')}`);
  return content as Case;
};
