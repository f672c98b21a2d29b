import { postgresStore } from '#event-store';
import { appendFor } from './append-load.js';

/** A process of its own that appends; reports how many appends were acknowledged. */
const [url = '', name = '', inFlight = '', seconds = ''] = process.argv.slice(2);
const store = postgresStore({ connectionString: url });
const { latencies } = await appendFor(store, name, Number(inFlight), Number(seconds));
await store.close();
process.send?.(latencies.length);
