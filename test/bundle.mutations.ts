import { writeRecord } from '#evidence';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T;

const HASH = 'f'.repeat(64);
/** What an enemy would put somewhere. */
const HOSTILE = [
  ...[
    '',
    '{',
    '}',
    '[',
    '{}',
    '-',
    '#',
    '#sum ',
    '#proof ',
    '#opening ',
    '#|',
    '#checkpoint',
    '#manifest {"kind":"log"}',
  ],
  ...[`-${HASH}`, `#proof 0 ${HASH}`, `#proof 61 ${HASH}`, `#proof 99999999999999999999 ${HASH}`, `#sum ${HASH}`],
  ...[
    '{"__proto__":{"v":1}}',
    '{"constructor":1}',
    `{"v":${'9'.repeat(400)}}`,
    '['.repeat(30_000),
    '\u0000',
    '{"v":1e999}',
  ],
  ...['\u2028', '\ufeff', '{"a":"\\ud800"}', `{"a":"${'x'.repeat(70_000)}"}`, '#opening Zm9v', '#toString x'],
];
/** Values for a member of a record: of every type, and none that fits. */
const VALUES = [
  ...['null', 'true', '-1', '9007199254740993', '1.5', '""', '"__proto__"', '[]', '{}', '[[]]', '{"#":"x"}'],
  ...['"constructor"', '"2027-02-30T00:00:00.000Z"', '"9999-12-31T23:59:59.999Z"', '"0000-01-01T00:00:00.000Z"', '1e9'],
];

const spliced = (text: string, at: number, remove: number, put: string): string =>
  text.slice(0, at) + put + text.slice(at + remove);

type Mutation = (line: string, random: Random, lines: readonly string[]) => string;

const mutation: readonly Mutation[] = [
  (line, random) => spliced(line, below(random, line.length + 1), 1, String.fromCharCode(below(random, 256))),
  (line, random) => spliced(line, below(random, line.length + 1), below(random, 20), ''),
  (line, random) => spliced(line, below(random, line.length + 1), 0, pick(random, HOSTILE)),
  (_, random) => pick(random, HOSTILE),
  (line, random, lines) => line.slice(0, below(random, line.length)) + pick(random, lines).slice(below(random, 50)),
  (_, random, lines) => pick(random, lines),
  // A value of another type in the place of a string, number, list or object.
  (line, random) => {
    const values = [...line.matchAll(/:("[^"]*"|\d+|\[[^[\]]*\]|\{[^{}]*\})/g)];
    const value = values.length === 0 ? undefined : pick(random, values);
    return value ? spliced(line, value.index + 1, value[0].length - 1, pick(random, VALUES)) : line;
  },
];

/** Bundles with a fifth of their lines changed, without end: as bytes, and how many lines that were. */
export function* mutations(text: string, seed: number): Generator<{ readonly bytes: Buffer; readonly lines: number }> {
  const random = randomFrom(seed);
  const originals = text.split('\n');
  const bodyFrom = originals.findIndex((line) => line.startsWith('{'));
  for (;;) {
    let lines = 0;
    const first = random() < 0.9 ? bodyFrom : 0;
    const changed = originals.map((line, index) => {
      if (index < first || random() > 0.2) return line;
      lines += 1;
      return pick(random, mutation)(line, random, originals);
    });
    if (changed.join('\n') === text) continue;
    yield { bytes: Buffer.from(changed.join('\n'), random() < 0.5 ? 'utf8' : 'latin1'), lines };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths of all members within a value, those of lists included. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const members = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return members.flatMap(([name, inner]) => {
    const here = [...path, String(name)];
    return [here, ...pathsIn(inner, here)];
  });
}

/** What the rules never wrote, in the form of a record: values of every type, dates that are none, texts without end. */
const PAYLOADS: readonly unknown[] = [
  ...[null, true, -1, 0, '', 'x', '__proto__', 'toString', [], {}, [[]], [null], { '#': 'x' }, Number.MAX_SAFE_INTEGER],
  ...['2027-02-30T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '0000-01-01', 'P9999Y', { toString: 0, valueOf: 0 }],
  ...['y'.repeat(20_000), ['a', 'a', 'a'], { length: 9 }, { constructor: null }],
];

/** Records of which one to three have a payload with one member changed, without end; whoever does that signs again. */
export function* payloads(records: readonly string[], seed: number): Generator<readonly string[]> {
  const random = randomFrom(seed);
  for (;;) {
    const changed = [...records];
    for (let left = 1 + below(random, 3); left > 0; left -= 1) {
      const at = below(random, records.length);
      const fields = JSON.parse(changed[at] ?? '') as { readonly data: Record<string, unknown> };
      const path = pick(random, [[], ...pathsIn(fields.data)]);
      const name = path.at(-1) ?? pick(random, ['validUntil', 'dueAt', 'decideBy', 'duties', 'person']);
      const owner = path
        .slice(0, -1)
        .reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], fields.data);
      (owner as Record<string, unknown>)[name] = pick(random, PAYLOADS);
      changed[at] = writeRecord(fields as never);
    }
    yield changed;
  }
}
