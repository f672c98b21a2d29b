import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
let house = '';

/** Files that break one rule each, on purpose, beside those that keep all of them. */
const files: Record<string, string> = {
  'libs/domain/src/index.ts': `export const one = 1;`,
  'libs/domain/src/testing.ts': `export const given = 1;`,
  'libs/domain/src/disk.ts': `import { readFileSync } from 'node:fs';\nexport const text = readFileSync('x', 'utf8');`,
  'libs/domain/src/egg.ts': `import type { Hen } from './hen.js';\nexport interface Egg { of?: Hen }`,
  'libs/domain/src/hen.ts': `import type { Egg } from './egg.js';\nexport interface Hen { from?: Egg }`,
  'libs/evidence/src/index.ts': `import { one } from '#domain';\nexport const two = one + 1;`,
  'libs/evidence/src/crypto.ts': `import { createHash } from 'node:crypto';\nexport const hash = createHash('sha256');`,
  'libs/evidence/src/sum.ts': `import { createHash } from 'node:crypto';\nexport const sum = createHash('sha256');`,
  'libs/evidence/src/crypto.browser.ts': `export { sha256 } from '@noble/hashes/sha2.js';`,
  'libs/evidence/src/curve.ts': `export { ed25519 } from '@noble/curves/ed25519.js';`,
  'libs/evidence/src/page.ts': `export { sha256 } from './crypto.browser.js';`,
  'libs/evidence/src/socket.ts': `import { connect } from 'node:net';\nexport const socket = connect(1);`,
  'libs/event-store/src/index.ts': `import { one } from '#domain';\nexport const three = one + 2;`,
  'libs/event-store/src/view.ts': `import { four } from '#read-model';\nexport const view = four;`,
  'libs/event-store/src/engines/memory.ts': `export const memory = 1;`,
  'libs/vault/src/index.ts': `import { DataSource } from 'typeorm';\nexport const source = DataSource;`,
  'libs/read-model/src/index.ts': `import { three } from '#event-store';\nexport const four = three + 1;`,
  'libs/read-model/src/deep.ts': `import { memory } from '../../event-store/src/engines/memory.js';\nexport const deep = memory;`,
  'libs/read-model/src/given.ts': `import { given } from '#domain/testing';\nexport const test = given;`,
  'libs/read-model/src/views/index.ts': `export const barrel = 1;`,
  'libs/read-model/src/views.ts': `import { barrel } from './views/index.js';\nexport const views = barrel;`,
  'libs/edge/src/index.ts': `import { four } from '#read-model';\nexport const five = four + 1;`,
  'apps/commands/src/main.ts': `import { memory } from '../../../libs/event-store/src/engines/memory.js';\nexport const store = memory;`,
  'apps/commands/src/entity.ts': `import { EntitySchema } from 'typeorm';\nexport const entity = EntitySchema;`,
  'apps/commands/src/contract.ts': `import { contract } from '../../../test/contract.js';\nexport const held = contract;`,
  'apps/queries/src/main.ts': `import { store } from '../../commands/src/main.js';\nexport const other = store;`,
  'apps/worker/src/worker.module.ts': `export const module = 1;`,
  'apps/worker/src/timers.ts': `export const timers = 1;`,
  'apps/standalone/src/main.ts': `import { module } from '../../worker/src/worker.module.js';\nexport const main = module;`,
  'apps/standalone/src/inside.ts': `import { timers } from '../../worker/src/timers.js';\nexport const inside = timers;`,
  'apps/auditor/src/main.ts': `import { Client } from 'pg';\nexport const client = new Client();`,
  'apps/auditor/src/replay.ts': `import { readFileSync } from 'node:fs';\nimport { one } from '#domain';\nexport const replay = [readFileSync, one];`,
  'libs/shared/src/index.ts': `import { one } from '#domain';\nexport const shared = one;`,
  'test/contract.ts': `import { three } from '#event-store';\nexport const contract = three;`,

  'libs/domain/src/clock.ts': `export const now = () => new Date();`,
  'libs/domain/src/instant.ts': `export const year = (date: Date) => date.getFullYear();`,
  'libs/domain/src/later.ts': `export const later = async () => await one();\nconst one = () => fetch('x');`,
  'libs/domain/src/chance.ts': `export const chance = Math.random() > 0.5;`,
  'libs/domain/src/talk.ts': `export const talk = () => console.log(process.env);`,
  'libs/domain/src/wait.ts': `export const wait = () => setTimeout(() => undefined, 1);`,
  'libs/domain/src/aside.ts': `export const aside = () => import('./chance.js');`,
  'libs/vault/src/marked.ts': `const marks: unknown[] = [];\nconst mark = (target: unknown) => {\n  marks.push(target);\n};\n@mark\nexport class Marked { one = 1; }`,
  'libs/edge/src/marked.ts': `const marks: unknown[] = [];\nconst mark = (target: unknown) => {\n  marks.push(target);\n};\n@mark\nexport class Marked { one = 1; }`,
  'libs/vault/src/colour.ts': `export enum Colour { Red }`,
  'libs/vault/src/default.ts': `const one = 1;\nexport default one;`,
  'libs/vault/src/any.ts': `export const any = (value: any) => value.x;`,
  'libs/vault/src/floating.ts': `const work = () => Promise.resolve(1);\nexport const go = () => { work(); };`,
  'libs/vault/src/maze.ts': `export const maze = (n: number) => {\n${Array.from({ length: 10 }, (_, i) => `  if (n === ${i}) return ${i + 1};`).join('\n')}\n  return 0;\n};`,
  'libs/vault/src/scroll.ts': `export const scroll = () => {\n${Array.from({ length: 50 }, (_, i) => `  const v${i} = ${i};`).join('\n')}\n  return v0;\n};`,
  'libs/vault/src/tome.ts': Array.from({ length: 201 }, (_, i) => `export const v${i} = ${i};`).join('\n'),
};

