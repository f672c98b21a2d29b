import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#edge';
import { identitiesOf, readPreset } from '../apps/standalone/src/bootstrap/preset.js';
import { runner } from '../apps/standalone/src/case-runner/run.js';
import { openStage } from '../apps/standalone/src/case-runner/stage.js';
import { newSecrets } from '../apps/standalone/src/secrets.js';
import { startSystem } from '../apps/standalone/src/system.js';
import { freshUrls } from './e2e/database.js';
import { root } from './e2e-support.js';
import { type Double, startDouble } from './kurrent-double/double.js';
import type { Fault } from './kurrent-double/faults.js';
import { sharedServer } from './postgres-server.js';

const located = (name: string) => (name.includes('/') ? name : `test/cases/${name}`);
const passing = readFileSync(join(root, 'test/cases/passing.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(located);

/** Each meets the log in another way; all others take minutes and are left to `npm run test:kurrent-cases`. */
const USUAL = /^test\/cases\/(01|06|12|22|27|33)-/;
const isWhole = process.env['npm_lifecycle_event'] === 'test:kurrent-cases';
const chosen = isWhole ? passing : passing.filter((name) => USUAL.test(name));

const printed: string[] = [];
let double: Double | undefined;
let disturb: () => Fault | undefined = () => undefined;
const openLog = async (): Promise<Double> => {
  double = await startDouble();
  double.faults.choose = () => disturb();
  return double;
};
const cases = runner(
  () => openStage({ openLog, log: () => undefined }),
  {},
  (line) => printed.push(line),
);
beforeEach(() => printed.splice(0));
afterAll(() => cases.stop());

const outcomeOf = async (name: string): Promise<string> => {
  const passed = await cases.run(join(root, name), false);
  return passed ? 'passed' : printed.join('\n');
};
const recorded = () => double?.model.all.filter(({ stream }) => /^(ministry|rulebook|person)/.test(stream)).length;

describe('the whole product with its log on the double', () => {
  it.each(chosen)(
    'passes %s',
    async (name) => {
      expect(await outcomeOf(name)).toBe('passed');
      expect(recorded()).toBeGreaterThan(0);
    },
    120_000,
  );

  it('passes while answers get lost, subscriptions end and connections break', async () => {
    const disturbances: readonly (Fault | (() => void))[] = [
      'lost',
      () => double?.dropReads('error'),
      'cut',
      () => double?.dropReads('end'),
      () => double?.cut(),
    ];
    // By the work done, not by the clock: a slow machine meets as many, and none so often that nothing gets done.
    let count = 0;
    let met = 0;
    disturb = () => {
      const done = double?.model.all.length ?? 0;
      if (done < met + 5) return undefined;
      met = done;
      const next = disturbances[count++ % disturbances.length];
      if (typeof next !== 'function') return next;
      next();
      return undefined;
    };
    try {
      expect(await outcomeOf('test/cases/06-ladder-and-final-decision.yaml')).toBe('passed');
    } finally {
      disturb = () => undefined;
    }
    expect(count).toBeGreaterThan(disturbances.length);
    expect([...(double?.faults.happened.keys() ?? [])]).toEqual(expect.arrayContaining(['lost', 'cut']));
  }, 240_000);

  it('ends although the log is out of reach', async () => {
    const log = await startDouble();
    const preset = readPreset('bund-2025');
    const system = await startSystem({
      urls: await freshUrls(await sharedServer()),
      eventStoreUrl: log.url,
      mode: 'development',
      clock: systemClock,
      persons: identitiesOf(preset),
      secrets: newSecrets(),
      port: 0,
      logLevel: 'silent',
    });
    await log.close();
    // Long enough for timers and projections to notice.
    await sleep(3_000);
    const ended = await Promise.race([system.stop().then(() => 'ended'), sleep(60_000, 'hangs', { ref: false })]);
    expect(ended).toBe('ended');
  }, 120_000);
});
