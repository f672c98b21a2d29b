import { randomUUID } from 'node:crypto';
import { leafHash } from '#evidence';
import { Ajv } from 'ajv';
import { agreed, exhausted, finalDecision, opened } from './e2e/matter.js';
import { furnished, type Furnished } from './e2e/system.js';

const WORDS = 'Die Kosten sind nicht gedeckt';

interface Named {
  readonly name: string;
  readonly type: string;
}
interface Kind {
  readonly name: string;
  readonly attributes: readonly Named[];
}
interface Related {
  readonly relationships: readonly { readonly objectId: string; readonly qualifier: string }[];
}
interface Thing extends Related {
  readonly id: string;
  readonly type: string;
  readonly attributes: readonly { readonly name: string; readonly value: string | number }[];
}
interface Log {
  readonly objectTypes: readonly Kind[];
  readonly eventTypes: readonly Kind[];
  readonly events: readonly (Thing & { readonly time: string })[];
  readonly objects: readonly Thing[];
}

const list = (items: object) => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, object>>, required = Object.keys(properties)) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const text = { type: 'string', minLength: 1 };
const instant = { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$` };
const value = { type: ['string', 'integer', 'number', 'boolean'] };
const attributeType = { enum: ['string', 'time', 'integer', 'float', 'boolean'] };
const kinds = list(object({ name: text, attributes: list(object({ name: text, type: attributeType })) }));
const relationships = list(object({ objectId: text, qualifier: text }));
/** Written after the prose of the format. Source: OCEL 2.0 specification, section on JSON. */
const SCHEMA = object({
  objectTypes: kinds,
  eventTypes: kinds,
  events: list(
    object({ id: text, type: text, time: instant, attributes: list(object({ name: text, value })), relationships }),
  ),
  objects: list(
    object({ id: text, type: text, attributes: list(object({ name: text, value, time: instant })), relationships }),
  ),
});

let system: Furnished;
let secret: string;
let decided: string;
let raw: string;
let log: Log;

const download = (person: string): Promise<Response> =>
  fetch(`${system.url}/export/ocel`, { headers: { 'X-Case-Actor': person } });

beforeAll(async () => {
  system = await furnished();
  await agreed(system);
  ({ matter: decided } = await exhausted(system, '2026-12-01'));
  await system.record('BMDS/ST', 'TakeFinalDecision', finalDecision(decided));
  ({ matter: secret } = await opened(system, { with: { classification: 'VS_NFD', title: 'Streng vertraulich' } }));
  raw = await (await download('AUD/1')).text();
  log = JSON.parse(raw) as Log;
}, 120_000);
afterAll(() => system.stop());

it('has the form of OCEL 2.0, and every attribute the type that was declared for it', () => {
  const isOcel = new Ajv({ allowUnionTypes: true }).compile(SCHEMA);
  isOcel(log);
  expect(isOcel.errors).toBeNull();
  const typed = (things: readonly Thing[], types: readonly Kind[]) => {
    for (const { type, attributes } of things) {
      const declared = types.find(({ name }) => name === type)?.attributes ?? [];
      for (const { name, value: found } of attributes) {
        const expected = declared.find((attribute) => attribute.name === name)?.type;
        expect([name, expected]).toEqual([
          name,
          typeof found === 'number' ? 'integer' : expect.stringMatching('string|time'),
        ]);
      }
    }
  };
  typed(log.events, log.eventTypes);
  typed(log.objects, log.objectTypes);
});

it('relates every event to objects that are in the file, each once by its role', () => {
  const ids = new Set(log.objects.map(({ id }) => id));
  expect(ids.size).toBe(log.objects.length);
  expect(new Set(log.events.map(({ id }) => id)).size).toBe(log.events.length);
  for (const { relationships: related } of [...log.events, ...log.objects]) {
    expect(related.filter(({ objectId }) => !ids.has(objectId))).toEqual([]);
    expect(new Set(related.map((one) => JSON.stringify(one))).size).toBe(related.length);
  }
  for (const { relationships: related } of log.events) expect(related.length).toBeGreaterThan(0);
  const final = log.events.find(({ type }) => type === 'FinalDecisionTaken');
  expect(final?.relationships).toEqual(
    expect.arrayContaining([
      { objectId: `matter-${decided}`, qualifier: 'matter' },
      { objectId: 'ministry-BMDS', qualifier: 'decider' },
    ]),
  );
  expect(log.objects.find(({ id }) => id === `matter-${decided}`)?.relationships).toEqual(
    expect.arrayContaining([
      { objectId: 'ministry-BMDS', qualifier: 'lead' },
      { objectId: 'body-DA', qualifier: 'body' },
    ]),
  );
});

it('says of every event where in the log its record is, and the leaf hash of that record', async () => {
  const exported = await fetch(`${system.url}/export`, { headers: { 'X-Case-Actor': 'AUD/1' } });
  const records = (await exported.text()).trimEnd().split('\n');
  for (const { id, attributes } of log.events) {
    const { index, leaf } = Object.fromEntries(attributes.map((one) => [one.name, one.value]));
    const record = records[Number(index)] ?? '';
    expect(record).toContain(id);
    expect(leaf).toBe(leafHash(record));
  }
});

it('tells no words that can be erased, no persons, no votes and nothing that is VS_NFD', () => {
  for (const hidden of [WORDS, 'vertraulich', secret, '"#"', 'p-', 'OBJECTION', 'VS_NFD']) {
    expect(raw.includes(hidden) ? hidden : '').toBe('');
  }
  expect(raw).toContain('Gemeinsame Plattform');
});

it('names no house as one that objected or was silent, though the result and the final decision do', async () => {
  const qualifiers = new Set(
    log.events.flatMap(({ relationships: related }) => related.map(({ qualifier }) => qualifier)),
  );
  for (const told of ['objections', 'deemed', 'dissenting']) expect(qualifiers).not.toContain(told);
  const results = (await system.eventsOf(decided)).map(({ record }) => record);
  expect(results.some((record) => record.includes('"dissenting":["BMF","BMI"]'))).toBe(true);
});

it('is for those who may take records with them', async () => {
  expect((await download('SEC/A')).status).toBe(200);
  expect((await download('BMF/REP')).status).toBe(403);
  expect((await download('DSB/1')).status).toBe(403);
});

it('tells a matter as soon as it is secret no more, and no longer when it becomes secret', async () => {
  const reclassify = (to: string) =>
    system.send('SEC/A', 'ChangeClassification', { matter: secret, to, reason: 'Anlass' }, { commandId: randomUUID() });
  expect((await reclassify('INTERN')).status).toBe(201);
  expect(await (await download('AUD/1')).text()).toContain(`matter-${secret}`);
  expect((await reclassify('VS_NFD')).status).toBe(201);
  expect(await (await download('AUD/1')).text()).not.toContain(secret);
});
