import { isSealed, type RecordFields } from '#evidence';
import { type ObjectType, typeOf } from './objects.js';

/** Source: OCEL 2.0, JSON format. */
export interface Relationship {
  readonly objectId: string;
  readonly qualifier: string;
}

/**
 * Members of an event's data that name other objects, and what kinds of object a name may mean; none that says how a house
 * voted (`objections`, `deemed`, `dissenting`).
 */
const NAMING: Readonly<Record<string, readonly ObjectType[]>> = {
  lead: ['ministry'],
  seat: ['ministry'],
  seats: ['ministry'],
  code: ['ministry'],
  party: ['ministry'],
  parties: ['ministry'],
  newParty: ['ministry'],
  ministry: ['ministry'],
  owner: ['ministry'],
  decider: ['ministry'],
  from: ['ministry'],
  to: ['ministry'],
  binds: ['ministry'],
  affected: ['ministry'],
  by: ['ministry', 'matter'],
  body: ['body'],
  meeting: ['meeting'],
  matter: ['matter'],
  splitFrom: ['matter'],
};
const PARTICIPANTS = ['EINVERNEHMEN', 'MITZEICHNUNG', 'BENEHMEN', 'ANHOERUNG', 'KENNTNIS'];

const isText = (value: unknown): value is string => typeof value === 'string';
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(isText) : isText(value) ? [value] : [];

const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isSealed(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

function named(data: Readonly<Record<string, unknown>>): readonly Relationship[] {
  const direct = Object.entries(data).flatMap(([name, value]) => {
    const types = Object.hasOwn(NAMING, name) ? (NAMING[name] ?? []) : [];
    return texts(value).flatMap((text) => types.map((type) => ({ objectId: `${type}-${text}`, qualifier: name })));
  });
  const participants = members(data['participants']);
  return [
    ...direct,
    ...PARTICIPANTS.flatMap((form) =>
      texts(participants[form]).map((code) => ({ objectId: `ministry-${code}`, qualifier: form })),
    ),
  ];
}

const keyOf = ({ objectId, qualifier }: Relationship): string => `${qualifier} ${objectId}`;

/** The objects that a record is about, each once per qualifier, and only those that the file tells of. */
export function relationsOf(record: RecordFields, isTold: (stream: string) => boolean): readonly Relationship[] {
  const { stream, by, data } = record;
  const found = [
    { objectId: stream, qualifier: typeOf(stream) ?? 'stream' },
    { objectId: `ministry-${by.org}`, qualifier: 'actor' },
    ...(by.for === undefined ? [] : [{ objectId: `ministry-${by.for}`, qualifier: 'on behalf of' }]),
    ...named(members(data)).filter(({ objectId }) => objectId !== stream),
  ];
  return [...new Map(found.filter(({ objectId }) => isTold(objectId)).map((one) => [keyOf(one), one])).values()];
}
