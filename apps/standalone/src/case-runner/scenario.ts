import type { Case } from './case-file.js';
import { expanded, type Fragments } from './fragments.js';
import { startOf } from './set-up.js';
import { type Scene, take } from './step.js';

/** One line per step; the first one that fails ends the case. */
export type Print = (line: string) => void;

const MINUTE = 60_000;
const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One person takes one step at one instant. */
interface Turn {
  readonly step: Parameters<typeof take>[1];
  readonly person: string;
  readonly own: boolean;
}

const turnsOf = (described: Case, fragments: Fragments): readonly Turn[] =>
  expanded(described.steps, fragments).flatMap(({ step, own }) => {
    const persons = 'tick' in step ? ['timer'] : [step.by].flat();
    return persons.map((person) => ({ step, person, own }));
  });

const named = ({ step, person }: Turn, at: string): string => {
  if ('tick' in step) return `${at} timers`;
  return `${at} ${person} ${'do' in step ? step.do : step.ask}`;
};

/** The first difference; a step that cannot be taken at all has failed as well. */
const outcome = async (scene: Scene, turn: Turn, at: string): Promise<string | undefined> => {
  try {
    return await take(scene, turn.step, { ...turn, at });
  } catch (error) {
    return message(error);
  }
};

/** Takes all steps of a case on a system that is set up; answers whether all went as expected. */
export const runSteps = async (scene: Scene, described: Case, fragments: Fragments, print: Print): Promise<boolean> => {
  const turns = turnsOf(described, fragments);
  let at = new Date(Date.parse(startOf(described)) + MINUTE).toISOString();
  for (const [index, turn] of turns.entries()) {
    at = turn.step.at ?? at;
    const finding = await outcome(scene, turn, at);
    print(`  ${finding === undefined ? 'ok    ' : 'FAILED'} ${index + 1}/${turns.length} ${named(turn, at)}`);
    if (finding !== undefined) {
      const left = turns.length - index - 1;
      print(`         ${finding}`);
      if (left > 0) print(`         ${left} further steps were not taken`);
      return false;
    }
  }
  return true;
};
