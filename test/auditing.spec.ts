import { readFileSync } from 'node:fs';
import { CODES } from '../apps/auditor/src/verify/codes.js';

const [german, english] = ['docs/pruefung.md', 'docs/auditing.md'].map((file) => readFileSync(file, 'utf8')) as [
  string,
  string,
];

const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/```\n([\s\S]*?)```/g)].map(([, block = '']) => block.replaceAll(' --lang en', ''));
const codesIn = (text: string): readonly string[] => [...text.matchAll(/`([A-Z_]{5,})`/g)].map(([, code = '']) => code);
const endsIn = (text: string): readonly string[] => [...text.matchAll(/^\| (\d+) +\|/gm)].map(([, exit = '']) => exit);

describe('the two guides for auditors', () => {
  it('give the same commands, findings and exit codes', () => {
    expect(commandsIn(german).length).toBeGreaterThan(8);
    expect(commandsIn(german)).toEqual(commandsIn(english));
    expect(codesIn(german)).toEqual(codesIn(english));
    expect(endsIn(german)).toEqual(endsIn(english));
  });

  it('explain every finding of a bundle that can be read', () => {
    const told = new Set(codesIn(english));
    const obvious = ['NO_FILE', 'NOT_A_BUNDLE', 'POLICY_UNREADABLE', 'REMEMBERED_UNREADABLE'];
    expect(Object.keys(CODES).filter((code) => !told.has(code) && !obvious.includes(code))).toEqual([]);
  });
});
