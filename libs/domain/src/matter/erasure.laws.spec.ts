import fc from 'fast-check';
import { facts, grounds, step } from '../../test/course.js';
import { choices, play } from '../../test/histories.js';
import { decide, type Erasable, evolve, type Recorded } from '../decider.js';
import { recount } from './audit.js';
import type { MatterCommand } from './commands.js';
import { matter } from './decider.js';
import { erasedIn } from './erasure.js';
import type { MatterEvent } from './events.js';
import { explanationOf } from './explanation.js';
import { statusOf, tallyOf } from './questions.js';
import type { Matter } from './state.js';

const MUCH_LATER = '2099-01-01T10:00:00.000Z';
const legalGround = { type: 'LAW', reference: 'Art. 17 DSGVO' } as const;

type Event = Recorded<MatterEvent>;
const fold = (history: readonly Event[]): Matter =>
  history.reduce((state, event) => evolve(matter, state, event), matter.initial);

/** A digest in place of the value at a path such as `reason` or `answers[].text`, as the log holds it. */
function at(data: unknown, [step = '', ...rest]: readonly string[], seal: () => Erasable): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const name = step.replace('[]', '');
  if (!Object.hasOwn(data, name)) return data;
  const member: unknown = Reflect.get(data, name);
  const inside = (value: unknown) => (rest.length === 0 ? seal() : at(value, rest, seal));
  return { ...data, [name]: Array.isArray(member) && step.endsWith('[]') ? member.map(inside) : inside(member) };
}

/** The history as the log holds it: every erasable value is a digest. */
function sealed(history: readonly Event[]): {
  readonly history: readonly Event[];
  readonly digests: readonly string[];
} {
  const digests: string[] = [];
  const seal = () => {
    digests.push(`digest-${digests.length}`);
    return { '#': digests.at(-1) ?? '' };
  };
  const events = history.map((event) => {
    const paths = matter.erasable[event.type] ?? [];
    return {
      ...event,
      data: paths.reduce<unknown>((data, path) => at(data, path.split('.'), seal), event.data),
    } as Event;
  });
  return { history: events, digests };
}

/** What is told about results: everything but the words. */
function told(history: readonly Event[]): unknown {
  const state = fold(history);
  const { positions, ...explanation } = explanationOf(state, grounds(history), MUCH_LATER);
  return {
    explanation,
    positions: positions.map(({ reason: _, ...position }: { readonly reason?: Erasable }) => position),
    status: statusOf(state, MUCH_LATER),
    tallies: state.rounds.map(({ id }) => tallyOf(state, id)),
  };
}

const requested = step(
  'RequestErasure',
  { erasure: 'x1', person: 'BMF/REP', legalGround },
  { by: 'DSB/1', at: MUCH_LATER },
);
const approvedOf = (digests: readonly string[]) =>
  step('ApproveErasure', { erasure: 'x1' }, { by: 'REG/1', at: MUCH_LATER, facts: { digests } });

function further(history: readonly Event[], command: MatterCommand): readonly Event[] {
  const { person: sub, function: role } = command.meta.actor;
  const events = decide(matter, command, fold(history)).map((event, index): Event => ({
    ...event,
    entry: { at: command.meta.now, revision: history.length + index, by: { sub, org: 'BMI', role }, commandId: 'c' },
  }));
  return [...history, ...events];
}

/** Only what is over can be erased: an open matter is withdrawn, a decision in force expires. */
function over(history: readonly Event[]): readonly Event[] {
  const { phase, endedAt, lead } = fold(history);
  const at = '2060-01-01T10:00:00.000Z';
  if (endedAt !== undefined) return history;
  if (phase !== 'ENACTED') return further(history, step('WithdrawMatter', { reason: 'x' }, { by: `${lead}/REF`, at }));
  const entry = { at, revision: history.length, by: { sub: 'system', org: 'SYSTEM', role: 'SYSTEM' }, commandId: 'c' };
  return [...history, { type: 'DecisionExpired', data: { validUntil: '2059-12-31' }, entry }];
}

describe('in every history', () => {
  it('words change nothing that is told, so erasing them does not either (I13)', () => {
    fc.assert(
      fc.property(choices, fc.infiniteStream(fc.boolean()), (chosen, coins) => {
        const { history } = play(chosen);
        if (fold(history).phase === 'NONE') return;
        const log = sealed(history);
        expect(told(log.history)).toEqual(told(history));
        const gone = log.digests.filter(() => coins.next().value);
        const ended = over(log.history);
        const erased = further(further(ended, requested), approvedOf(gone));
        // Only added to: every record, and with it every proof, is what it was.
        expect(erased.slice(0, ended.length)).toEqual(ended);
        expect(told(erased)).toEqual(told(ended));
        expect([...erasedIn(fold(erased)).digests.keys()]).toEqual(gone);
      }),
      { numRuns: 25 },
    );
  });

  it('every result is counted again from records whose words are gone', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const log = sealed(play(chosen).history).history;
        for (const event of log) {
          if (event.type !== 'ResultEstablished') continue;
          const before = fold(log.slice(0, event.entry.revision));
          expect(recount(before, event.data, facts.hash)).toStrictEqual(event.data);
        }
      }),
      { numRuns: 25 },
    );
  });
});
