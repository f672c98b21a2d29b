import {
  agreed,
  decideFinally,
  dissent,
  draft,
  enact,
  escalated,
  exhausted,
  inRound,
  opened,
  step,
  submit,
} from '../../test/course.js';
import { permissions } from '../permissions.js';
import { Refusal } from '../refusals.js';
import { agreement } from '../agreement/decider.js';
import { specification } from '../testing.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import { inPhase, OWN_REFUSAL, phases } from './phases.js';
import { PHASES } from './vocabulary.js';

const { given } = specification(matter);
const courses: readonly MatterCommand[][] = [
  [draft()],
  [draft(), submit()],
  opened(),
  inRound(),
  dissent(),
  escalated(),
  exhausted(),
  agreed(),
  [...agreed(), enact()],
  [...exhausted(), decideFinally()],
  [...inRound(), step('WithdrawMatter', { reason: 'überholt' }, { by: 'BMDS/REF' })],
];
const stateAfter = (course: MatterCommand[]) => given().when(...course.slice(0, -1), course.at(-1)!).state;

describe('the phases', () => {
  it('list every command that can be sent to a matter, and the one that cannot', () => {
    const others = /Ministry|Area|Mandate|Calendar|Body|Charter|Seat|Deputy|Chair|Secretariat|RuleBook|LogKey/;
    // A final decision can be addressed to an agreement too, where it is always refused.
    const { TakeFinalDecision: _, ...onAgreements } = agreement.decide;
    const sendable = Object.keys(permissions).filter(
      (command) => !others.test(command) && !Object.hasOwn(onAgreements, command),
    );
    expect(Object.keys(phases).sort()).toEqual([...sendable, 'EditEvent'].sort());
  });
  it('name known phases only', () => {
    for (const listed of Object.values(phases)) expect(PHASES).toEqual(expect.arrayContaining([...listed]));
    expect(inPhase('NONE')).toEqual(['DraftMatter']);
    expect(inPhase('SPLIT')).not.toContain('OpenRound');
  });
  it.each(courses.map((course) => [stateAfter(course).phase, course] as const))(
    'refuse in %s what has no place there',
    (phase, course) => {
      const state = stateAfter(course);
      const misplaced = Object.keys(phases).filter(
        (type) => !OWN_REFUSAL.has(type) && !phases[type as keyof typeof phases].includes(phase),
      );
      for (const type of misplaced) {
        const command = { ...step('CloseRound', { round: 'r1' }), type } as MatterCommand;
        const code = type === 'DraftMatter' ? 'ALREADY_EXISTS' : 'WRONG_STATE';
        const send = () => matter.decide[command.type](command as never, state);
        expect(send).toThrow(Refusal);
        expect(send).toThrow(expect.objectContaining({ code }));
      }
    },
  );
});
