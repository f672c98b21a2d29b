import { startDouble } from '../kurrent-double/double.js';

/** The double in a process of its own, so that the figures are the client's alone. */
const double = await startDouble();
process.send?.(double.url);
process.on('disconnect', () => process.exit());
