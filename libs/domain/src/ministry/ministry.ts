import { atLeast, rankOf } from '../actor.js';
import type { Command, Decider } from '../decider.js';
import { addedTo, beginning, begun, changedIn } from '../history.js';
import { put, valueOf } from '../keyed.js';
import { refuse } from '../refusals.js';
import { addYears, dayOf } from '../time.js';
import type { MinistryCommand, MinistryCommandType, MinistryEvent } from './messages.js';
import { keeps } from './state.js';
import type { Cession, GrantedMandate, Ministry, MinistryState } from './state.js';

/** Longest validity of a mandate. Source: catalogue, GrantMandate. */
const MANDATE_YEARS = 2;

const ALLOWED = {
  ACTIVE: [
    'RenameMinistry',
    'SucceedMinistry',
    'AnnounceAreaTransfer',
    'ConfirmAreaTransfer',
    'GrantMandate',
    'RevokeMandate',
  ],
  SUCCEEDED: ['RevokeMandate'],
} as const satisfies Record<string, readonly MinistryCommandType[]>;

type Phase = keyof typeof ALLOWED;

/** What the ministry cannot do now; `without` is the step that fails for want of something else than the phase. */
const wrongState = (state: Phase, without?: MinistryCommandType): never =>
  refuse('WRONG_STATE', { state, allowed: ALLOWED[state].filter((type) => type !== without) });

const existing = (state: MinistryState): Ministry => state ?? refuse('NOT_FOUND');

/** A ministry acts until the day its succession takes effect. */
function phaseOf({ succession }: Ministry, { meta }: Command): Phase {
  return succession && succession.validFrom <= dayOf(meta.now) ? 'SUCCEEDED' : 'ACTIVE';
}

function active(state: MinistryState, command: Command): Ministry {
  const ministry = existing(state);
  return phaseOf(ministry, command) === 'ACTIVE' ? ministry : wrongState('SUCCEEDED');
}

const mandateOf = ({ mandates, holders }: Ministry, id: string): GrantedMandate | undefined =>
  valueOf(mandates, valueOf(holders, id) ?? '')?.find((mandate) => mandate.id === id);

const otherAreas = (cessions: readonly Cession[], area: string): readonly Cession[] =>
  cessions.filter((cession) => cession.area !== area);

/** A ministry or party: names, areas, succession, and the mandates of its persons. */
export const ministry: Decider<MinistryCommand, MinistryEvent, MinistryState> = {
  initial: undefined,

  decide: {
    RegisterMinistry: ({ data }, state) => (state ? refuse('ALREADY_EXISTS') : [{ type: 'MinistryRegistered', data }]),

    RenameMinistry: (command, state) => {
      active(state, command);
      return [{ type: 'MinistryRenamed', data: command.data }];
    },

    SucceedMinistry: (command, state) => {
      if (active(state, command).succession) wrongState('ACTIVE', 'SucceedMinistry');
      return [{ type: 'MinistrySucceeded', data: command.data }];
    },

    AnnounceAreaTransfer: (command, state) => {
      const { data, facts } = command;
      const ceding = active(state, command);
      if (data.to === ceding.code) refuse('INVALID_PAYLOAD', { fields: ['to'] });
      if (!keeps(ceding, data.area, data.on, facts.received)) wrongState('ACTIVE', 'AnnounceAreaTransfer');
      return [{ type: 'AreaTransferAnnounced', data }];
    },

    ConfirmAreaTransfer: (command, state) => {
      const { data, meta } = command;
      const ceding = active(state, command);
      const announced = ceding.announced.find((cession) => cession.area === data.area);
      if (!announced) return wrongState('ACTIVE', 'ConfirmAreaTransfer');
      if (meta.actor.ministry !== announced.to) refuse('FORBIDDEN');
      return [{ type: 'AreaTransferred', data: { ...data, to: announced.to, on: announced.on } }];
    },

    GrantMandate: (command, state) => {
      const { data, meta } = command;
      if (valueOf(active(state, command).holders, data.mandate) !== undefined)
        refuse('ALREADY_EXISTS', { mandate: data.mandate });
      if (data.validTo < data.validFrom) refuse('INVALID_PAYLOAD', { fields: ['validTo'] });
      if (!atLeast(rankOf(meta.actor), data.rank)) refuse('MANDATE_RANK');
      if (data.validTo > addYears(data.validFrom, MANDATE_YEARS)) refuse('MANDATE_TERM');
      return [{ type: 'MandateGranted', data }];
    },

    RevokeMandate: (command, state) => {
      const ministry = existing(state);
      const mandate = mandateOf(ministry, command.data.mandate);
      if (!mandate) return refuse('NOT_FOUND', { mandate: command.data.mandate });
      if (mandate.revoked) wrongState(phaseOf(ministry, command), 'RevokeMandate');
      return [{ type: 'MandateRevoked', data: command.data }];
    },
  },

  evolve: {
    MinistryRegistered: (state, { data }) =>
      beginning(state, {
        code: data.ministry,
        names: [{ name: data.name, from: data.validFrom }],
        places: data.places,
        areas: data.areas,
        registeredFrom: data.validFrom,
        announced: [],
        transferred: [],
        mandates: [],
        holders: [],
      }),
    MinistryRenamed: (state, { data }) => {
      const renamed = begun(state);
      return { ...renamed, names: [...renamed.names, { name: data.name, from: data.validFrom }] };
    },
    MinistrySucceeded: (state, { data: { successors, validFrom } }) => ({
      ...begun(state),
      succession: { successors, validFrom },
    }),
    AreaTransferAnnounced: (state, { data: { area, to, on } }) => {
      const ceding = begun(state);
      return { ...ceding, announced: [...otherAreas(ceding.announced, area), { area, to, on }] };
    },
    AreaTransferred: (state, { data: { area, to, on } }) => {
      const ceding = begun(state);
      const transferred = [...ceding.transferred, { area, to, on }];
      return { ...ceding, announced: otherAreas(ceding.announced, area), transferred };
    },
    MandateGranted: (state, { data: { ministry: _, mandate, ...granted }, entry: { revision } }) => {
      const granting = begun(state);
      const { person } = granted;
      return {
        ...granting,
        holders: addedTo(granting.holders, mandate, person),
        mandates: put(granting.mandates, person, [
          ...(valueOf(granting.mandates, person) ?? []),
          { ...granted, id: mandate, revoked: false, revision },
        ]),
      };
    },
    MandateRevoked: (state, { data }) => {
      const revoking = begun(state);
      return {
        ...revoking,
        mandates: changedIn(revoking.mandates, valueOf(revoking.holders, data.mandate) ?? '', (mandates) =>
          mandates.map((one) => (one.id === data.mandate ? { ...one, revoked: true } : one)),
        ),
      };
    },
  },

  erasable: { MandateRevoked: ['reason'] },
};
