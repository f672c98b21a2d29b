import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { HELP, readArguments } from './case-runner/arguments.js';
import { runner } from './case-runner/run.js';
import { openStage } from './case-runner/stage.js';
import { onSignal } from './signals.js';

const EXIT = { passed: 0, failed: 1, usage: 2, interrupted: 130 } as const;
const REFUSED = 'Cases run on a system where everybody may act as anybody; that is refused with NODE_ENV=production.';

const print = (line: string) => console.log(line);

/** npm runs scripts in the root of the repository and tells where it was called. */
const located = (file: string) => (existsSync(file) ? file : resolve(process.env['INIT_CWD'] ?? '', file));

/** Until a signal ends the process. */
const forEver = () => new Promise<never>(() => undefined);

const invitation = (url: string) => `
The system of the last case is left running at ${url} (API: ${url}/api) until Ctrl-C.
Act as a person of the preset by the header X-Case-Actor, for example:
  curl -H 'X-Case-Actor: SEC/A' ${url}/matters`;

const runAll = async (): Promise<number> => {
  const { files, keep, help, fragments, port } = readArguments(process.argv.slice(2));
  if (help) {
    print(HELP);
    return EXIT.passed;
  }
  const stage = () => openStage({ ...(port === undefined ? {} : { port }), log: () => undefined });
  const cases = runner(stage, { ...(fragments === undefined ? {} : { fragments: located(fragments) }) }, print);
  let code: number = EXIT.interrupted;
  const interruption = new AbortController();
  onSignal(async () => {
    interruption.abort();
    await cases.stop();
    return code;
  });
  let passed = 0;
  for (const [index, file] of files.entries()) {
    if (interruption.signal.aborted) return forEver();
    if (await cases.run(located(file), keep && index === files.length - 1)) passed += 1;
  }
  print(`${passed} passed, ${files.length - passed} failed`);
  code = passed === files.length ? EXIT.passed : EXIT.failed;
  const url = cases.left();
  if (url === undefined) {
    await cases.stop();
    return code;
  }
  print(invitation(url));
  return forEver();
};

const main = async (): Promise<number> => {
  if (process.env['NODE_ENV'] === 'production') {
    console.error(REFUSED);
    return EXIT.failed;
  }
  try {
    return await runAll();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return EXIT.usage;
  }
};

process.exit(await main());
