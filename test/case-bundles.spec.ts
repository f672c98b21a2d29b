import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runner } from '../apps/standalone/src/case-runner/run.js';
import { openStage, type Setting, type Stage } from '../apps/standalone/src/case-runner/stage.js';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { verified } from './attacks.support.js';
import { root } from './e2e-support.js';
import { until } from './log.support.js';

const passing = readFileSync(join(root, 'test/cases/passing.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((name) => (name.includes('/') ? name : `test/cases/${name}`));

const reports: Report[] = [];

/** The report on all that a system has recorded, as soon as it is sealed. */
async function audited({ url, ledger }: Setting): Promise<Report> {
  const text = async (path: string): Promise<string> =>
    (await fetch(url + path, { headers: { 'X-Case-Actor': 'SEC/A' } })).text();
  // Positions of PostgreSQL count from 1 without a gap.
  const records = (await ledger.head()) ?? '';
  await until(async () => (await text('/log/checkpoint')).split('\n')[1] === records);
  return verified(await text('/bundle'), `log ${(await text('/log/keys')).split('\n')[0]}\nquorum none\n`);
}

/** Looks at what a case has recorded before its system ends. */
async function auditedStage(): Promise<Stage> {
  const stage = await openStage({ log: () => undefined });
  const set: Stage['set'] = async (described) => {
    const setting = await stage.set(described);
    const stop = async () => {
      try {
        reports.push(await audited(setting));
      } finally {
        await setting.stop();
      }
    };
    return { ...setting, stop };
  };
  return { ...stage, set };
}

const printed: string[] = [];
const cases = runner(auditedStage, {}, (line) => printed.push(line));
afterAll(() => cases.stop());

it.each(passing)(
  'what %s has recorded is proven, with every decision decided again',
  async (name) => {
    printed.length = 0;
    reports.length = 0;
    const passed = await cases.run(join(root, name), false);
    expect(passed ? 'passed' : printed.join('\n')).toBe('passed');
    const [report] = reports;
    expect(report).toMatchObject({ exit: 0, findings: [], omitted: '0', withheld: 0 });
    expect(report?.confirmed).toBe(report?.decided);
  },
  120_000,
);
