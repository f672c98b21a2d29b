import { fork } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import {
  eventId,
  leafHash,
  leafOf,
  parseRecord,
  prunedTree,
  SUM_DIGITS,
  SUM_EVERY,
  uuidV5,
  writeRecord,
} from '#evidence';
import { headOf, policies, world } from '../bundle.support.js';
import { agreed, decidedFinally, written } from '../matter.histories.js';
import { median, option } from './figures.js';

const TEMPLATE = '22222222-2222-4222-8222-222222222222';
const NAMESPACE = '6f6b1f0e-3b0c-4c7a-9f43-1d0a7a6a2c12';
const OPEN = 400;

/** The commands of one matter, each with its records; ids still those of the template. */
type Course = readonly (readonly string[])[];

function commandsOf(records: readonly string[]): Course {
  const commands = new Map<string, string[]>();
  for (const record of records) {
    const { cmd } = parseRecord(record);
    commands.set(cmd.id, [...(commands.get(cmd.id) ?? []), record]);
  }
  return [...commands.values()];
}

const WORLD = world();
/** What every record of the product names as its basis, beside records of its own stream: rule book, body, calendar. */
const BASIS: readonly string[] = ['rulebook-', 'body-', 'calendar-'].map((prefix) =>
  leafHash(WORLD.findLast((record) => parseRecord(record).stream.startsWith(prefix)) ?? ''),
);

const resting = (records: readonly string[]): readonly string[] =>
  records.map((record) => writeRecord({ ...parseRecord(record), after: BASIS }));

/** The records of one command under another matter's name, with ids of their own. */
function renamed(records: readonly string[], matter: string): readonly string[] {
  const command = uuidV5(matter, parseRecord(records[0] ?? '').cmd.id);
  return records.map((record, index) => {
    const { id, cmd } = parseRecord(record);
    return record.replaceAll(cmd.id, command).replaceAll(TEMPLATE, matter).replace(id, eventId(command, index));
  });
}

/** Records of a log: two matters of three agreed by silence, one decided finally; 400 of them in progress at a time. */
async function* records(count: number): AsyncGenerator<string> {
  const silent = commandsOf(resting((await written(TEMPLATE, agreed())).records));
  const final = commandsOf(resting((await written(TEMPLATE, decidedFinally())).records));
  const begin = (number: number) => ({
    matter: uuidV5(NAMESPACE, String(number)),
    course: number % 3 === 0 ? final : silent,
    next: 0,
  });
  const running = Array.from({ length: OPEN }, (_, number) => begin(number));
  let begun = OPEN;
  let given = 0;
  for (const record of WORLD) {
    yield record;
    given += 1;
  }
  // What is in progress at the end is brought to its own: a log that simply stopped would have silent deadlines.
  for (
    let turn = 0;
    given < count || running.some(({ next, course }) => next < course.length);
    turn = (turn + 7) % OPEN
  ) {
    let one = running[turn] ?? begin(0);
    if (one.next === one.course.length && given < count) running[turn] = one = begin(begun++);
    const command = one.course[one.next];
    if (!command) continue;
    one.next += 1;
    for (const record of renamed(command, one.matter)) {
      yield record;
      given += 1;
    }
  }
}

/** Writes a bundle of so many records; answers with their mean length. */
async function write(file: string, count: number): Promise<number> {
  const tree = prunedTree();
  const body = createWriteStream(`${file}.body`);
  let [sums, bytes, size] = ['', 0, 0];
  for await (const record of records(count)) {
    const leaf = leafOf(Buffer.from(record));
    tree.add(0, leaf);
    sums += leaf.toString('hex', 0, SUM_DIGITS / 2);
    bytes += record.length;
    size += 1;
    const isFull = sums.length === SUM_DIGITS * SUM_EVERY;
    if (!body.write(isFull ? `${record}\n#sum ${sums}\n` : `${record}\n`)) await once(body, 'drain');
    if (isFull) sums = '';
  }
  body.end(sums === '' ? '' : `#sum ${sums}\n`);
  await once(body, 'close');
  const bundle = createWriteStream(file);
  bundle.write(await headOf(tree));
  writeFileSync(`${file}.policy`, policies.alone);
  await pipeline(createReadStream(`${file}.body`), bundle);
  rmSync(`${file}.body`);
  return bytes / size;
}

export interface Run {
  readonly seconds: number;
  readonly megabytes: number;
  readonly told: string;
}
export type Task = 'bytes' | 'hashes' | 'root' | 'verify';

const runInChild = (task: Task, file: string) =>
  new Promise<Run>((resolve, reject) => {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const child = fork(fileURLToPath(new URL(`./verify-run.${extension}`, import.meta.url)), [task, file]);
    child.on('message', (run) => resolve(run as Run));
    child.on('exit', (code) => reject(new Error(`The process ended with ${code}`)));
  });

/**
 * Hashing and root beside plain hashing of the same records, and the full check with replay, each in a process of its
 * own, interleaved. Options: --records 1000000 --rounds 3.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'));
  const file = join(folder, 'log.govlog');
  try {
    const count = option(args, 'records', 1_000_000);
    const mean = await write(file, count);
    console.log(`${count} records of ${mean.toFixed(0)} characters`);
    const runs: Record<Task, Run[]> = { bytes: [], hashes: [], root: [], verify: [] };
    for (let round = option(args, 'rounds', 3); round > 0; round -= 1)
      for (const task of Object.keys(runs) as Task[]) runs[task].push(await runInChild(task, file));
    const seconds = (task: Task) => median(runs[task].map((one) => one.seconds));
    for (const task of Object.keys(runs) as Task[]) {
      const peak = Math.max(...runs[task].map(({ megabytes }) => megabytes));
      const told = runs[task][0]?.told ?? '';
      console.log(
        `${task.padEnd(8)}${seconds(task).toFixed(2).padStart(8)} s ${peak.toFixed(0).padStart(5)} MB  ${told}`,
      );
    }
    console.log(
      `hashing and root: ${(seconds('root') / seconds('hashes')).toFixed(2)} of plain hashing (target: 1.50)`,
    );
    console.log('targets of the full check for 1,000,000 records: under 15 s, under 300 MB');
  } finally {
    rmSync(folder, { recursive: true });
  }
};
