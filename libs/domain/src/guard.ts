import { decide, type Decider, type Message } from './decider.js';

/** The decider with a check before each of its rows: `placed` refuses a command that has no place in the state. */
export function guarded<C extends Message, E extends Message, S>(
  decider: Decider<C, E, S>,
  placed: (command: C, state: S) => void,
): Decider<C, E, S> {
  const rows = Object.keys(decider.decide).map((type) => [
    type,
    (command: C, state: S) => {
      placed(command, state);
      return decide(decider, command, state);
    },
  ]);
  return { ...decider, decide: Object.fromEntries(rows) as Decider<C, E, S>['decide'] };
}
