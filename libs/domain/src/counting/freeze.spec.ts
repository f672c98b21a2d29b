import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

import ts from 'typescript';
import { rules } from './rules.js';

const here = new URL('./', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, here), 'utf8');
const lock = JSON.parse(read('freeze.lock.json')) as Record<string, string>;
const released = readdirSync(here).filter((file) => /\.v\d+\.ts$/.test(file));

const CLOSING = [ts.SyntaxKind.CloseBraceToken, ts.SyntaxKind.CloseBracketToken, ts.SyntaxKind.CloseParenToken];

/** JavaScript without types and comments. */
const stripped = (source: string): string =>
  ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      verbatimModuleSyntax: true,
    },
  }).outputText;

/** What is left of a source when types, comments, line breaks, kinds of quotes and trailing commas are gone. */
function tokensOf(source: string): readonly string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, true, ts.LanguageVariant.Standard, stripped(source));
  const tokens: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (CLOSING.includes(kind) && tokens.at(-1) === ',') tokens.pop();
    tokens.push(
      kind === ts.SyntaxKind.StringLiteral ? JSON.stringify(scanner.getTokenValue()) : scanner.getTokenText(),
    );
  }
  return tokens;
}

const fingerprint = (source: string): string => createHash('sha256').update(tokensOf(source).join('\n')).digest('hex');

/** The files and all they import from this folder: what a result rests on. */
function withImports(files: readonly string[]): readonly string[] {
  const found = new Set(files);
  for (const file of found) {
    for (const [, name] of stripped(read(file)).matchAll(/from '\.\/([^']+)\.js'/g)) found.add(`${name}.ts`);
  }
  return [...found].sort();
}

const frozen = withImports(released);
const fileOf = (rule: string): string => rule.replace('@', '.v') + '.ts';

describe('a released counting rule', () => {
  it.each(frozen)('in %s never changes', (file) => {
    const now = fingerprint(read(file));
    const answer =
      lock[file] === undefined
        ? `${file} is not locked yet: releasing it means adding "${file}": "${now}" to freeze.lock.json.`
        : lock[file] === now
          ? 'unchanged'
          : `${file} differs from what was released. A released rule never changes, for results already counted by it must be counted again the same way: put it back, and write the change as a new version beside the old.`;
    expect(answer).toBe('unchanged');
  });

  it('never disappears', () => {
    expect(Object.keys(lock).filter((file) => !frozen.includes(file))).toEqual([]);
    expect(Object.keys(rules).map(fileOf).sort()).toEqual([...released].sort());
  });
});

describe('the fingerprint of a source', () => {
  const source = `import type { A } from './a.js';\n/** Why. */\nexport const f = (a: A, k: number): number => (a['x'] > k ? 1 : 0);\n`;

  it('does not see types, comments or format', () => {
    const other = `export const f = (a,\n  k,\n) => // because\n  (a["x"] > (k as number) ? 1 : 0)  ;`;
    expect(fingerprint(other.replace('(k as number)', 'k'))).toBe(fingerprint(source));
  });

  it('sees every change of meaning', () => {
    for (const [from, to] of [
      ['>', '>='],
      ['1', '2'],
      [`'x'`, `'y'`],
      ['k ?', 'k + 1 ?'],
      ['export const f', 'export const g'],
    ] as const) {
      expect(fingerprint(source.replace(from, to))).not.toBe(fingerprint(source));
    }
  });
});
