import { readFileSync } from 'node:fs';
import { readConfiguration } from '#edge';
import { parse } from 'yaml';
import { logPlace } from '../apps/worker/src/log-place.js';

type Environment = Record<string, string>;

const missingIn = (read: (env: Environment) => unknown): readonly string[] => {
  const env: Environment = {};
  for (;;) {
    try {
      read(env);
      return Object.keys(env);
    } catch (error) {
      const names = [...String(error).matchAll(/([A-Z0-9_]+) is missing/g)].map(([, name = '']) => name);
      if (names.length === 0) throw error;
      for (const name of names) env[name] = 'https://given.example/'.padEnd(40, name.toLowerCase());
    }
  }
};

/** What an entry point asks for by itself. */
const askedIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:process\.env\[|needed\()'([A-Z0-9_]+)'/g)].map(([, name = '']) => name);

const common = missingIn((env) => readConfiguration({ ...env, NODE_ENV: 'production' }));
const required: Readonly<Record<string, readonly string[]>> = {
  prepare: askedIn('apps/standalone/src/postgres/prepare.ts'),
  commands: [...common, ...askedIn('apps/commands/src/main.ts')],
  queries: [...common, ...askedIn('apps/queries/src/main.ts')],
  worker: [...common, ...askedIn('apps/worker/src/main.ts'), ...missingIn(logPlace)],
};

const compose = readFileSync('deploy/compose.yaml', 'utf8');
const { services } = parse(compose, { merge: true }) as { services: Record<string, { environment?: Environment }> };

describe('the compose file', () => {
  it('runs every program of the product, and nothing needs what is not known', () => {
    expect(required['worker']).toEqual(expect.arrayContaining(['DATABASE_URL', 'ERASURE_DATABASE_URL', 'LOG_FOLDER']));
    expect(required['prepare']).toContain('ERASER_PASSWORD');
    expect(Object.keys(services).toSorted()).toEqual(['database', ...Object.keys(required)].toSorted());
  });

  it.each(Object.keys(required))('gives %s every variable that it needs to start', (name) => {
    const given = Object.keys(services[name]?.environment ?? {});
    expect(required[name]?.filter((variable) => !given.includes(variable))).toEqual([]);
  });

  it('asks for no secret or address that the guide does not name', () => {
    const guide = readFileSync('deploy/README.md', 'utf8');
    const asked = [...compose.matchAll(/\$\{([A-Z0-9_]+)[:}]/g)].map(([, name = '']) => name);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it('hands on whatever else the services read', () => {
    const sources = ['libs/edge/src/configuration.ts', 'apps/worker/src/log-place.ts'];
    const read = sources.flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/(?:env\['|'(?=LOG_)|(?=\bLOG_[A-Z0-9_]+: ))([A-Z0-9_]+)/g),
    ]);
    const names = new Set(read.map(([, name = '']) => name));
    expect(names.size).toBeGreaterThan(12);
    // The image sets NODE_ENV, and production knows no other mode.
    const fixed = ['NODE_ENV', 'BESCHLUSSBUCH_MODE'];
    const given = Object.keys(services['worker']?.environment ?? {});
    expect([...names].filter((name) => !fixed.includes(name) && !given.includes(name))).toEqual([]);
  });
});
