import type { Erasable } from '../decider.js';
import { refuse } from '../refusals.js';
import { type Day, dayOf, type Instant } from '../time.js';
import type { MatterCommand } from './commands.js';
import type { MatterEvent } from './events.js';
import type { DutyRecord } from './messages/effect.js';
import { listed } from '../codes.js';
import { lastRound, voters } from './rows.js';
import type { Matter, Version } from './state.js';
import type { Origin } from './vocabulary.js';

interface Enacting {
  readonly origin: Origin;
  readonly version: Version;
  readonly effectiveFrom: Day;
  readonly decisionNo?: string;
  readonly validUntil?: Day;
  readonly reviewOn?: Day;
  readonly bindingScope?: 'ALL' | 'CONSENTING';
  /** Seats that consented, expressly or deemed; needed for the scope CONSENTING only. */
  readonly consenting?: readonly string[];
  readonly duties: readonly DutyRecord[];
  readonly dissenting: readonly string[];
  readonly conditions?: readonly Erasable[];
  readonly referralDueAt?: Instant;
}

/** Number of a decision that the secretariat did not number: body, year and the head of the matter's id. */
const numbered = ({ meta }: MatterCommand, { body, id }: Matter): string =>
  `${body}-${dayOf(meta.now).slice(0, 4)}-${id.slice(0, 8).toUpperCase()}`;

/** A recommendation binds nobody; ALL binds everyone who took part in the vote (R16). */
function bound(state: Matter, scope: 'ALL' | 'CONSENTING', consenting: readonly string[]): readonly string[] {
  if (state.bindingness === 'RECOMMENDATION') return [];
  return listed(scope === 'ALL' ? voters((lastRound(state) ?? state).participants) : consenting);
}

/** A decision comes into being: number, wording by hash, whom it binds, what it demands. Source: model R16. */
export function enactment(command: MatterCommand, state: Matter, enacting: Enacting): MatterEvent {
  const { version, bindingScope = 'ALL', consenting = [], dissenting, decisionNo, ...rest } = enacting;
  const { effectiveFrom, validUntil = effectiveFrom } = rest;
  if (validUntil < effectiveFrom) refuse('INVALID_PAYLOAD', { fields: ['validUntil'] });
  return {
    type: 'DecisionEnacted',
    data: {
      decisionNo: decisionNo ?? numbered(command, state),
      version: version.no,
      textHash: version.textHash,
      bindingness: state.bindingness,
      bindingScope,
      binds: bound(state, bindingScope, consenting),
      ...(dissenting.length === 0 ? {} : { dissenting }),
      ...rest,
    },
  };
}
