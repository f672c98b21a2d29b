import fc from 'fast-check';
import { facts as FACTS, book, committee } from '../../test/course.js';
import { type Choice, choices, play, type Played } from '../../test/histories.js';
import { evolve, type Recorded } from '../decider.js';
import { covers } from '../binding.js';
import { recordable } from '../testing.js';
import { dayOf } from '../time.js';
import { recount, redecide } from './audit.js';
import { bindingOf } from './binding.js';
import { isInForce } from './decision.js';
import { matter } from './decider.js';
import type { MatterEvent } from './events.js';
import { DIFFERING, OWN_REFUSAL, phases } from './phases.js';
import type { Matter } from './state.js';
import { underOtherBook } from './under-book.js';

const { hash, calendar } = FACTS;
const TIMERS = ['CloseRoundAtDeadline', 'LapseReservation', 'PassDeadline', 'MarkDutyOverdue', 'ExpireDecision'];

/** The same histories each time, to reach the remote places, and others that nobody has seen before. */
const seeds = [7, Math.floor(Math.random() * 2 ** 31)];
const pool = seeds.flatMap((seed) =>
  fc.sample(choices, { numRuns: 140, seed }).map((chosen: readonly Choice[]) => play(chosen)),
);

/** Every history the generator made obeys the law; one that does not is found again by seed and place. */
const always = (law: (played: Played) => void): void => {
  pool.forEach((played, index) => {
    try {
      law(played);
    } catch (error) {
      throw new Error(`History ${index} of the seeds ${seeds.join()}`, { cause: error });
    }
  });
};

const eventsOf = <T extends MatterEvent['type']>({ history }: Played, type: T) =>
  history.filter((event): event is Extract<Recorded<MatterEvent>, { type: T }> => event.type === type);
const fold = (history: readonly Recorded<MatterEvent>[]): Matter =>
  history.reduce((state, event) => evolve(matter, state, event), matter.initial);

const turned = <T>(items: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(items).reverse());
/** In another order; votes of the same seat keep theirs, in which they replaced one another. */
const regrouped = <T extends { readonly seat: string }>(votes: readonly T[]): T[] =>
  [...votes].sort((one, other) => other.seat.localeCompare(one.seat));
/** The same matter, with everything that has no order in another one. */
const permuted = (state: Matter): Matter => ({
  ...state,
  rounds: state.rounds.map((round) => ({
    ...round,
    eligible: [...round.eligible].reverse(),
    votes: regrouped(round.votes),
    reservations: turned(round.reservations),
    params: turned(round.params),
  })),
});

