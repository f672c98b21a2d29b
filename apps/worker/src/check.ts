import type { ViewsComparison } from '#domain';
import { systemClock } from '#edge';
import { folds, openStore } from '#event-store';
import { registry } from '#facts';
import { postgresVault } from '#vault';
import { answer, called } from './arguments.js';
import { selfCheck } from './self-check.js';

const HELP = `Usage: node dist/apps/worker/src/check.js

Derives the views anew from the log, compares them row by row with those that are asked, and records the result.
Services may go on meanwhile. Ends with 1 if a row differs; then rebuild the views (rebuild.js) and find out why.
  DATABASE_URL    database of the views, with the role of the worker
  EVENTSTORE_URL  address of the log; default: the same database`;

/** Checks once and tells the result. Resolves with the exit code. */
const run = async (): Promise<number> => {
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl) {
    console.error(`DATABASE_URL is missing.\n\n${HELP}`);
    return 64;
  }
  const store = openStore(process.env['EVENTSTORE_URL'] || databaseUrl);
  const vault = postgresVault({ connectionString: databaseUrl });
  const folded = folds(store);
  const office = { ledger: { store, folds: folded, vault }, folds: folded, registry: registry(store, folded) };
  try {
    const now = systemClock.now();
    const tell = (found: ViewsComparison) => console.log(JSON.stringify(found, undefined, 2));
    const comparison = await selfCheck({ office, store, databaseUrl }, { now, cause: `on demand ${now}` }, tell);
    return comparison.differences === 0 ? 0 : 1;
  } catch (error) {
    console.error(`The check was not finished: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  } finally {
    await vault.close();
    await store.close();
  }
};

process.exitCode = await answer(called(process.argv.slice(2)), HELP, run);
