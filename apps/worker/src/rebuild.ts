import { openStore } from '#event-store';
import { rebuild } from '#read-model';
import { answer, called } from './arguments.js';

const HELP = `Usage: node --max-semi-space-size=64 dist/apps/worker/src/rebuild.js

Fills the views anew from the log, beside the live ones, and exchanges them at the end. Services may go on meanwhile.
  DATABASE_URL    database of the views, as their owner
  EVENTSTORE_URL  address of the log; default: the same database`;

const print = (line: string) => process.stdout.write(line);

/** Rebuilds the views, telling how far it is. Resolves with the exit code. */
const run = async (): Promise<number> => {
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl) {
    console.error(`DATABASE_URL is missing.\n\n${HELP}`);
    return 64;
  }
  const store = openStore(process.env['EVENTSTORE_URL'] || databaseUrl);
  try {
    const onProgress = ({ events, perSecond }: { readonly events: number; readonly perSecond: number }) =>
      print(`\r${events} events, ${Math.round(perSecond)} per second `);
    const { events } = await rebuild({ store, databaseUrl, onProgress });
    print(`\rThe views were rebuilt from ${events} events.          \n`);
    return 0;
  } catch (error) {
    console.error(`\nThe views stay as they are: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await store.close();
  }
};

process.exitCode = await answer(called(process.argv.slice(2)), HELP, run);
