import { rankOf } from '../actor.js';
import { refuse } from '../refusals.js';
import type { MatterCommand } from './commands.js';
import { isAlive } from './decision.js';
import { enactment } from './enactment.js';
import type { MatterEvent } from './events.js';
import { wrongState } from './phases.js';
import { FORMS, type Phase } from './vocabulary.js';
import { reasoned } from '../reason.js';
import { type Changes, currentVersion, type Decisions, trackOf } from './rows.js';
import type { Matter, Version } from './state.js';
import { changed } from './shape.js';

const OVER: readonly Phase[] = ['REJECTED', 'LAPSED', 'WITHDRAWN', 'SPLIT', 'CABINET_PENDING'];

type Recording = Extract<MatterCommand, { type: 'RecordCabinetDecision' }>;

/** Outcomes that an enacted decision can meet; a dispute referred without one is decided or rejected. */
const ON_DECISION = ['UPHELD', 'CHANGED', 'REVERSED'];

/** The wording the cabinet decided; without one the current version stands. */
function decidedText({ data, facts }: Recording, state: Matter): Version {
  const current = currentVersion(state);
  if (data.text === undefined) return current;
  const textHash = facts.hash(data.text);
  // By its hash: who decides again may keep the beginning of a long text only.
  return textHash === current.textHash
    ? current
    : { no: state.versions.length + 1, text: data.text, textHash, revision: -1 };
}

function consequences(command: Recording, state: Matter, version: Version): MatterEvent[] {
  const { outcome, date, reference } = command.data;
  const dissenting = state.dissent?.objections ?? [];
  const decided = () =>
    enactment(command, state, { origin: 'CABINET', version, effectiveFrom: date, duties: [], dissenting });
  if (outcome === 'CHANGED') return [{ type: 'DecisionEnded', data: { kind: 'SUPERSEDED' } }, decided()];
  if (outcome === 'REVERSED') return [{ type: 'DecisionEnded', data: { kind: 'REVOKED' } }];
  if (outcome === 'DECIDED') return [decided()];
  const suspended = outcome === 'UPHELD' && state.decision?.effect === 'SUSPENDED';
  return suspended ? [{ type: 'DecisionReinstated', data: { cause: reference ?? '' } }] : [];
}

type Referring = Extract<MatterCommand, { type: 'ReferToCabinet' }>;

const openLevel = ({ levels }: Matter): string | null => levels.find(({ status }) => status === 'OPEN')?.level ?? null;

/** From the exhausted ladder, or within the window after a final decision that is in effect (4.4). */
function referable({ meta }: Referring, state: Matter): void {
  const { phase, decision } = state;
  if (phase === 'EXHAUSTED') return;
  if (phase !== 'ENACTED' || decision?.origin !== 'FINAL')
    return refuse('ESCALATION_NOT_EXHAUSTED', { openLevel: openLevel(state) });
  if (!isAlive(decision)) refuse('WRONG_STATE', wrongState(state));
  const { referralDueAt: dueAt } = decision;
  if (dueAt !== undefined && meta.now >= dueAt) refuse('REFERRAL_LATE', { dueAt });
}

/** A ministry that takes part refers, in the rank of a minister. */
function referring({ meta: { actor } }: Referring, { participants }: Matter): string {
  const { ministry = '' } = actor;
  const takesPart = FORMS.some((form) => participants[form]?.includes(ministry));
  if (rankOf(actor) !== 'MINISTER' || !takesPart) refuse('MANDATE_INSUFFICIENT', { rank: 'MINISTER' });
  return ministry;
}

/** Above the ladder and the final decision stands the cabinet (Art. 65 GG). Its votes are stored nowhere (I17). Source: model 4.4. */
export const cabinet: Decisions<'ReferToCabinet' | 'RecordCabinetDecision'> = {
  ReferToCabinet: (command, state) => {
    const { reason } = command.data;
    if (OVER.includes(state.phase) || state.cabinet) refuse('WRONG_STATE', wrongState(state));
    const by = referring(command, state);
    referable(command, state);
    const { suspensive } = trackOf(command, state).cabinet ?? refuse('WRONG_STATE', wrongState(state));
    reasoned(reason);
    const referred: MatterEvent = { type: 'CabinetReferred', data: { by, suspensive, reason } };
    const suspends = suspensive && state.phase === 'ENACTED' && state.decision?.effect === 'IN_FORCE';
    return suspends ? [referred, { type: 'DecisionSuspended', data: { cause: 'CABINET_REFERRED' } }] : [referred];
  },

  RecordCabinetDecision: (command, state) => {
    const { data } = command;
    if (!state.cabinet || ON_DECISION.includes(data.outcome) !== (state.phase === 'ENACTED'))
      refuse('WRONG_STATE', wrongState(state));
    if (data.votes !== undefined) refuse('CABINET_VOTES_FORBIDDEN');
    if (!data.reference?.trim()) refuse('REFERENCE_MISSING');
    const version = decidedText(command, state);
    const { outcome, reference, date, text } = data;
    const wording = version.revision < 0 ? { version: version.no, textHash: version.textHash } : {};
    const recorded = { outcome, reference, date, ...(text === undefined ? {} : { text }), ...wording };
    return [{ type: 'CabinetDecisionRecorded', data: recorded }, ...consequences(command, state, version)];
  },
};

export const referred: Changes<'CabinetReferred' | 'CabinetDecisionRecorded'> = {
  CabinetReferred: (state, { data: { by, suspensive } }) =>
    changed(state, {
      phase: state.phase === 'EXHAUSTED' ? 'CABINET_PENDING' : state.phase,
      cabinet: { by, suspensive },
    }),
  CabinetDecisionRecorded: (state, { data, entry }) => {
    const { text, version: no, textHash } = data;
    const added =
      text !== undefined && no !== undefined && textHash !== undefined
        ? [{ no, text, textHash, revision: entry.revision }]
        : [];
    const versions = [...state.versions, ...added];
    const phase = data.outcome === 'REJECTED' ? 'REJECTED' : state.phase;
    return changed(state, { cabinet: undefined, versions, phase });
  },
};
