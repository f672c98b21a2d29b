import { postgresStore } from '#event-store';
import { fileSigner, startLog } from '#log';

/** A process of its own that seals the records of a store; reports how far it is whenever that changes. */
const [databaseUrl = '', memoryFile = '', keyFile = ''] = process.argv.slice(2);
const store = postgresStore({ connectionString: databaseUrl, pollMs: 50 });
const log = startLog({
  store,
  databaseUrl,
  memoryFile,
  signer: fileSigner(keyFile),
  signal: new AbortController().signal,
});

let told = '';
setInterval(() => {
  const { state, size, sealed } = log.status();
  const news = `${state} ${size} ${sealed}`;
  if (news !== told) process.send?.(news);
  told = news;
}, 5);

// Whoever forgets to end it shall not leave it behind.
process.on('disconnect', () => process.exit());
