import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { requireWay } from './account.js';
import { migrate } from './migrations.js';
import { startPostgres, type EmbeddedPostgres } from './postgres.js';
import { prepareDatabase } from './roles.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const built = join(root, 'dist/apps/standalone/src/postgres/postgres.js');

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'supervised-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return join(folder, 'db');
};

let template = '';
/** A copy of one initialised cluster: initdb takes seconds, a copy does not. */
const initialised = () => {
  const folder = newFolder();
  execFileSync('cp', ['-a', template, folder]);
  execFileSync('cp', ['-a', `${template}.password`, `${folder}.password`]);
  return folder;
};

const running: EmbeddedPostgres[] = [];
const lines: string[] = [];
const log = (line: string) => lines.push(line);
const start = async (dataFolder: string) => {
  const server = await startPostgres({ dataFolder, log });
  running.push(server);
  return server;
};

const query = async (connectionString: string, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
};

/** Another Node process that starts PostgreSQL on the folder and then waits to be killed. */
const otherProcess = async (dataFolder: string): Promise<{ child: ChildProcess; ownerUrl: string }> => {
  const program = `
    import { startPostgres } from ${JSON.stringify(built)};
    const { ownerUrl } = await startPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, log: () => undefined });
    console.log(ownerUrl);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ownerUrl = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error('The other process ended too early')));
  });
  return { child, ownerUrl };
};

const killed = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

/** All that the current user may do in our database, whoever granted it; a right on some columns names them. */
const RIGHTS = `
  WITH tables AS (
    SELECT c.oid, format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND nspname !~ '^(pg_|information_schema$)'
  ), kinds (kind, place) AS (
    SELECT * FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'])
      WITH ORDINALITY
  ), found (name, rights) AS (
    SELECT name, string_agg(kind || coalesce('(' || columns || ')', ''), ' ' ORDER BY place)
    FROM tables CROSS JOIN kinds CROSS JOIN LATERAL (
      SELECT CASE WHEN kind <> ALL ('{SELECT,INSERT,UPDATE,REFERENCES}') OR has_table_privilege(oid, kind) THEN NULL
        ELSE (SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
          WHERE attrelid = oid AND attnum > 0 AND NOT attisdropped AND has_column_privilege(oid, attnum, kind)) END
    ) AS part (columns)
    WHERE has_table_privilege(oid, kind) OR columns IS NOT NULL GROUP BY name
    UNION ALL SELECT format('%I.%I()', nspname, proname), 'EXECUTE'
    FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE nspname !~ '^(pg_|information_schema$)' AND prorettype <> 'trigger'::regtype
      AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')
    UNION ALL SELECT nspname, 'CREATE' FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')
    UNION ALL SELECT 'database', kind FROM unnest(ARRAY['CREATE', 'TEMPORARY']) AS kind
    WHERE has_database_privilege(current_database(), kind)
  )
  SELECT format('%s: %s', name, rights) FROM found ORDER BY name COLLATE "C"`;

const LEDGER = ['ledger.event: SELECT', 'ledger.head: SELECT', 'ledger.stream: SELECT'];
const APPENDED = ['ledger.append(): EXECUTE', ...LEDGER];
const on = (tables: readonly string[], rights: string) => tables.map((table) => `${table}: ${rights}`);
const LOG = ['log.checkpoint', 'log.cosignature', 'log.leaf', 'log.node', 'log.witnessed'];
const VIEWS = [
  ...['agreement', 'agreement_words', 'binding', 'checkpoint', 'deadline', 'decision', 'duty', 'history'],
  ...['matter_words', 'objector', 'register', 'share', 'tally', 'waiting'],
].map((name) => `read.${name}`);
const OPENED = 'SELECT(digest disclosure stream)';
const KEPT = [
  ...['vault.claim: SELECT INSERT', 'vault.fingerprint_key_or(): EXECUTE', 'vault.keep(): EXECUTE'],
  ...['vault.naming: INSERT', 'vault.pseudonym: SELECT(person pseudonym) INSERT', 'vault.pseudonym_of(): EXECUTE'],
  `vault.value: ${OPENED} INSERT`,
];
const SESSIONS = 'session.session: SELECT INSERT UPDATE DELETE';

/** Nobody changes or deletes a record or what is sealed; who answers questions can neither append nor log in as anybody. */
const EXPECTED = {
  commands: [
    ...[...APPENDED, ...on(LOG, 'SELECT'), SESSIONS],
    ...KEPT.toSpliced(1, 0, 'vault.document: SELECT(sha256 name bytes) INSERT'),
  ],
  queries: [
    ...[...LEDGER, ...on(LOG, 'SELECT'), ...on(VIEWS, 'SELECT'), 'session.session: SELECT'],
    ...['vault.pseudonym: SELECT(person pseudonym)', `vault.value: ${OPENED}`],
  ],
  worker: [...APPENDED, ...on(LOG, 'SELECT INSERT'), ...on(VIEWS, 'SELECT INSERT UPDATE DELETE'), ...KEPT],
  eraser: [
    ...['database: TEMPORARY', 'vault.naming: SELECT DELETE', 'vault.pseudonym: SELECT(pseudonym) DELETE'],
    'vault.value: SELECT(digest at stream) DELETE',
  ],
  sessions: [SESSIONS],
};

/** What earlier releases gave. */
const SURPLUS = [
  'SELECT ON ALL TABLES IN SCHEMA vault TO bb_queries, bb_commands, bb_worker',
  'EXECUTE ON FUNCTION vault.pseudonym_of TO bb_queries',
  'INSERT ON vault.document TO bb_worker',
  'USAGE ON SCHEMA read TO bb_commands',
  'SELECT ON ALL TABLES IN SCHEMA read TO bb_commands, bb_queries, bb_worker',
  'SELECT, INSERT, UPDATE, DELETE ON session.session TO bb_queries',
];

beforeAll(async () => {
  execFileSync(process.execPath, ['tools/build.js'], { cwd: root });
  template = newFolder();
  folders.length = 0;
  await (await startPostgres({ dataFolder: template, log })).stop();
  // Twenty servers wait for the disk otherwise; that of the first test is as users start it.
  writeFileSync(join(template, 'postgresql.auto.conf'), 'fsync = off\n');
});
beforeEach(() => {
  lines.length = 0;
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(dirname(template), { recursive: true });
});

describe('PostgreSQL of our own', () => {
  it('starts in an empty place with checksums, UTF-8 and code point order, for this machine only', async () => {
    const folder = newFolder();
    const { ownerUrl } = await start(folder);
    const facts = await query(
      ownerUrl,
      `SELECT current_setting('data_checksums'), current_setting('server_encoding'), current_setting('listen_addresses'),
              current_setting('fsync'), 'Z' < 'a', 'z' < 'ä'`,
    );
    expect(facts).toEqual(['on', 'UTF8', '127.0.0.1', 'on', true, true]);
    expect(statSync(`${folder}.password`).mode & 0o777).toBe(0o600);
    expect(new URL(ownerUrl).password).toBe(readFileSync(`${folder}.password`, 'utf8'));
  });

  it('lets nobody in without the password', async () => {
    const url = new URL((await start(initialised())).ownerUrl);
    url.password = 'guess';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps data, password and port over a restart', async () => {
    const folder = initialised();
    const first = await start(folder);
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start(folder);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await query(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('ends the orphan of a killed process and starts with everything it had committed', async () => {
    const folder = initialised();
    const { child, ownerUrl } = await otherProcess(folder);
    await query(ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await killed(child);
    expect(await query(ownerUrl, 'SELECT answer FROM kept')).toEqual([42]);
    const next = await start(folder);
    expect(lines[0]).toMatch(/still runs from an earlier start and is stopped first/);
    expect(await query(next.ownerUrl, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('recovers when PostgreSQL itself was killed, and says so while it runs', async () => {
    const folder = initialised();
    const first = await start(folder);
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    while (!lines.some((line) => line.includes('ended unexpectedly')))
      await new Promise((next) => setTimeout(next, 20));
    await first.stop();
    const second = await start(folder);
    expect(await query(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('refuses a second start on the same folder while the first runs, which goes on', async () => {
    const folder = initialised();
    const { child, ownerUrl } = await otherProcess(folder);
    await expect(start(folder)).rejects.toThrow(
      `Beschlussbuch already runs on this data folder (process ${child.pid}, lock ${folder}.lock).`,
    );
    expect(await query(ownerUrl, 'SELECT 1 AS one')).toEqual([1]);
    await killed(child);
    await start(folder);
  });

  it('refuses a second start within the same process', async () => {
    const folder = initialised();
    await start(folder);
    await expect(start(folder)).rejects.toThrow('This process already uses the data folder');
  });

  it('takes over a lock whose process number now belongs to another process', async () => {
    const folder = initialised();
    writeFileSync(`${folder}.lock`, `${process.ppid}\nlong ago`);
    await start(folder);
    expect(readFileSync(`${folder}.lock`, 'utf8').split('\n')[0]).toBe(String(process.pid));
  });

  it('starts although the number in postmaster.pid now belongs to a stranger', async () => {
    const folder = initialised();
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'postmaster.pid'), `${process.pid}\n${folder}\n`);
    const { ownerUrl } = await start(folder);
    expect(await query(ownerUrl, 'SELECT 1 AS one')).toEqual([1]);
  });

  it('redoes an initialisation that was interrupted', async () => {
    const folder = newFolder();
    mkdirSync(`${folder}.new`);
    writeFileSync(join(`${folder}.new`, 'PG_VERSION'), '18\n');
    writeFileSync(`${folder}.password`, 'of the interrupted one');
    const { ownerUrl } = await start(folder);
    expect(await query(ownerUrl, 'SELECT 1 AS one')).toEqual([1]);
    expect(existsSync(`${folder}.new`)).toBe(false);
  });

  it('touches no folder that holds other files', async () => {
    const folder = newFolder();
    mkdirSync(folder);
    writeFileSync(join(folder, 'holiday.jpg'), '');
    await expect(start(folder)).rejects.toThrow('holds files but no database; nothing was changed');
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  it('answers with the words of PostgreSQL when it does not start', async () => {
    const folder = initialised();
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'postgresql.auto.conf'), "no_such_setting = '1'\n");
    await expect(start(folder)).rejects.toThrow('unrecognized configuration parameter "no_such_setting"');
  });

  it('refuses a wanted port that another program uses', async () => {
    const { port } = new URL((await start(initialised())).ownerUrl);
    await expect(startPostgres({ dataFolder: initialised(), port: Number(port), log })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken by another program.`,
    );
  });

  it('names the parent folder that the user of the server cannot enter', () => {
    const folder = newFolder();
    const stranger = { uid: 54_321, gid: 54_321 };
    expect(() => requireWay(folder, stranger)).not.toThrow();
    chmodSync(dirname(folder), 0o700);
    expect(() => requireWay(folder, stranger)).toThrow(`who cannot enter ${dirname(folder)} on the way to ${folder}`);
  });
});

