import type { Identity } from '#edge';
import type { Evidence } from '../http/client.js';
import { readJson, shipped } from './files.js';
import { fixedId, inOrder, type Send } from './send.js';

interface Reference {
  readonly type: string;
  readonly reference: string;
  readonly date?: string;
}

/** Period of a mandate, both days included. */
export interface Term {
  readonly validFrom: string;
  readonly validTo: string;
}

interface Seat {
  readonly seat: string;
  readonly kind: string;
  readonly group?: string;
  readonly occupant?: string;
  readonly deputies: readonly string[];
  readonly role: string;
  readonly decisionAuthority: boolean;
  readonly competences: readonly string[];
}

interface Body {
  readonly body: string;
  readonly name: string;
  readonly purpose: string;
  readonly tracks: readonly string[];
  readonly legalBasis: Reference;
  readonly place: string;
  readonly predecessors: readonly string[];
  readonly chair: { readonly person: string; readonly seat?: string };
  readonly seats: readonly Seat[];
  readonly secretariat: readonly { readonly person: string }[];
}

interface Person extends Identity {
  readonly rank?: string;
  readonly mandate?: Term & { readonly scope: readonly string[] };
}

/** A file of `presets/`, valid against its schema. Weight tables belong to the federal track and are not loaded yet. */
export interface Preset {
  readonly id: string;
  readonly validFrom: string;
  readonly ministries: readonly {
    readonly code: string;
    readonly name: string;
    readonly areas: readonly string[];
    readonly places: readonly string[];
  }[];
  readonly parties?: readonly { readonly code: string; readonly name: string }[];
  readonly bodies: readonly Body[];
  readonly persons: readonly Person[];
  readonly calendars: readonly Readonly<Record<string, unknown>>[];
}

/** Throws where no such preset is shipped. */
export const readPreset = (id: string): Preset => readJson(shipped('presets', `${id}.json`)) as Preset;

const CLERK = 'SEC/A';

const mandatesOf = (send: Send, preset: Preset, ministry: string, term?: Term) =>
  preset.persons.flatMap(({ person, ministry: house, rank, mandate }) => {
    if (house !== ministry || !mandate) return [];
    const { scope, validFrom, validTo } = { ...mandate, ...term };
    const granted = { ministry, mandate: fixedId('mandate', person), person, scope, rank, validFrom, validTo };
    return [() => send(`${ministry}/BM`, 'GrantMandate', granted)];
  });

const seatSteps = (send: Send, body: string, from: string, evidence: Evidence, seat: Seat) => {
  const { seat: code, kind, group, occupant, deputies, role, decisionAuthority, competences } = seat;
  const named = { body, seat: code };
  const grouped = group === undefined ? {} : { group };
  const onRequest = { evidence };
  const term = { decisionAuthority, from };
  return [
    () => send(CLERK, 'CreateSeat', { ...named, kind, ...grouped }),
    ...(occupant === undefined
      ? []
      : [() => send(CLERK, 'OccupySeat', { ...named, person: occupant, role, competences, ...term }, onRequest)]),
    ...deputies.map((person) => () => send(CLERK, 'AppointDeputy', { ...named, person, ...term }, onRequest)),
  ];
};

const bodySteps = (send: Send, from: string, evidence: Evidence, body: Body) => {
  const { seats, chair, secretariat, ...charter } = body;
  return [
    () => send(CLERK, 'EstablishBody', charter),
    ...seats.flatMap((seat) => seatSteps(send, body.body, from, evidence, seat)),
    () => send(CLERK, 'AppointChair', { body: body.body, ...chair, from }),
    ...secretariat.map((member) => () => send(CLERK, 'StaffSecretariat', { body: body.body, ...member })),
  ];
};

/**
 * Records the preset by ordinary commands: what concerns one stream in order, streams beside each other. `evidence` is
 * the proof of the houses' requests for seats, `term` replaces that of all mandates. Persons of Bund and Länder get no
 * mandate: only a state secretary or minister of the house may grant one, and their houses have none here.
 */
export const loadPreset = async (send: Send, preset: Preset, evidence: Evidence, term?: Term): Promise<void> => {
  const { validFrom, ministries, parties = [], calendars, bodies } = preset;
  const houses = [...ministries, ...parties.map((party) => ({ ...party, areas: [], places: [] }))];
  await Promise.all([
    ...houses.map(({ code, name, areas, places }) =>
      send(CLERK, 'RegisterMinistry', { ministry: code, name, areas, places, validFrom }),
    ),
    ...calendars.map((calendar) => send(CLERK, 'PublishCalendar', calendar)),
  ]);
  await Promise.all([
    ...ministries.map(({ code }) => inOrder(mandatesOf(send, preset, code, term))),
    ...bodies.map((body) => inOrder(bodySteps(send, validFrom, evidence, body))),
  ]);
};

/** The persons as the edge knows them. */
export const identitiesOf = ({ persons }: Preset): readonly Identity[] =>
  persons.map(({ person, name, function: code, ministry, origin }) => ({
    person,
    function: code,
    ...(name === undefined ? {} : { name }),
    ...(ministry === undefined ? {} : { ministry }),
    ...(origin === undefined ? {} : { origin }),
  }));