const run = (program: string, ...options: string[]): unknown => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...options], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
};

beforeAll(() => {
  mkdirSync(join(root, 'data'), { recursive: true });
  house = mkdtempSync(join(root, 'data', 'house-'));
  const { imports, dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    [key: string]: unknown;
  };
  const settings = {
    'package.json': JSON.stringify({ type: 'module', imports, dependencies, devDependencies }),
    'tsconfig.json': JSON.stringify({ extends: '../../tsconfig.json', include: ['apps', 'libs', 'test'] }),
  };
  for (const [name, text] of Object.entries({ ...files, ...settings })) {
    mkdirSync(dirname(join(house, name)), { recursive: true });
    writeFileSync(join(house, name), `${text}\n`);
  }
});
afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

describe('The directions of imports', () => {
  const found: Record<string, string[]> = {};
  beforeAll(() => {
    const config = join(root, '.dependency-cruiser.js');
    const report = run(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', config, '--output-type', 'json', 'apps', 'libs', 'test'],
    ) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    for (const { from, rule } of report.summary.violations) (found[from] ??= []).push(rule.name);
  });

  const broken: [string, string, string[]][] = [
    ['a file access of the domain', 'libs/domain/src/disk.ts', ['libs-domain-builtins']],
    ['a cycle, be it of types', 'libs/domain/src/egg.ts', ['no-cycle']],
    ['evidence that knows decisions', 'libs/evidence/src/index.ts', ['libs-evidence-direction']],
    ['evidence on the network', 'libs/evidence/src/socket.ts', ['libs-evidence-builtins']],
    ['cryptography that browsers lack', 'libs/evidence/src/sum.ts', ['cryptography-of-evidence-in-one-file']],
    [
      'cryptography for browsers elsewhere',
      'libs/evidence/src/curve.ts',
      ['no-development-package-in-production', 'noble-only-for-browsers'],
    ],
    ['a way to what is only for browsers', 'libs/evidence/src/page.ts', ['files-for-browsers-are-bundled']],
    ['an upward import', 'libs/event-store/src/view.ts', ['libs-event-store-direction']],
    ['a package of another lib', 'libs/vault/src/index.ts', ['libs-vault-packages', 'typeorm-only-in-read-model']],
    ['a way past an index', 'libs/read-model/src/deep.ts', ['only-index-is-public']],
    ['test helpers in production', 'libs/read-model/src/given.ts', ['domain-testing-is-for-tests']],
    ['a barrel below a lib', 'libs/read-model/src/views.ts', ['no-barrel-below-a-lib']],
    ['a sideways import', 'libs/edge/src/index.ts', ['libs-edge-direction']],
    ['a way past an index from an app', 'apps/commands/src/main.ts', ['only-index-is-public-outside']],
    ['TypeORM outside the read model', 'apps/commands/src/entity.ts', ['typeorm-only-in-read-model']],
    ['production that needs test code', 'apps/commands/src/contract.ts', ['no-test-in-production']],
    ['one service in another', 'apps/queries/src/main.ts', ['apps-queries-direction']],
    ['standalone with more than modules', 'apps/standalone/src/inside.ts', ['standalone-composes-modules']],
    ['a lib without a row', 'libs/shared/src/index.ts', ['every-part-has-a-row']],
    ['an auditor with a database driver', 'apps/auditor/src/main.ts', ['apps-auditor-packages']],
  ];

  it.each(broken)('are broken by %s', (_, file, rules) => {
    expect(found[file]?.toSorted()).toEqual(rules);
  });

  it('are kept by every other file', () => {
    const kept = Object.keys(found).filter((file) => !broken.some(([, name]) => name === file));
    expect(kept.filter((file) => file !== 'libs/domain/src/hen.ts')).toEqual([]);
  });
});

