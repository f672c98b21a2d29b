import { noted } from './log.support.js';

/** Records of two matters, as they come: the index of a record is its place here. */
export const COURSE = [
  'matter-a',
  'matter-a',
  'matter-b',
  'matter-a',
  'matter-b',
  'matter-a',
  'matter-b',
  'matter-a',
] as const;

/** One byte of a record edited. */
export const changed = (position: number): string =>
  `UPDATE ledger.event SET record = replace(record, '"text":"x"', '"text":"y"') WHERE position = ${position}`;

const streamId = (stream: string): string => `(SELECT id FROM ledger.stream WHERE name = '${stream}')`;

/** Moves all records from the position on; by way of negative numbers, so that none meets another. */
const moved = (from: number, by: number): readonly string[] => [
  `UPDATE ledger.event SET position = -(position + ${by}) WHERE position >= ${from}`,
  'UPDATE ledger.event SET position = -position WHERE position < 0',
  `UPDATE ledger.head SET position = position + ${by}`,
];

const inserted = (position: number, stream: string, revision: number): string => {
  const { id, type, record } = noted(stream, revision, 'backdated');
  return `INSERT INTO ledger.event (position, stream_id, revision, event_id, type, record)
    VALUES (${position}, ${streamId(stream)}, ${revision}, '${id}', '${type}', '${record}')`;
};

const FORGET = ['TRUNCATE log.leaf, log.node', 'TRUNCATE log.checkpoint CASCADE'];

/** What somebody with all rights of the database does to the records of `COURSE`. */
export interface Attack {
  readonly what: string;
  readonly statements: readonly string[];
  /** Why the log stops, and what it names. */
  readonly found: readonly [reason: string, named: string];
  /** What it finds at its next start, where that is something else. */
  readonly later?: readonly [reason: string, named: string];
}

export const attacks: readonly Attack[] = [
  {
    what: 'one byte of a stored record edited',
    statements: [changed(4)],
    found: ['RECORD_DIFFERS', 'matter-a@2, index 3'],
  },
  {
    what: 'a stored record made unreadable',
    statements: [`UPDATE ledger.event SET record = '{' WHERE position = 4`],
    found: ['RECORD_FALSE', 'matter-a@2, index 3'],
  },
  {
    what: 'the type in the header of a record edited',
    statements: [`UPDATE ledger.event SET type = 'Other' WHERE position = 4`],
    found: ['RECORD_FALSE', 'matter-a@2, index 3'],
  },
  {
    what: 'the id in the header of a record edited',
    statements: ['UPDATE ledger.event SET event_id = gen_random_uuid() WHERE position = 4'],
    found: ['RECORD_FALSE', 'matter-a@2, index 3'],
  },
  {
    what: 'the revision in the header of a record edited',
    statements: ['UPDATE ledger.event SET revision = 17 WHERE position = 4'],
    found: ['RECORD_FALSE', 'matter-a@17, index 3'],
  },
  {
    what: 'the stream in the header of a record edited',
    statements: [`UPDATE ledger.event SET stream_id = ${streamId('matter-b')}, revision = 17 WHERE position = 4`],
    found: ['RECORD_FALSE', 'matter-b@17, index 3'],
  },
  {
    what: 'the name of a stream edited',
    statements: [`UPDATE ledger.stream SET name = 'matter-z' WHERE name = 'matter-b'`],
    found: ['RECORD_FALSE', 'matter-z@0, index 2'],
  },
  {
    what: 'the position in the header of a record edited',
    statements: ['UPDATE ledger.event SET position = 100 WHERE position = 4'],
    found: ['STORE_UNREADABLE', 'goes on at 5 after 3'],
  },
  {
    what: 'a record deleted in the middle',
    statements: ['DELETE FROM ledger.event WHERE position = 4'],
    found: ['STORE_UNREADABLE', 'goes on at 5 after 3'],
  },
  {
    what: 'a record deleted in the middle and the hole closed',
    statements: ['DELETE FROM ledger.event WHERE position = 4', ...moved(5, -1)],
    found: ['REVISION_MISSING', 'matter-a@3, index 4'],
  },
  {
    what: 'a record deleted in the middle, the hole closed and the revisions counted anew',
    statements: [
      'DELETE FROM ledger.event WHERE position = 4',
      ...moved(5, -1),
      `UPDATE ledger.event SET revision = revision - 1 WHERE stream_id = ${streamId('matter-a')} AND revision = 3`,
      `UPDATE ledger.event SET revision = revision - 1 WHERE stream_id = ${streamId('matter-a')} AND revision = 4`,
    ],
    found: ['RECORD_FALSE', 'matter-a@2, index 4'],
  },
  {
    what: 'the last record of a matter deleted and the hole closed',
    statements: ['DELETE FROM ledger.event WHERE position = 7', ...moved(8, -1)],
    found: ['RECORD_DIFFERS', 'matter-a@4, index 6'],
  },
  {
    what: 'the tail cut',
    statements: ['DELETE FROM ledger.event WHERE position > 6', 'UPDATE ledger.head SET position = 6'],
    found: ['STORE_SHORTER', '6 of 8'],
  },
  {
    what: 'the tail cut and the head left',
    statements: ['DELETE FROM ledger.event WHERE position > 6'],
    found: ['STORE_UNREADABLE', 'ends at 6 instead of 8'],
  },
  {
    what: 'the tail cut from store and log',
    statements: [
      'DELETE FROM ledger.event WHERE position > 6',
      'UPDATE ledger.head SET position = 6',
      'DELETE FROM log.leaf WHERE index > 5',
      'DELETE FROM log.node WHERE (index + 1) << level > 6',
      'TRUNCATE log.checkpoint CASCADE',
    ],
    found: ['STORE_SHORTER', '6 of 8'],
  },
  {
    what: 'records reordered',
    statements: [
      'UPDATE ledger.event SET position = -1 WHERE position = 5',
      'UPDATE ledger.event SET position = 5 WHERE position = 4',
      'UPDATE ledger.event SET position = 4 WHERE position = -1',
    ],
    found: ['RECORD_DIFFERS', 'matter-b@1, index 3'],
  },
  {
    what: 'a record inserted backdated',
    statements: [`INSERT INTO ledger.stream (name) VALUES ('matter-c')`, ...moved(4, 1), inserted(4, 'matter-c', 0)],
    found: ['RECORD_DIFFERS', 'matter-c@0, index 3'],
  },
  {
    what: 'a record inserted backdated into a matter',
    statements: [...moved(4, 1), inserted(4, 'matter-b', 3)],
    found: ['REVISION_MISSING', 'matter-b@3, index 3'],
  },
  {
    what: 'a record inserted behind the last with a gap before it',
    statements: [inserted(9, 'matter-b', 7), 'UPDATE ledger.head SET position = 9'],
    found: ['REVISION_MISSING', 'matter-b@7, index 8'],
  },
  {
    what: 'a leaf of the log edited',
    statements: [`UPDATE log.leaf SET hash = sha256('x') WHERE index = 1`],
    found: ['RECORD_DIFFERS', 'matter-a@1, index 1'],
  },
  {
    what: 'a node of the log edited',
    statements: [`UPDATE log.node SET hash = sha256('x') WHERE level = 2 AND index = 1`],
    found: ['NODE_DIFFERS', '2/1'],
  },
  {
    what: 'a record edited and the log rewritten from it on',
    statements: [changed(4), ...FORGET],
    found: ['RECORD_DIFFERS', 'matter-a@0, index 0'],
    later: ['ROOT_DIFFERS', 'at 8 records'],
  },
];