describe('The prepared database', () => {
  it('gives each service a role of its own that may connect and create nothing', async () => {
    const { ownerUrl } = await start(initialised());
    const urls = await prepareDatabase(ownerUrl);
    expect(await query(urls.queries, 'SELECT current_user, current_database()')).toEqual([
      'bb_queries',
      'beschlussbuch',
    ]);
    for (const url of [urls.commands, urls.queries, urls.worker, urls.sessions]) {
      await expect(query(url, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
      await expect(query(url, 'CREATE SCHEMA mine')).rejects.toThrow('permission denied');
    }
    await query(urls.owner, 'CREATE SCHEMA ours');
  });

  it('changes the passwords at every start and keeps the data', async () => {
    const { ownerUrl } = await start(initialised());
    const before = await prepareDatabase(ownerUrl);
    await query(before.owner, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const after = await prepareDatabase(ownerUrl);
    await expect(query(before.worker, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(await query(after.worker, 'SELECT 1 AS one')).toEqual([1]);
    expect(await query(after.owner, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('gives every role exactly the rights that it uses, also where an earlier release gave it more', async () => {
    const { owner, ...urls } = await prepareDatabase((await start(initialised())).ownerUrl);
    await migrate(owner);
    for (const surplus of SURPLUS) await query(owner, `GRANT ${surplus}`);
    await migrate(owner);
    for (const [role, url] of Object.entries(urls)) {
      const rights = await query(url, RIGHTS);
      expect([role, rights]).toEqual([role, EXPECTED[role as keyof typeof urls]]);
    }
  });

  it('takes the passwords of a deployment when it is given them', async () => {
    const { ownerUrl } = await start(initialised());
    const { worker } = await prepareDatabase(ownerUrl, { worker: "it's secret" });
    expect(await query(worker, 'SELECT current_user')).toEqual(['bb_worker']);
  });
});
