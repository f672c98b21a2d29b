import type { Arguments } from './arguments.js';
import { readCase } from './case-file.js';
import { fragmentsFor } from './fragments.js';
import { names } from './names.js';
import { type Print, runSteps } from './scenario.js';
import type { Setting, Stage } from './stage.js';
import type { Scene } from './step.js';

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const sceneOf = ({ client, ledger, preset }: Setting, defaults: Scene['defaults']): Scene => {
  const houses = new Map(preset.persons.map(({ person, ministry }) => [person, ministry]));
  return { client, ledger, defaults, names: names(), houseOf: (person) => houses.get(person), answers: new Map() };
};

export interface Runner {
  /** Runs one case file; answers whether it passed. `leave` keeps its system running. */
  run(file: string, leave: boolean): Promise<boolean>;
  /** Address of the system that was left running. */
  left(): string | undefined;
  stop(): Promise<void>;
}

/** Runs cases on a stage, which is opened when the first one needs it. */
export const runner = (open: () => Promise<Stage>, options: Pick<Arguments, 'fragments'>, print: Print): Runner => {
  let stage: Promise<Stage> | undefined;
  let setting: Setting | undefined;

  const play = async (file: string): Promise<boolean> => {
    const described = readCase(file);
    const fragments = fragmentsFor(file, options.fragments);
    print(`${described.case} ${described.title}`);
    stage ??= open();
    setting = await (await stage).set(described);
    return runSteps(sceneOf(setting, described.defaults ?? {}), described, fragments, print);
  };
  const strike = async (): Promise<void> => {
    await setting?.stop();
    setting = undefined;
  };

  return {
    run: async (file, leave) => {
      const began = Date.now();
      let passed = false;
      try {
        passed = await play(file);
      } catch (error) {
        print(`  FAILED ${message(error)}`);
      }
      print(`${passed ? 'passed' : 'FAILED'} ${file} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      if (!leave) await strike();
      return passed;
    },
    left: () => setting?.url,
    stop: async () => {
      await strike();
      await (await stage)?.stop();
    },
  };
};