describe('The rules of style', () => {
  const found: Record<string, string[]> = {};
  beforeAll(() => {
    const names = Object.keys(files);
    const report = run(
      'eslint/bin/eslint.js',
      '--config',
      join(root, 'eslint.config.js'),
      '--format',
      'json',
      ...names,
    );
    for (const { filePath, messages } of report as { filePath: string; messages: { ruleId: string }[] }[]) {
      found[filePath.slice(house.length + 1)] = [...new Set(messages.map(({ ruleId }) => ruleId))].toSorted();
    }
  });

  const broken: [string, string, string][] = [
    ['an import of the domain', 'libs/domain/src/disk.ts', 'no-restricted-imports'],
    ['a clock in the domain', 'libs/domain/src/clock.ts', 'no-restricted-globals'],
    ['a Date as a type in the domain', 'libs/domain/src/instant.ts', 'no-restricted-syntax'],
    ['an async function in the domain', 'libs/domain/src/later.ts', 'no-restricted-syntax'],
    ['a request of the domain', 'libs/domain/src/later.ts', 'no-restricted-globals'],
    ['chance in the domain', 'libs/domain/src/chance.ts', 'no-restricted-properties'],
    ['output of the domain', 'libs/domain/src/talk.ts', 'no-restricted-globals'],
    ['a timer in the domain', 'libs/domain/src/wait.ts', 'no-restricted-globals'],
    ['a dynamic import of the domain', 'libs/domain/src/aside.ts', 'no-restricted-syntax'],
    ['a decorator in a lib', 'libs/vault/src/marked.ts', 'no-restricted-syntax'],
    ['an enum', 'libs/vault/src/colour.ts', 'no-restricted-syntax'],
    ['a default export', 'libs/vault/src/default.ts', 'no-restricted-exports'],
    ['the type any', 'libs/vault/src/any.ts', '@typescript-eslint/no-explicit-any'],
    ['a promise nobody waits for', 'libs/vault/src/floating.ts', '@typescript-eslint/no-floating-promises'],
    ['a maze of conditions', 'libs/vault/src/maze.ts', 'complexity'],
    ['a long function', 'libs/vault/src/scroll.ts', 'max-lines-per-function'],
    ['a long file', 'libs/vault/src/tome.ts', 'max-lines'],
  ];

  it.each(broken)('are broken by %s', (_, file, rule) => {
    expect(found[file]).toContain(rule);
  });

  it('allow decorators at the edge and plain code everywhere', () => {
    expect(found['libs/edge/src/marked.ts']).toEqual([]);
    expect(found['libs/domain/src/index.ts']).toEqual([]);
  });
});
