import { readFileSync, writeFileSync } from 'node:fs';
import { controlledClock } from '#edge';
import { openBench } from './case-runner/bench.js';
import { newSecrets } from './secrets.js';
import { startSystem } from './system.js';

const FILE = 'docs/openapi.json';
const START = '2026-12-01T07:00:00.000Z';

/** The document that the composed system serves, as text that does not depend on the run. */
const served = async (): Promise<string> => {
  const bench = await openBench(() => undefined);
  const settings = { mode: 'case', clock: controlledClock(START), persons: [], logLevel: 'silent' } as const;
  const urls = await bench.fresh();
  const system = await startSystem({ ...settings, urls, secrets: newSecrets(), port: 0 });
  try {
    const document = (await (await fetch(`${system.url}/api-json`)).json()) as object;
    return `${JSON.stringify(document, null, 2)}\n`;
  } finally {
    await system.stop();
    await bench.stop();
  }
};

const document = await served();
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, document);
  console.log(`${FILE} written`);
} else if (readFileSync(FILE, 'utf8') === document) {
  console.log(`${FILE} is what the system serves`);
} else {
  console.error(`${FILE} differs from what the system serves: run npm run openapi and look at the difference`);
  process.exitCode = 1;
}
