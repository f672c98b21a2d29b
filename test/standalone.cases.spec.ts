import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, newFolder, root, start } from './e2e-support.js';

const CASE = 'apps/standalone/src/case.js';
const folder = newFolder();

const written = (name: string, steps: string): string => {
  const path = join(folder, `${name}.yaml`);
  const header = `case: X01
title: A case of this test
wave: 1
sources: [M14]
preset: bund-2025
rulebooks: [RB-POLOPS@1.0.0]
defaults: {matter: m1}
`;
  writeFileSync(path, `${header}steps:\n${steps}`);
  return path;
};

const OPEN = `  - {use: matter-open, with: {at: 2027-01-11T09:00:00+01:00, matter: m1, lead: BMDS, seats: [BMDS, BMI]}}\n`;

beforeAll(() => {
  execFileSync(process.execPath, ['tools/build.js'], { cwd: root });
});
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the case runner', () => {
  it('passes what holds and fails what does not, with the first difference of each', async () => {
    const files = [
      written('right', `${OPEN}  - {by: SEC/A, ask: status, with: {matter: m1}, expect: {answer: {phase: OPEN}}}\n`),
      written('answer', `${OPEN}  - {by: SEC/A, ask: status, with: {matter: m1}, expect: {answer: {phase: DRAFT}}}\n`),
      written('events', '  - {at: 2027-01-11T09:00:00+01:00, tick: true, expect: {events: [RoundClosed]}}\n'),
      written('refusal', `${OPEN}  - {by: SEC/A, do: OpenProcedure, with: {}, expect: {refused: NOT_LEAD}}\n`),
      written('accepted', `${OPEN}  - {by: BMI/REF, do: AmendMatter, with: {text: Fassung 2, basis: OTHER}}\n`),
      written('unknown', '  - {by: SEC/A, do: MakeCoffee}\n  - {by: SEC/A, do: DrinkCoffee}\n'),
      written('malformed', '  - {by: SEC/A, do: CloseRound, expects: {events: []}}\n'),
    ];
    const program = start(CASE, files);
    expect(await program.ended).toBe(1);
    const output = program.output();
    expect(output).toMatch(/^passed .*right\.yaml/m);
    expect(output).toContain('answer.phase: expected "DRAFT", found "OPEN"');
    expect(output).toContain('events: expected ["RoundClosed"], found []');
    expect(output).toContain('expected NOT_LEAD, found status');
    expect(output).toContain('refused: status 403 {"code":"NOT_LEAD"');
    expect(output).toContain('the API has no MakeCoffee');
    expect(output).toContain('1 further steps were not taken');
    expect(output).toMatch(/malformed\.yaml is no case:\n.*expects/);
    expect(output.trim().split('\n').at(-1)).toBe('1 passed, 6 failed');
  }, 120_000);

  it('notices a repetition, a stale revision, and that a refused command recorded nothing', async () => {
    const speak = (text: string, envelope: string, expect: string) =>
      `  - {by: BMI/REF, do: RecordComment, with: {code: $own, text: ${text}}, envelope: ${envelope}, expect: ${expect}}\n`;
    const steps = [
      speak('ja', '{commandId: k1}', '{events: [CommentRecorded]}'),
      speak('ja', '{commandId: k1}', '{repeated: true}'),
      speak('nein', '{commandId: k1}', '{refused: IDEMPOTENCY_CONFLICT}'),
      speak('nein', '{expectedRevision: stale}', '{refused: CONCURRENT_MODIFICATION}'),
      speak('nein', '{expectedRevision: current}', '{events: [{CommentRecorded: {code: BMI}}]}'),
    ];
    const program = start(CASE, [written('repeated', OPEN + steps.join(''))]);
    expect(await program.ended).toBe(0);
    expect(program.output().match(/^ {2}ok/gm)).toHaveLength(8);
  }, 60_000);

  it('leaves the last system running where asked to', async () => {
    // A question at the end, so that the register knows of everything.
    const steps = `${OPEN}  - {by: SEC/A, ask: history, with: {matter: m1}, expect: {answer: {}}}\n`;
    const program = start(CASE, ['--keep', written('kept', steps)]);
    const [, url = ''] = await program.printed(/left running at (http:\S+)[^]*curl/);
    const answer = await fetch(`${url}/matters`, { headers: { 'X-Case-Actor': 'SEC/A' } });
    expect([answer.status, await answer.json()]).toMatchObject([200, { rows: [{ phase: 'OPEN' }] }]);
    program.kill('SIGINT');
    expect(await program.ended).toBe(0);
  }, 60_000);

  it('is refused in production, and says how it is called', async () => {
    const production = start(CASE, ['a.yaml'], { NODE_ENV: 'production' });
    expect(await production.ended).toBe(1);
    expect(production.output()).toContain('refused with NODE_ENV=production');
    const help = start(CASE, ['--help']);
    expect(await help.ended).toBe(0);
    expect(help.output()).toContain('--fragments FILE');
    const wrong = start(CASE, []);
    expect(await wrong.ended).toBe(2);
    expect(wrong.output()).toContain('Name at least one case file.');
  }, 60_000);
});
