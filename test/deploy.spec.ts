import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { readConfiguration } from '#edge';
import { parse } from 'yaml';
import { logPlace } from '../apps/worker/src/log-place.js';
import { startDouble } from './kurrent-double/double.js';

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
const { services } = parse(compose, { merge: true }) as {
  services: Record<string, { environment?: Environment; command?: string }>;
};

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

  it('hands each service its own way into the database and into the log, and nobody that of another', () => {
    const hands = (name: string, variable: string) => services[name]?.environment?.[variable];
    for (const name of ['commands', 'queries', 'worker']) {
      const own = name.toUpperCase();
      expect(hands(name, 'DATABASE_URL')).toBe(`postgres://bb_${name}:\${${own}_PASSWORD:?}@database/beschlussbuch`);
      expect(hands(name, 'EVENTSTORE_URL')).toBe(`\${${own}_EVENTSTORE_URL:-}`);
    }
  });

  it('keeps the words of statements out of the messages of the database, as the embedded one does', () => {
    const embedded = readFileSync('apps/standalone/src/postgres/server.ts', 'utf8');
    for (const setting of ['log_min_error_statement=panic', 'log_error_verbosity=terse']) {
      expect(embedded).toContain(`'${setting}'`);
      expect(services['database']?.command).toContain(`-c ${setting}`);
    }
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

describe('the guide to EventStoreDB', () => {
  const programs = readFileSync('docs/eventstore.md', 'utf8')
    .split('node --input-type=module <<')
    .slice(1)
    .map((text) => text.slice(text.indexOf('\n'), text.indexOf('\n   END\n')));
  const run = async (program: string, url: string): Promise<string> => {
    const flags = ['--input-type=module', '--eval', program];
    const { stderr } = await promisify(execFile)(process.execPath, flags, { env: { EVENTSTORE_URL: url } });
    return stderr;
  };

  it('sets lists by which the questions are asked by a user who cannot append, and tries that without writing', async () => {
    const double = await startDouble();
    const [set = '', attempt = ''] = programs;
    await run(set, double.url);
    const written = () =>
      double.model.all
        .filter(({ stream }) => !stream.startsWith('$stats'))
        .map(({ stream, data }) => [stream, JSON.parse(Buffer.from(data).toString()) as unknown]);
    const [admins, readers] = ['$admins', ['bb-commands', 'bb-queries', 'bb-worker']];
    const closed = { $r: admins, $w: admins, $d: admins, $mr: admins, $mw: admins };
    const lists = [
      [
        '$settings',
        { $userStreamAcl: { ...closed, $r: readers, $w: ['bb-commands', 'bb-worker'] }, $systemStreamAcl: closed },
      ],
      ['$$$all', { $acl: { $r: readers } }],
    ];
    expect(written()).toEqual(lists);
    // The double lets everybody write: so it answers as a server does on which the lists are not in force.
    expect(await run(attempt, double.url)).toContain('WrongExpectedVersionError');
    expect(written()).toEqual(lists);
    await double.close();
  });
});
