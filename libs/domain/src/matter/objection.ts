import { refuse } from '../refusals.js';
import type { RuleBookContent } from '../rulebook/content.js';
import { isExcluded } from './ballot.js';
import type { MatterCommand } from './commands.js';
import { wrongState } from './phases.js';
import { reasoned } from '../reason.js';
import {
  bookOf,
  type Changes,
  changeRound,
  currentVersion,
  type Decisions,
  ministryIn,
  roundOf,
  trackOf,
} from './rows.js';
import type { Round } from './round-state.js';
import type { Matter } from './state.js';
import { runningRound, seatSpeaker } from './vote.js';
import { changed } from './shape.js';

type Vetoing = Extract<MatterCommand, { type: 'RaiseConstructiveVeto' }>;

/** Whether the rule book lets the seat raise the veto; ANY means every eligible seat (R10). */
export const holdsVeto = (book: RuleBookContent, holder: string, { eligible }: Round, seat: string): boolean =>
  eligible.includes(seat) && (holder === 'ANY' || ministryIn(book, holder) === seat);

/** Who may raise the veto, how often, and until when (R10). */
function holding(command: Vetoing, state: Matter, round: Round): void {
  const { seat, round: id } = command.data;
  const { veto } = trackOf(command, state);
  if (!veto) refuse('VETO_NOT_PROVIDED');
  if (!holdsVeto(bookOf(command), veto.holder, round, seat)) refuse('NOT_VETO_HOLDER');
  runningRound(command, state, id);
  if (isExcluded(state, seat, command.meta.actor.person)) refuse('SEAT_RECUSED', { seat });
  seatSpeaker(command, seat);
  if (state.vetoes >= veto.maxPerLineage) refuse('VETO_LIMIT_REACHED');
}

/** There is no veto without a counter-proposal, reasons and effects (R10). */
function counterProposal({ data, facts }: Vetoing, state: Matter) {
  const { counterText, reasons, effects } = data;
  const text = counterText?.trim() ? counterText : undefined;
  if (text === undefined) return refuse('VETO_WITHOUT_COUNTERPROPOSAL');
  const textHash = facts.hash(text);
  if (textHash === currentVersion(state).textHash) refuse('VETO_WITHOUT_COUNTERPROPOSAL');
  if (!reasons?.trim() || effects === undefined) refuse('REASON_REQUIRED');
  const version = state.versions.length + 1;
  return { version, originalVersion: state.current, text, textHash, reasons, effects };
}

/** Two ways in which a seat ends a running round at once. Source: catalogue 4.2, R10, R13. */
export const objection: Decisions<'ObjectWrittenMode' | 'RaiseConstructiveVeto'> = {
  ObjectWrittenMode: (command, state) => {
    const { round: id, seat, reason } = command.data;
    const { mode, status, modeObjectionDue: dueAt, eligible } = roundOf(state, id);
    if (mode === 'MEETING') refuse('NOT_WRITTEN_MODE');
    if (dueAt !== undefined && command.meta.now >= dueAt) refuse('MODE_OBJECTION_LATE', { dueAt });
    if (status !== 'OPEN') refuse('WRONG_STATE', wrongState(state));
    if (!eligible.includes(seat)) refuse('SEAT_NOT_ELIGIBLE', { seat });
    seatSpeaker(command, seat);
    reasoned(reason);
    return [
      { type: 'WrittenModeObjected', data: { round: id, seat, reason } },
      { type: 'RoundSuperseded', data: { round: id, cause: 'MODE' } },
    ];
  },

  RaiseConstructiveVeto: (command, state) => {
    const { round: id, seat } = command.data;
    holding(command, state, roundOf(state, id));
    return [
      { type: 'ConstructiveVetoRaised', data: { round: id, seat, ...counterProposal(command, state) } },
      { type: 'RoundSuperseded', data: { round: id, cause: 'VETO' } },
    ];
  },
};

export const objected: Changes<'WrittenModeObjected' | 'ConstructiveVetoRaised' | 'VetoLapsed'> = {
  WrittenModeObjected: (state, { data: { round, seat } }) =>
    changeRound(state, round, () => ({ modeObjectedBy: seat }), { writtenObjected: true }),
  ConstructiveVetoRaised: (state, { data, entry }) => {
    const { seat, version: no, originalVersion: original, text, textHash, reasons } = data;
    return changeRound(state, data.round, () => ({ vetoedBy: seat }), {
      versions: [...state.versions, { no, text, textHash, revision: entry.revision }],
      current: no,
      vetoes: state.vetoes + 1,
      veto: { seat, original, counter: no, reasons },
    });
  },
  VetoLapsed: (state, { data }) => {
    const { veto } = state;
    if (!veto) throw new Error('No veto to lapse');
    const votes = [{ seat: data.seat, value: 'OBJECTION' as const, reason: veto.reasons }];
    const { currentVersion: version } = data;
    const preset = { version, votes };
    return changed(state, { phase: 'OPEN', current: version, veto: undefined, dissent: undefined, preset });
  },
};
