import { postgresStore } from '#event-store';
import { rebuild } from '#read-model';

/** A process of its own, so that its memory is that of the one thing it does: `read` and parse, or `rebuild`. */
const [task = '', url = ''] = process.argv.slice(2);
const store = postgresStore({ connectionString: url });

const readAndParse = async () => {
  let events = 0;
  for await (const batch of store.readAll(undefined, 5_000)) {
    for (const { record } of batch) JSON.parse(record);
    events += batch.length;
  }
  return { events };
};

const rebuildAll = () =>
  rebuild({
    store,
    databaseUrl: url,
    onProgress: ({ events, perSecond, position, head }) =>
      process.stderr.write(`\r  ${events} events, ${perSecond} per second, at ${position} of ${head}    `),
  });

const startedAt = performance.now();
const { events } = await (task === 'read' ? readAndParse() : rebuildAll());
const seconds = (performance.now() - startedAt) / 1_000;
if (task !== 'read') process.stderr.write('\n');
await store.close();
process.send?.({ events, seconds, megabytes: process.resourceUsage().maxRSS / 1_024 });
