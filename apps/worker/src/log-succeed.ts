import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '#edge';
import { folds, openStore } from '#event-store';
import { registry } from '#facts';
import { postgresVault } from '#vault';
import { required } from './log-place.js';
import { beginSuccessor } from './succession.js';

const HELP = `Usage: node dist/apps/worker/src/log-succeed.js --checkpoint FILE --policy FILE --after ORIGIN [--carry URL]

Begins the successor of a log after theft of its key or loss of its memory, in a store that is still empty, before any
service is started on it. Its first record names the last witnessed checkpoint of the old log.
  --checkpoint  that checkpoint, a signed note with the cosignatures
  --policy      keys of the old log, its witnesses and their quorum (C2SP tlog-policy)
  --after       name of the old log, to be typed in full
  --carry       address of the old store: its records up to the checkpoint follow, compared with its root
  DATABASE_URL, EVENTSTORE_URL   the new store, with the role of the worker
  LOG_ORIGIN    name of the new log, another one than that of the old`;

const OPTIONS = {
  checkpoint: { type: 'string' },
  policy: { type: 'string' },
  after: { type: 'string' },
  carry: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

interface Call {
  readonly checkpoint: string;
  readonly policy: string;
  readonly after: string;
  readonly carry?: string;
}

/** Undefined for a wrong call. */
const called = (args: readonly string[]): Call | 'help' | undefined => {
  try {
    const { checkpoint, policy, after, carry, help } = parseArgs({ args: [...args], options: OPTIONS }).values;
    if (help) return 'help';
    if (checkpoint === undefined || policy === undefined || after === undefined) return undefined;
    return { checkpoint, policy, after, ...(carry === undefined ? {} : { carry }) };
  } catch {
    return undefined;
  }
};

const begin = async ({ checkpoint, policy, after, carry }: Call): Promise<string> => {
  const { env } = process;
  const databaseUrl = required(env, 'DATABASE_URL', 'the database of the new log');
  const origin = required(env, 'LOG_ORIGIN', 'the name of the new log');
  const store = openStore(env['EVENTSTORE_URL'] || databaseUrl);
  const old = carry === undefined ? undefined : openStore(carry);
  const vault = postgresVault({ connectionString: databaseUrl });
  const folded = folds(store);
  const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
  try {
    const texts = { note: readFileSync(checkpoint, 'utf8'), policy: readFileSync(policy) };
    const beginning = { ...texts, after, origin, ...(old ? { old } : {}) };
    const { carried, ...begun } = await beginSuccessor(office, store, beginning, systemClock.now());
    const records = carried ? `with its ${begun.checkpoint.size} records` : 'without its records';
    return `${origin} continues ${after} from ${begun.checkpoint.size} records on, ${records}.`;
  } finally {
    await Promise.all([vault.close(), store.close(), old?.close()]);
  }
};

const call = called(process.argv.slice(2));
if (!call) {
  console.error(HELP);
  process.exitCode = 64;
} else if (call === 'help') console.log(HELP);
else {
  try {
    console.log(await begin(call));
  } catch (error) {
    console.error(`Not begun, or not to its end: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
