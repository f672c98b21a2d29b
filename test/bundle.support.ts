import {
  type BundleEntry,
  checkpointText,
  cosign,
  encodeVkey,
  generateSkey,
  type JsonObject,
  type Manifest,
  type PrunedTree,
  parseSkey,
  parseRecord,
  signNote,
  prunedTree,
  leafOf,
  writeBundle,
} from '#evidence';
import { basis, HOUSES, plain } from './matter.histories.js';

const ORIGIN = 'log.example/beschlussbuch';
const witnessNames = ['w1.example', 'w2.example', 'w3.example'];

/** A log key, three witnesses, and policies that name them. */
export const keys = {
  log: parseSkey(generateSkey(ORIGIN)),
  other: parseSkey(generateSkey(ORIGIN)),
  witnesses: witnessNames.map((name) => parseSkey(generateSkey(name))),
};

const logLine = `log ${encodeVkey({ ...keys.log, role: 'log' })}`;
const witnessLines = keys.witnesses.map(
  (witness, index) => `witness w${index + 1} ${encodeVkey({ ...witness, role: 'witness' })}`,
);
export const policies = {
  alone: `${logLine}\nquorum none\n`,
  witnessed: [logLine, ...witnessLines, 'group all 2 w1 w2 w3', 'quorum all', ''].join('\n'),
};

/** Ministries with the mandates of their persons, and the body with its seats: what the histories take for granted. */
export function world(): readonly string[] {
  const validity = { validFrom: '2026-12-01', validTo: '2028-12-01' };
  const ministries = [...HOUSES, 'BKAmt'].map((ministry) => {
    const registered = { ministry, name: ministry, areas: [], places: ['BERLIN'], validFrom: '2026-12-01' };
    const granted = (['REP', 'REF', 'ST'] as const).map((code): readonly [string, JsonObject] => {
      const rank = code === 'ST' ? 'STATE_SECRETARY' : 'DIRECTORATE';
      return [
        'MandateGranted',
        { ministry, mandate: `m-${code}`, person: `${ministry}/${code}`, scope: ['VOTE'], rank, ...validity },
      ];
    });
    return plain(`ministry-${ministry}`, [['MinistryRegistered', registered], ...granted]);
  });
  const term = { decisionAuthority: true, from: '2026-12-01' };
  const seats = HOUSES.flatMap((seat): (readonly [string, JsonObject])[] => [
    ['SeatCreated', { body: 'DA', seat, kind: 'VOTING' }],
    ['SeatOccupied', { body: 'DA', seat, person: `${seat}/REP`, role: 'CDO', competences: ['TECH', 'ORG'], ...term }],
    ['DeputyAppointed', { body: 'DA', seat, person: `${seat}/DEP`, ...term }],
  ]);
  const legalBasis = { type: 'ORGANISATION_DECREE', reference: 'Organisationserlass' };
  const body = plain('body-DA', [
    [
      'BodyEstablished',
      { body: 'DA', name: 'Digitalausschuss', purpose: '-', tracks: ['COMMITTEE'], legalBasis, place: 'BERLIN' },
    ],
    ...seats,
    ['SeatCreated', { body: 'DA', seat: 'BKAmt', kind: 'ADVISORY' }],
    ['ChairAppointed', { body: 'DA', person: 'CHAIR', seat: 'BKAmt', from: '2026-12-01' }],
  ]);
  return [...basis(), ...ministries, body].flatMap(({ records }) => records);
}

export interface Sealing {
  readonly signer?: typeof keys.log;
  /** Seconds since 1970 that the clocks of the witnesses show. */
  readonly seenAt?: readonly number[];
}

/** Signed checkpoint over a tree. */
async function sign(
  tree: Pick<PrunedTree, 'size' | 'root'>,
  { signer = keys.log, seenAt = [] }: Sealing = {},
): Promise<string> {
  const text = checkpointText({ origin: ORIGIN, size: tree.size(), root: tree.root() });
  const cosigned = await Promise.all(seenAt.map((time, index) => cosign(text, keys.witnesses[index]!, BigInt(time))));
  return (await signNote(text, [signer])) + cosigned.join('');
}

/** Signed checkpoint over the records. */
export function checkpointOf(records: readonly string[], sealing: Sealing = {}): Promise<string> {
  const tree = prunedTree();
  for (const record of records) tree.add(0, leafOf(Buffer.from(record)));
  return sign(tree, sealing);
}

/** Head of a bundle of the whole log with that tree. */
export async function headOf(tree: PrunedTree): Promise<string> {
  const { value } = await writeBundle({ manifest: { kind: 'log' }, checkpoints: [await sign(tree)] }, []).next();
  return String(value);
}

/** Text of a bundle. */
export async function bundleOf(
  entries: readonly BundleEntry[],
  checkpoints: readonly string[],
  manifest: Manifest = { kind: 'log' },
): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of writeBundle({ manifest, checkpoints }, entries)) pieces.push(piece);
  return pieces.join('');
}

/** The bundle with these checkpoints in its head, in any order, as nobody would write it who keeps to the format. */
export function headed(text: string, ...checkpoints: readonly string[]): string {
  const notes = checkpoints.map((note) => `#checkpoint\n${note.replace(/^(?=.|\n)/gm, '#|')}`);
  return text.replace(/(#checkpoint\n(#\|.*\n)+)+/, () => notes.join(''));
}

/** A whole log, sealed by the log key. */
export const sealed = async (records: readonly string[], sealing: Sealing = {}): Promise<string> =>
  bundleOf(
    records.map((record) => ({ record })),
    [await checkpointOf(records, sealing)],
  );

/** Records of several streams in the order of their instants, as a log would have them. */
export const inOrder = (records: readonly string[]): readonly string[] =>
  records
    .map((record, index) => ({ record, index, at: parseRecord(record).at }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.index - b.index))
    .map(({ record }) => record);
