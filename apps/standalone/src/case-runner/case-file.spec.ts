import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shipped, shippedFiles } from '../bootstrap/files.js';
import { readCase } from './case-file.js';
import { expanded, fragmentsFor } from './fragments.js';

const HEADER = `case: X01
title: A case of this test
wave: 1
sources: [M14]
preset: bund-2025
rulebooks: [RB-POLOPS@1.0.0]
`;
const file = (content: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'case-file-')), 'case.yaml');
  writeFileSync(path, content);
  return path;
};
const reading =
  (steps: string, header = HEADER) =>
  () =>
    readCase(file(`${header}steps:\n${steps}\n`));

describe('a case file', () => {
  it('keeps dates and instants as texts', () => {
    const described = reading('  - {at: 2027-01-11T09:00:00+01:00, by: SEC/A, do: X, with: {on: 2027-01-11}}')();
    expect(described.steps).toEqual([
      { at: '2027-01-11T09:00:00+01:00', by: 'SEC/A', do: 'X', with: { on: '2027-01-11' } },
    ]);
  });

  it('is refused with the place and the name of what is wrong', () => {
    expect(reading('  - {by: SEC/A, do: X, wiht: {}}')).toThrow(/\/steps\/0 .*wiht/);
    expect(reading('  - {by: SEC/A, ask: status}')).toThrow(/\/steps\/0 .*expect/);
    expect(reading('  - {by: SEC/A, ask: weather, expect: {answer: {}}}')).toThrow('/steps/0/ask');
    expect(reading('  - {at: yesterday, tick: true}')).toThrow('/steps/0/at');
    expect(reading('  - {note: nothing to do}')).toThrow('/steps/0 is none of: use, tick, do, ask');
    expect(reading('  - {use: matter-open}', HEADER.replace('wave: 1', 'wave: 3'))).toThrow('/wave');
    expect(reading('  - {use: matter-open}', HEADER.replace('case: X01\n', ''))).toThrow('case');
  });

  it('is refused when it is no YAML object, or says the same thing twice', () => {
    expect(() => readCase(file('- 1\n'))).toThrow('is no case');
    expect(() => readCase(file(`${HEADER}case: X02\nsteps: []\n`))).toThrow('unique');
    expect(() => readCase('/nowhere/case.yaml')).toThrow('ENOENT');
  });

  it('may be any of those that are shipped, fragments included', () => {
    const files = shippedFiles('test', 'cases').filter((path) => /\d\d-[^/]+\.yaml$/.test(path));
    expect(files).toHaveLength(41);
    for (const path of files) {
      const fragments = fragmentsFor(path, shipped('test', 'cases', 'fragments.yaml'));
      expect(expanded(readCase(path).steps, fragments).length).toBeGreaterThan(0);
    }
  });
});
