import type { Recorded } from '../decider.js';
import { answered, type Objection } from '../objections.js';
import type { AgreementEvent, AgreementEventType } from './messages.js';

type Of<T extends AgreementEventType> = Recorded<Extract<AgreementEvent, { type: T }>>;
type Told = readonly Objection[];
type Rows = { readonly [T in AgreementEventType]?: (told: Told, event: Of<T>) => Told };

const withdrawn = (told: Told, party: string, at: string): Told =>
  answered(told, { kind: 'WITHDRAWN', at }, true, ({ house }) => house === party);

const amended = (
  told: Told,
  { data: { version }, entry: { at } }: Of<'AgreementRevised' | 'AmendmentProposed'>,
): Told => answered(told, { kind: 'AMENDED', at, version }, true);

const over = (told: Told, { entry: { at } }: { readonly entry: { readonly at: string } }): Told =>
  answered(told, { kind: 'ENDED', at }, true);

/** What each event says about refusals and what answers them: nobody can be outvoted, so only another text or consent does. */
const rows: Rows = {
  AgreementPartyRefused: (told, { data: { party: house, version, reason }, entry: { at } }) => [
    ...withdrawn(told, house, at),
    { house, form: 'REFUSAL', at, version, reason, answers: [], settled: false },
  ],
  AgreementPartyConsented: (told, { data: { party }, entry: { at } }) => withdrawn(told, party, at),
  AgreementRevised: amended,
  AmendmentProposed: amended,
  PartyLeft: over,
  AgreementTerminated: over,
  AgreementExpired: over,
  AgreementAbandoned: over,
};

/** Every refusal in the course of an agreement, and how it was answered. */
export const refusalsIn = (history: readonly Recorded<AgreementEvent>[]): readonly Objection[] =>
  history.reduce<Told>((told, event) => {
    const row = rows[event.type] as ((told: Told, event: Recorded<AgreementEvent>) => Told) | undefined;
    return row ? row(told, event) : told;
  }, []);
