import {
  type AgreementCommand,
  type AgreementFacts,
  type AgreementPayloads,
  type AgreementTimers,
  type Channel,
  instant,
  type RuleBookContent,
} from '../src/index.js';
import { person } from '../src/testing.js';
import { book } from './course.js';

/** The ordinary course of an agreement of three ministries, to be cut off wherever a test begins. */
export const PARTIES = ['BMAS', 'BMG', 'BMDS'];

type All = AgreementPayloads & AgreementTimers;

export const rules: NonNullable<RuleBookContent['agreement']> = {
  consentRank: 'STATE_SECRETARY',
  signatureLevel: { internal: 'ADVANCED', withLaender: 'QUALIFIED' },
  backingRank: 'STATE_SECRETARY',
  backingRequired: true,
  visionRequired: true,
};

/** Stands for SHA-256: different texts, different hashes. */
const hash = (text: string): string => `hash of ${text}`;

export const ruleBook = { ...book, id: 'RB-VV', tracks: {}, agreement: rules };
const facts: AgreementFacts = { hash, ruleBook, unknown: [] };

interface Envelope {
  /** State secretary of BMAS if absent. */
  readonly by?: string;
  readonly at?: string;
  readonly channel?: Channel;
  readonly receivedAt?: string;
  readonly facts?: Partial<AgreementFacts>;
}

const MONDAY = '2026-12-07T09:00:00+01:00';

export function step<T extends keyof All>(
  type: T,
  data: Omit<All[T], 'agreement'>,
  { by = 'BMAS/ST', at = MONDAY, channel = 'PORTAL', receivedAt, facts: more }: Envelope = {},
): AgreementCommand {
  const actor = person(by);
  const meta = {
    ...{ now: instant(at) ?? at, channel, actor, onBehalfOf: actor.ministry ?? 'DA' },
    ...(receivedAt === undefined ? {} : { receivedAt: instant(receivedAt) ?? receivedAt }),
  };
  return { type, data: { agreement: 'va1', ...data }, meta, facts: { ...facts, ...more } } as AgreementCommand;
}

export const share = (party: string, bp: number, year = 2027) => ({ party, year, bp, secured: true });
export const shares = (...items: ReturnType<typeof share>[]) => ({ basis: 'SHARE', items });

const terms: Omit<AgreementPayloads['DraftAgreement'], 'agreement'> = {
  title: 'Gemeinsame Geschäftsstelle',
  parties: PARTIES,
  purpose: 'gemeinsamer Betrieb',
  vision: 'Zielbild 2030',
  lead: { mode: 'SHARED', ministries: ['BMAS', 'BMDS'] },
  office: 'Berlin',
  term: { from: '2027-01-01' },
  notice: { months: 6, to: 'YEAR_END' },
  continuation: true,
  text: 'Fassung 1',
  funding: shares(share('BMAS', 4000), share('BMG', 3500), share('BMDS', 2500)),
  responsibilities: [
    { item: 'betrieb', text: 'Betrieb', accountable: 'BMDS' },
    { item: 'fach', text: 'Fachlichkeit', accountable: 'BMAS', contributing: ['BMG'] },
  ],
};

type Terms = Partial<typeof terms>;

export const draft = (more: Terms = {}, envelope?: Envelope) => step('DraftAgreement', { ...terms, ...more }, envelope);
export const head = (party: string): string => (party.length === 2 ? `${party}/LAND` : `${party}/ST`);
export const consent = (party: string, version = 1, envelope: Envelope = {}) =>
  step('ConsentToAgreement', { party, version }, { by: head(party), ...envelope });
export const sign = (party: string, version = 1, envelope: Envelope = {}) =>
  step('SignAgreement', { party, version, level: 'ADVANCED' }, { by: head(party), ...envelope });
export const back = (party: string) =>
  step('DeclareBacking', { party, rank: 'STATE_SECRETARY', public: true }, { by: head(party) });
export const activate = (inForceFrom = '2027-01-01') => step('ActivateAgreement', { inForceFrom });

/** Consented, or signed as well, by all three. */
export const consented = (version = 1) => PARTIES.map((party) => consent(party, version));
export const signed = (version = 1) => [...consented(version), ...PARTIES.map((party) => sign(party, version))];

/** In force from 1 January 2027. */
export const inForce = (more: Terms = {}) => [draft(more), ...signed(), ...PARTIES.map(back), activate()];

export const giveNotice = (party: string, effectiveOn: string, envelope: Envelope = {}) =>
  step('GiveNotice', { party, kind: 'ORDINARY', effectiveOn }, { by: head(party), ...envelope });
export const leave = (party: string, at: string) => step('LeaveAgreement', { party }, { at, by: 'SEC/A' });
