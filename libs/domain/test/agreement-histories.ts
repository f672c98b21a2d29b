import fc from 'fast-check';
import {
  agreement,
  type AgreementCommand,
  agreementDeadlinesOf,
  type AgreementEvent,
  decide,
  evolve,
  type Recorded,
  Refusal,
} from '../src/index.js';
import {
  activate,
  back,
  consent,
  draft,
  head,
  inForce,
  PARTIES,
  share,
  shares,
  sign,
  step,
} from './agreement-course.js';

type State = typeof agreement.initial;

/** One command of a random history and what it led to; nothing where it was refused. */
export interface Attempt {
  readonly command: AgreementCommand;
  readonly before: State;
  readonly events: readonly Recorded<AgreementEvent>[];
  readonly after: State;
}

/** Parties, a house that may accede, and one that never has a part. */
const HOUSES = [...PARTIES, 'BMI', 'BMF'];
const START = Date.parse('2027-01-04T08:00:00Z');
const FIRST = '2027-01-01';
const HALF_A_YEAR = 182 * 86_400_000;

/** What is sent at an instant, to an agreement that has got so far. */
type Move = (at: string, state: State) => readonly AgreementCommand[];

const house = fc.constantFrom(...HOUSES);
const bp = fc.constantFrom(0, 2500, 5000, 10_000);
const work = fc.option(house, { nil: undefined }).map((accountable) => [
  { item: 'betrieb', text: 'Betrieb', ...(accountable === undefined ? {} : { accountable }) },
  { item: 'fach', text: 'Fachlichkeit', accountable: 'BMAS' },
]);
const text = fc.string({ maxLength: 3 });
const changes = fc.oneof(
  { weight: 3, arbitrary: fc.record({ text }) },
  { weight: 1, arbitrary: fc.constantFrom('2029-06-30', '2031-12-31').map((to) => ({ term: { from: FIRST, to } })) },
  { weight: 1, arbitrary: fc.record({ text, responsibilities: work }) },
);
const by = (party: string, at: string) => ({ by: head(party), at });

/** The version that is open, or now and then another one. */
const versionIn = ({ proposed, current }: State, miss: number): number => (proposed ?? current) + miss;
const presentIn = ({ memberships }: State): readonly string[] =>
  memberships.flatMap(({ party, until }) => (until === undefined ? [party] : []));

const TOTAL = 999_999;

/** The same for everybody, the rest for the first, in cents where the agreement counts so. */
const evenly = (parties: readonly string[], { versions }: State) => {
  if (versions.at(-1)?.funding.totalCents !== undefined) return inCents(parties);
  const each = Math.floor(10_000 / parties.length);
  return shares(
    ...parties.map((party, index) => share(party, index === 0 ? 10_000 - each * (parties.length - 1) : each)),
  );
};

const inCents = (parties: readonly string[]) => {
  const each = Math.floor(TOTAL / parties.length);
  const items = parties.map((party, index) => ({
    ...{ party, year: 2027 + (index % 2), secured: true },
    cents: index === 0 ? TOTAL - each * (parties.length - 1) : each,
  }));
  return { basis: 'AMOUNT', totalCents: TOTAL, items };
};

const declaration = fc
  .tuple(house, fc.constantFrom(0, 0, 0, -1, 1), fc.constantFrom(consent, sign))
  .map(([party, miss, declare]): Move => (at, state) => [declare(party, versionIn(state, miss), { at })]);

/** Everybody's consents and signatures: what chance alone would hardly bring together. */
const round = fc
  .constantFrom(HOUSES, HOUSES, HOUSES.slice(1), HOUSES.slice(0, 3))
  .map((houses): Move => (at, state) => [
    ...houses.map((party) => consent(party, versionIn(state, 0), { at })),
    ...houses.map((party) => sign(party, versionIn(state, 0), { at })),
  ]);

const revision = fc
  .tuple(house, changes, fc.option(fc.tuple(house, bp), { nil: undefined }))
  .map(([party, more, part]): Move => (at) => [
    step('ReviseAgreement', { ...more, ...(part ? { funding: shares(share(...part)) } : {}) }, by(party, at)),
  ]);

