import { systemClock } from '#edge';
import { identitiesOf, readPreset } from '../../apps/standalone/src/bootstrap/preset.js';
import { startSystem, type SystemOptions } from '../../apps/standalone/src/system.js';

/** The composed system alone in its process: told where its database lies, it answers with its address. */
type Told = Pick<SystemOptions, 'urls' | 'secrets' | 'logFolder'>;
const told = (): Promise<Told> =>
  new Promise((resolve) => {
    process.once('message', (message) => {
      resolve(message as Told);
    });
  });

const persons = identitiesOf(readPreset('bund-2025'));
const logLevel = process.env['LOG_LEVEL'] ?? 'warn';
const fixed = { mode: 'development', clock: systemClock, persons, port: 0, logLevel } as const;
const system = await startSystem({ ...fixed, ...(await told()) });
process.once('message', () => {
  void system.stop().then(() => {
    process.exit(0);
  });
});
process.send?.(system.url);
