import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shipped } from '../bootstrap/files.js';
import { type FragmentUse, readYaml, requireStep, type Step, type Values } from './case-file.js';

export interface Fragment {
  readonly required: readonly string[];
  readonly defaults: Values;
  readonly steps: readonly (Step | FragmentUse)[];
}

export type Fragments = Readonly<Record<string, Fragment>>;

/** A step as it is run; the defaults of the case apply to those that the case itself names. */
export interface Expanded {
  readonly step: Step;
  readonly own: boolean;
}

const FILE = 'fragments.yaml';
const DEEPEST = 20;

/** The file beside the case, else the one named, else the one that is shipped. */
export const fragmentsFor = (caseFile: string, named: string | undefined): Fragments => {
  const beside = join(dirname(caseFile), FILE);
  const path = existsSync(beside) ? beside : (named ?? shipped('test', 'cases', FILE));
  return readYaml(path) as Fragments;
};

const VARIABLE = /\$\{(\w+)\}/g;

/** Replaces `${x}` everywhere; a text that is only `${x}` by the whole value. Throws where a parameter is not given. */
export const filled = (template: unknown, values: Values): unknown => {
  const valueOf = (name: string): unknown => {
    if (Object.hasOwn(values, name)) return values[name];
    throw new Error(`the parameter ${name} is not given`);
  };
  if (typeof template === 'string') {
    const whole = /^\$\{(\w+)\}$/.exec(template)?.[1];
    if (whole !== undefined) return valueOf(whole);
    return template.replace(VARIABLE, (_, name: string) => String(valueOf(name)));
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, values)]));
};

const used = ({ use, with: given = {} }: FragmentUse, fragments: Fragments, depth: number): readonly Step[] => {
  const fragment = Object.hasOwn(fragments, use) ? fragments[use] : undefined;
  if (!fragment) throw new Error(`there is no fragment ${use}`);
  if (depth > DEEPEST) throw new Error(`the fragment ${use} uses itself`);
  const missing = fragment.required.filter((name) => !Object.hasOwn(given, name));
  if (missing.length > 0) throw new Error(`the fragment ${use} needs ${missing.join(', ')}`);
  try {
    const steps = filled(fragment.steps, { ...fragment.defaults, ...given }) as Fragment['steps'];
    return steps.flatMap((step, index) => {
      requireStep(step, `step ${index + 1}`);
      return 'use' in step ? used(step, fragments, depth + 1) : [step];
    });
  } catch (error) {
    throw new Error(`fragment ${use}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

/** The steps with every use of a fragment replaced by its steps. */
export const expanded = (steps: readonly (Step | FragmentUse)[], fragments: Fragments): readonly Expanded[] =>
  steps.flatMap((step): readonly Expanded[] =>
    'use' in step ? used(step, fragments, 1).map((part) => ({ step: part, own: false })) : [{ step, own: true }],
  );