describe('in every history', () => {
  it('nothing would have been otherwise under the rule book that it followed, and nothing is in doubt', () => {
    always(({ history }) => {
      const using = { book, pinned: book, calendar, hash };
      let state = matter.initial;
      const otherwise = history.flatMap((event, at) => {
        const before = state;
        state = evolve(matter, before, event);
        const { compared = [], doubts = [] } = underOtherBook(using, before, event, history[at + 1]) ?? {};
        return [...compared.filter(({ same }) => !same), ...doubts];
      });
      expect(otherwise).toEqual([]);
    });
  });

  it('each result is what counting again gives, for any order of votes and participants (I6)', () => {
    always((played) => {
      for (const { data, entry } of eventsOf(played, 'ResultEstablished')) {
        const before = fold(played.history.slice(0, entry.revision));
        expect(recount(before, data, hash)).toStrictEqual(data);
        expect(recount(permuted(before), data, hash)).toStrictEqual(data);
      }
    });
  });

  it('a final decision follows a dissent, every level and the exhaustion, within window and competence (I7, I8)', () => {
    always(({ history }) => {
      history.forEach((event, index) => {
        if (event.type !== 'FinalDecisionTaken') return;
        const since = history.findLastIndex(
          (e, i) => i < index && (e.type === 'ResultEstablished' || e.type === 'DissentDeclared'),
        );
        const cause = history[since]!;
        expect(
          cause.type === 'DissentDeclared' || (cause.type === 'ResultEstablished' && cause.data.outcome === 'DISSENT'),
        ).toBe(true);
        const course = history.slice(since, index);
        const closed = course.flatMap((e) =>
          e.type === 'LevelSkipped' || (e.type === 'LevelClosed' && e.data.result === 'NOT_AGREED')
            ? [e.data.level]
            : [],
        );
        expect(closed).toEqual(committee.ladder?.levels.map(({ level }) => level));
        const exhausted = course.find((e) => e.type === 'EscalationExhausted')!;
        expect(event.entry.at < exhausted.data.windowDueAt!).toBe(true);
        const { areas, track } = fold(history.slice(0, index));
        expect(track).toBe('COMMITTEE');
        expect(areas.filter((area) => book.competenceGrants[0]!.exclusions.includes(area))).toEqual([]);
      });
    });
  });

  it('a final decision decided again from the state before it is the recorded one', () => {
    always(({ history }) => {
      history.forEach((taken, index) => {
        if (taken.type !== 'FinalDecisionTaken') return;
        const enacted = history[index + 1]!;
        if (enacted.type !== 'DecisionEnacted') throw new Error('Not enacted in the same step');
        const again = redecide(fold(history.slice(0, index)), taken, enacted.data, { ruleBook: book, calendar, hash });
        expect(again).toStrictEqual([taken, enacted].map(({ type, data }) => ({ type, data })));
      });
    });
  });

  it('votes never exceed the entitled (I4)', () => {
    always((played) => {
      for (const { data, entry } of eventsOf(played, 'ResultEstablished')) {
        const { eligible } = fold(played.history.slice(0, entry.revision)).rounds.find(({ id }) => id === data.round)!;
        const { Y, N, A, S, V, C } = data.tally;
        expect(Y + N + A + S + V + C).toBe(eligible.length - new Set([...data.ended, ...data.recused]).size);
        expect([...data.deemed, ...data.objections].every((seat) => eligible.includes(seat))).toBe(true);
      }
    });
  });

  it('time closes rounds and marks, but sets no outcome, and no timer acts twice (I14)', () => {
    always(({ steps }) => {
      for (const { command, before, after } of steps.filter(({ command: { type } }) => TIMERS.includes(type))) {
        const results = (state: Matter) => [
          state.rounds.map(({ result }) => result),
          state.current,
          state.ruling,
          state.decision?.binds,
        ];
        expect(results(after)).toEqual(results(before));
        expect(after.phase).toBe(command.type === 'CloseRoundAtDeadline' ? 'ROUND_CLOSED' : before.phase);
        expect(() => matter.decide[command.type](command as never, after)).toThrow();
      }
    });
  });

  it('nothing is enacted in dissent except by final or cabinet decision (I18)', () => {
    always(({ steps }) => {
      for (const { events } of steps.filter(({ before }) => DIFFERING.includes(before.phase)))
        for (const event of events)
          if (event.type === 'DecisionEnacted') expect(['FINAL', 'CABINET']).toContain(event.data.origin);
    });
  });

  it('a dissent has a deadline or an open ballot until it ends (I19)', () => {
    always(({ steps }) => {
      for (const { after } of steps.filter((one) => one.after.phase === 'DISSENT'))
        expect(after.dissent?.dueAt).toBeDefined();
      for (const { after } of steps.filter((one) => one.after.phase === 'EXHAUSTED'))
        expect(after.windowDueAt).toBeDefined();
    });
  });

  it('an accepted command has its place in the phase', () => {
    always(({ steps }) => {
      for (const { command, before } of steps) {
        if (TIMERS.includes(command.type) || OWN_REFUSAL.has(command.type)) continue;
        expect(phases[command.type as keyof typeof phases]).toContain(before.phase);
      }
    });
  });

  it('a matter binds at each instant whom its decision in force binds, and nobody by two decisions on one day', () => {
    always(({ steps }) => {
      for (const { after, command } of steps) {
        const today = dayOf(command.meta.now);
        const bound = bindingOf(after);
        const { bindingness, binds = [] } = after.decision ?? {};
        const expected = bindingness === 'BINDING' && isInForce(after, command.meta.now) ? binds : [];
        const now = bound.filter((one) => covers(one, today));
        expect(now.flatMap(({ reasons }) => Object.keys(reasons)).toSorted()).toEqual(expected.toSorted());
        const inOrder = bound.toSorted((a, b) => (a.from < b.from ? -1 : 1));
        inOrder.slice(1).forEach(({ from }, index) => expect(from > (inOrder[index]?.until ?? '9999')).toBe(true));
      }
    });
  });

  it('what is recorded and read back is the same history (I12)', () => {
    always(({ history, steps }) => {
      recordable(history);
      const read = JSON.parse(JSON.stringify(history)) as Recorded<MatterEvent>[];
      expect(fold(read)).toStrictEqual(steps.at(-1)?.after ?? matter.initial);
    });
  });

  it('versions and rounds are numbered without gaps, and at most the last round is open', () => {
    always(({ steps }) => {
      for (const { versions, rounds, current } of steps.map(({ after }) => after)) {
        expect(versions.map(({ no }) => no)).toEqual(versions.map((_, index) => index + 1));
        expect(rounds.map(({ no }) => no)).toEqual(rounds.map((_, index) => index + 1));
        expect(rounds.slice(0, -1).filter(({ status }) => status === 'OPEN')).toEqual([]);
        expect(versions.some(({ no }) => no === current)).toBe(true);
      }
    });
  });
});

it('the generator of histories reaches the remote places', () => {
  const types = new Set(pool.flatMap(({ history }) => history.map(({ type }) => type)));
  expect([...types]).toEqual(
    expect.arrayContaining([
      ...[
        'FinalDecisionTaken',
        'CabinetReferred',
        'CabinetDecisionRecorded',
        'MatterLapsed',
        'VetoLapsed',
        'EscalationResolved',
      ],
      ...[
        'ReservationLapsed',
        'ResultRescinded',
        'DecisionVoided',
        'DissentDeclared',
        'RecusalDecided',
        'DecisionExpired',
      ],
    ]),
  );
});
