import { listed, without } from '../codes.js';
import { silenceUnder } from '../counting/silence.js';
import { present } from '../present.js';
import { endOf } from '../time.js';
import { ANSWERED_BY, type Waiting } from '../waiting.js';
import { departedOf, failedBefore, silentSeats } from './ballot.js';
import { isAlive } from './decision.js';
import { PENDING, phases } from './phases.js';
import type { Round } from './round-state.js';
import { lastRound } from './rows.js';
import type { Matter } from './state.js';

/** Eligible seats of the running round without an effective vote. */
function votes(state: Matter, round: Round): readonly Waiting[] {
  const { id: subject, version, dueAt, lastDay, mode, rule, params } = round;
  if (round.status !== 'OPEN') return [];
  const failedRounds = failedBefore(state, round);
  return silentSeats(round, departedOf(state, round)).map((ministry) => {
    const isPresent = round.present?.includes(ministry) ?? true;
    const silence = silenceUnder(rule, params, { mode, failedRounds, isPresent });
    return { ...{ ministry, kind: 'VOTE', subject, version, silence }, ...present({ dueAt, lastDay }) };
  });
}

/** Reservations without an answer, as long as the round has no result. */
function reservations({ id: subject, version, status, result, reservations: declared }: Round): readonly Waiting[] {
  if (result || status === 'SUPERSEDED') return [];
  return Object.entries(declared).flatMap(([ministry, { status: answer, blocking, due: dueAt }]) => {
    const silence = blocking ? 'RESERVATION_LAPSES' : 'BECOMES_CONDITION';
    return answer === 'OPEN' ? [{ ministry, kind: 'RESERVATION', subject, version, dueAt, silence } as const] : [];
  });
}

/** Houses that are to be heard and have not commented (R3). */
function hearings(
  { phase, hearingDue: dueAt, participants, commented }: Matter,
  round: Round | undefined,
): readonly Waiting[] {
  if (dueAt === undefined || !PENDING.includes(phase) || round?.result) return [];
  const { BENEHMEN = [], ANHOERUNG = [] } = participants;
  return listed(without([...BENEHMEN, ...ANHOERUNG], commented)).map((ministry) => ({
    ...{ ministry, kind: 'HEARING', dueAt, silence: 'HEARING_DONE' },
  }));
}

const corrections = ({ corrections: requests }: Matter): readonly Waiting[] =>
  Object.entries(requests).flatMap(([subject, { affected: ministry, status, commented }]) =>
    status === 'REQUESTED' && !commented
      ? [{ ministry, kind: 'CORRECTION', subject, silence: 'DECIDED_UNHEARD' } as const]
      : [],
  );

const duties = ({ decision }: Matter): readonly Waiting[] =>
  (decision && isAlive(decision) ? decision.duties : [])
    .filter(({ status }) => status === 'OPEN' || status === 'OVERDUE')
    .map(({ duty: subject, ministry, due: lastDay, text }) => ({
      ...{ ministry, kind: 'DUTY', subject, text, dueAt: endOf(lastDay), lastDay, silence: 'OVERDUE' },
    }));

function ofLead({ lead, examination, leadTransfer }: Matter): readonly Waiting[] {
  return [
    ...(examination ? [{ ministry: lead, kind: 'EXAMINATION', silence: 'STAYS_OPEN' } as const] : []),
    ...(leadTransfer ? [{ ministry: leadTransfer.to, kind: 'LEAD_TRANSFER', silence: 'LEAD_STAYS' } as const] : []),
  ];
}

/** What waits for whom in a matter, as far as the command that answers it has its place in the phase. */
export function waitingOf(state: Matter): readonly Waiting[] {
  const round = lastRound(state);
  const ofRound = round ? [...votes(state, round), ...reservations(round)] : [];
  const all = [...ofRound, ...hearings(state, round), ...corrections(state), ...ofLead(state), ...duties(state)];
  const permitted: { readonly [T in string]?: readonly string[] } = phases;
  return all.filter(({ kind }) => permitted[ANSWERED_BY[kind]]?.includes(state.phase));
}
