import tseslint from 'typescript-eslint';

const noEnum = {
  selector: 'TSEnumDeclaration',
  message: 'A union of string literals says it without a runtime object.',
};
const noDecorator = { selector: 'Decorator', message: 'Decorators live in apps/ and libs/edge only.' };
const noAsync = ['ArrowFunctionExpression', 'FunctionDeclaration', 'FunctionExpression'].map((kind) => ({
  selector: `${kind}[async=true]`,
  message: 'The domain computes at once: no async.',
}));
const pure = 'The domain has no clock, no I/O and no randomness: facts come in with the command.';
const noOutside = [
  'AwaitExpression',
  'ForOfStatement[await=true]',
  'ImportExpression',
  'TSTypeReference[typeName.name=/^(Date|Promise|PromiseLike)$/]',
].map((selector) => ({ selector, message: pure }));

const oneShape = {
  selector: 'ObjectExpression > SpreadElement > Identifier[name="state"]',
  message: 'Every state has one shape: `changed` keeps it.',
};

const outsideGlobals = [
  ...['Date', 'Temporal', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise'],
  ...['process', 'console', 'fetch', 'crypto', 'Buffer', 'globalThis', 'global', 'require', 'Atomics', 'WebSocket'],
];

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', '.stryker-tmp/'] },
  {
    files: ['**/*.ts', '**/*.tsx', 'tools/**/*.js'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      'no-restricted-syntax': ['error', noEnum],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // A port answers with promises; an engine in memory has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Marked so that it stands out; the configuration refuses it in production.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'openid-client', name: 'allowInsecureRequests' }] },
      ],
      // Nest takes its options, and validated bodies their DTO's type, as plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Nest modules are classes without a body.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  {
    files: ['apps/**/*.ts', 'apps/**/*.tsx', 'libs/**/*.ts', 'tools/**/*.js'],
    ignores: ['**/*.spec.ts', '**/test/**'],
    rules: {
      complexity: ['error', 10],
      'max-lines': ['error', 200],
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
    },
  },
  // One table of sentences, one list of what the domain offers: cutting them would only scatter the rows.
  { files: ['libs/domain/src/{refusals,index}.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['libs/**/*.ts'],
    ignores: ['libs/edge/**'],
    rules: { 'no-restricted-syntax': ['error', noEnum, noDecorator] },
  },
  {
    files: ['libs/domain/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/test/**'],
    rules: {
      'no-restricted-syntax': ['error', noEnum, noDecorator, ...noAsync, ...noOutside],
      'no-restricted-globals': ['error', ...outsideGlobals.map((name) => ({ name, message: pure }))],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: pure }],
      'no-restricted-imports': ['error', { patterns: [{ regex: '^[^.]', message: 'The domain imports nothing.' }] }],
    },
  },
  {
    files: ['libs/domain/src/matter/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', noEnum, noDecorator, ...noAsync, ...noOutside, oneShape] },
  },
  // All members by their names, once.
  { files: ['libs/domain/src/matter/shape.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    // A test states what it knows and fails loudly when it is wrong; matchers and bodies of answers are typed `any`.
    files: ['**/*.spec.ts', '**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  { files: ['test/jest-global-*.ts'], rules: { 'no-restricted-exports': 'off' } },
);
