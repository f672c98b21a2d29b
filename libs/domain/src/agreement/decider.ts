import { guarded } from '../guard.js';
import { amendment, proposed } from './amendment.js';
import { backed, backing } from './backing.js';
import { consent, consented } from './consent.js';
import { drafted, drafting } from './drafting.js';
import { entered, entry } from './entry.js';
import { notice, noticed } from './notice.js';
import { placed } from './phases.js';
import type { AgreementDecider } from './rows.js';
import { initial } from './state.js';
import { expired, expiry } from './timers.js';
import { work, worked } from './work.js';

const rows: AgreementDecider['decide'] = {
  ...drafting,
  ...consent,
  ...backing,
  ...entry,
  ...amendment,
  ...notice,
  ...expiry,
  ...work,
};

const evolving: AgreementDecider['evolve'] = {
  ...drafted,
  ...consented,
  ...backed,
  ...entered,
  ...proposed,
  ...noticed,
  ...expired,
  ...worked,
};

/** Free text of each event. Source: fields marked in the catalogue. */
const erasable: AgreementDecider['erasable'] = {
  AgreementPartyRefused: ['reason'],
  BackingDeclared: ['note'],
  BackingWithdrawn: ['note'],
  TerminationNoticeGiven: ['reason'],
  AgreementAbandoned: ['reason'],
  MeasureReported: ['note'],
  AgreementReviewed: ['findings'],
};

/** One Verwaltungsvereinbarung, voluntary and mutual, from its draft to its end. Source: model, section 5. */
export const agreement: AgreementDecider = guarded({ initial, decide: rows, evolve: evolving, erasable }, placed);