/** Mostly by a party, sometimes with a house that joins, mostly with the shares of all who are then parties. */
const amendment = fc
  .record({
    stranger: fc.constantFrom(undefined, undefined, undefined, 'BMF'),
    more: changes,
    newParty: fc.constantFrom(undefined, undefined, 'BMI', 'BMG'),
    isSplit: fc.constantFrom(true, true, true, false),
  })
  .map(({ stranger, more, newParty, isSplit }): Move => (at, state) => {
    const present = presentIn(state);
    const joining = newParty === undefined ? {} : { newParty };
    const parties = [...new Set([...present, ...Object.values(joining)])];
    const funding = isSplit ? { funding: evenly(parties, state) } : {};
    const sender = stranger ?? present[0] ?? 'BMAS';
    return [step('ProposeAmendment', { ...more, ...joining, ...funding }, by(sender, at))];
  });

const notice = fc.tuple(house, fc.boolean()).map(([party, isSudden]): Move => (at) => {
  const kind = isSudden ? 'EXTRAORDINARY' : 'ORDINARY';
  const effectiveOn = `${Number(at.slice(0, 4)) + (isSudden ? 0 : 1)}-12-31`;
  return [step('GiveNotice', { party, kind, effectiveOn, reason: 'x' }, by(party, at))];
});

const other = fc.tuple(house, fc.subarray(HOUSES)).chain(([party, consents]) =>
  fc.constantFrom<Move>(
    () => [back(party)],
    (at) => [step('WithdrawBacking', { party }, by(party, at))],
    (at) => [step('AbandonAgreement', { reason: 'x' }, by(party, at))],
    () => [activate()],
    (at) => [step('WithdrawNotice', { party, consents }, by(party, at))],
    (at, state) => [step('RefuseAgreement', { party, version: versionIn(state, 0), reason: 'x' }, by(party, at))],
  ),
);

/** What is due happens: who is under notice leaves, a term ends. */
const passing: Move = (at, state) => dueBy(state, at).slice(0, 1);

const moves = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: declaration },
    { weight: 5, arbitrary: round },
    { weight: 2, arbitrary: revision },
    { weight: 5, arbitrary: amendment },
    { weight: 3, arbitrary: notice },
    { weight: 2, arbitrary: other },
    { weight: 3, arbitrary: fc.constant(passing) },
  ),
  { minLength: 4, maxLength: 14 },
);

/** Timers of the agreement that are due at the instant, in their order. */
export const dueBy = (state: State, at: string): readonly AgreementCommand[] =>
  agreementDeadlinesOf(state).flatMap(({ timer, dueAt }) =>
    timer && dueAt <= at ? [step(timer.type, timer.data, { by: 'SEC/A', at })] : [],
  );

/** Sends one command to the agreement. */
export function attempt(command: AgreementCommand, before: State, revision: number): Attempt {
  const { now, actor, onBehalfOf } = command.meta;
  const by = { sub: actor.person, org: onBehalfOf, role: actor.function };
  try {
    const events = decide(agreement, command, before).map((event, index) => ({
      ...event,
      entry: { at: now, revision: revision + index, by, commandId: '' },
    }));
    const after = events.reduce((state, event) => evolve(agreement, state, event), before);
    return { command, before, events, after };
  } catch (error) {
    if (error instanceof Refusal) return { command, before, events: [], after: before };
    throw error;
  }
}

const STARTS = [
  [draft()],
  inForce(),
  inForce({ continuation: false }),
  inForce({ funding: inCents(PARTIES), term: { from: FIRST, to: '2028-12-31' } }),
];

/** Random histories of an agreement, from its draft or from its entry into force; half a year from move to move. */
export const agreementHistories = fc.tuple(fc.constantFrom(...STARTS), moves).map(([start, rest]) => {
  const attempts: Attempt[] = [];
  let revision = 0;
  const send = (command: AgreementCommand) => {
    const one = attempt(command, attempts.at(-1)?.after ?? agreement.initial, revision);
    revision += one.events.length;
    attempts.push(one);
  };
  start.forEach(send);
  for (const [tick, move] of rest.entries()) {
    const at = new Date(START + tick * HALF_A_YEAR).toISOString();
    move(at, attempts.at(-1)?.after ?? agreement.initial).forEach(send);
  }
  return attempts;
});
