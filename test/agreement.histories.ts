import { readFileSync } from 'node:fs';
import {
  agreement as decider,
  type AgreementCommand,
  type AgreementPayloads,
  type AgreementTimers,
  type RuleBookContent,
} from '#domain';
import { sha256Hex } from '#evidence';
import { agreementMarks } from '#facts';
import { actorOf, basis, mail, recorded, type Written } from './matter.histories.js';

type Payloads = AgreementPayloads & AgreementTimers;
type Step = {
  [T in keyof Payloads]: readonly [
    at: string,
    by: string,
    type: T,
    data: Omit<Payloads[T], 'agreement'>,
    receivedAt?: string,
  ];
}[keyof Payloads];

const file = new URL('../presets/rulebooks/RB-VV-1.0.0.json', import.meta.url);
const book = JSON.parse(readFileSync(file, 'utf8')) as RuleBookContent;

/** The rule book that agreements rest on. */
export const agreementBook = (): readonly Written[] => basis(book).slice(1);

/** An agreement that takes the steps. */
export function agreementWritten(agreement: string, steps: readonly Step[]): Promise<Written> {
  const commands = steps.map(([at, by, type, data, received]) => {
    const actor = actorOf(by);
    const meta = { now: new Date(at).toISOString(), actor, onBehalfOf: actor.ministry ?? 'DA', ...mail(received) };
    const facts = { hash: sha256Hex, ruleBook: book, unknown: [] };
    return { type, data: { agreement, ...data }, meta, facts } as AgreementCommand;
  });
  return recorded(decider, `agreement-${agreement}`, commands, {
    marks: (state, command) => agreementMarks(state, command.data, command.facts),
  });
}

const PARTIES = ['BMAS', 'BMG', 'BMDS'];
const SIGNING = '2026-12-07T09:00:00+01:00';

export const drafted = (to?: string): Step[] => [
  [
    SIGNING,
    'BMAS/REF',
    'DraftAgreement',
    {
      ...{ title: 'Gemeinsame Geschäftsstelle', parties: PARTIES, purpose: 'gemeinsamer Betrieb', text: 'Fassung 1' },
      ...{ vision: 'Zielbild 2030', lead: { mode: 'SOLE', ministries: ['BMAS'] }, continuation: true },
      term: { from: '2027-01-01', ...(to === undefined ? {} : { to }) },
      notice: { months: 6, to: 'YEAR_END' },
      funding: {
        basis: 'SHARE',
        items: [4000, 3500, 2500].map((bp, index) => ({ party: PARTIES[index] ?? '', year: 2027, bp, secured: true })),
      },
      responsibilities: [{ item: 'betrieb', text: 'Betrieb', accountable: 'BMAS' }],
    },
  ],
];

/** In force from 1 January 2027, without end or until the last day named. */
export const inForce = (to?: string): Step[] => [
  ...drafted(to),
  ...PARTIES.map((party): Step => [SIGNING, `${party}/ST`, 'ConsentToAgreement', { party, version: 1 }]),
  ...PARTIES.flatMap((party): Step[] => [
    [SIGNING, `${party}/ST`, 'SignAgreement', { party, version: 1, level: 'ADVANCED' }],
    [SIGNING, `${party}/ST`, 'DeclareBacking', { party, rank: 'STATE_SECRETARY', public: true }],
  ]),
  [SIGNING, 'BMAS/ST', 'ActivateAgreement', { inForceFrom: '2027-01-01' }],
];

const NEW_YEAR = '2028-01-01T00:00:00+01:00';

/** One of three parties gave notice and has left. */
export const reduced = (): Step[] => [
  ...inForce(),
  ['2027-05-03T09:00:00+02:00', 'BMG/ST', 'GiveNotice', { party: 'BMG', kind: 'ORDINARY', effectiveOn: '2027-12-31' }],
  [NEW_YEAR, 'SEC/A', 'LeaveAgreement', { party: 'BMG' }],
];

/** Over with its term, a backing withdrawn before. */
export const expired = (): Step[] => [
  ...inForce('2027-12-31'),
  ['2027-02-01T09:00:00+01:00', 'BMG/ST', 'WithdrawBacking', { party: 'BMG', note: 'neue Leitung' }],
  [NEW_YEAR, 'SEC/A', 'ExpireAgreement', {}],
];
