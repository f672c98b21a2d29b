import type { Position } from '#event-store';
import type { QueryRunner } from 'typeorm';
import { checkpointEntity, PROJECTION, VIEWS_VERSION } from './views/checkpoint.js';
import { historyEntity } from './views/history.js';
import { SCHEMA } from './views/view.js';
import { VIEWS } from './views/write.js';

/** Where a rebuild puts its tables before they become the live ones. */
export const NEXT = 'read_next';
const PAST = 'read_past';

/**
 * If a session crashes, there is nothing to save; its small lookups on tables without statistics are no scans; and
 * statistics of a third of the usual sample tell frequent houses from rare ones as well.
 */
export const SETTINGS =
  '-c synchronous_commit=off -c enable_seqscan=off -c maintenance_work_mem=128MB -c default_statistics_target=30';

/** Any fixed number that nothing else locks. */
const REBUILD_LOCK = 7_310_004;

/** Their rows are replaced while the log is read; the others only grow. */
const VIEW_TABLES = VIEWS.map(({ entity }) => entity.options.name);
const TABLES = [historyEntity.options.name, checkpointEntity.options.name, ...VIEW_TABLES];

/** Statements that give the tables of NEXT the keys and other indexes of the live ones, under the same names. */
const KEYS = `
  SELECT format('ALTER TABLE ${NEXT}.%I ADD CONSTRAINT %I %s', t.relname, conname, pg_get_constraintdef(k.oid)) AS statement
  FROM pg_constraint k JOIN pg_class t ON t.oid = conrelid
  WHERE connamespace = '${SCHEMA}'::regnamespace AND contype = 'p' AND t.relname = ANY($1)`;
const INDEXES = `
  SELECT replace(pg_get_indexdef(indexrelid), ' ON ${SCHEMA}.', ' ON ${NEXT}.') AS statement
  FROM pg_index JOIN pg_class t ON t.oid = indrelid
  WHERE t.relnamespace = '${SCHEMA}'::regnamespace AND NOT indisprimary AND t.relname = ANY($1)`;

const runFound = async (runner: QueryRunner, query: string, tables: readonly string[]) => {
  const rows = (await runner.query(query, [tables])) as { statement: string }[];
  for (const { statement } of rows) await runner.query(statement);
};

/** One rebuild at a time. The lock ends with the session, which may outlast its connection for a moment. */
export const lockRebuild = async (runner: QueryRunner): Promise<() => Promise<void>> => {
  const [lock] = (await runner.query('SELECT pg_try_advisory_lock($1) AS free', [REBUILD_LOCK])) as { free: boolean }[];
  if (!lock?.free) throw new Error('Another rebuild is running');
  return async () => {
    // Where the connection is lost the server lets go of the lock by itself.
    await runner.query('SELECT pg_advisory_unlock($1)', [REBUILD_LOCK]).catch(() => undefined);
  };
};

/** Empty tables of the same shape. The rest of what an interrupted rebuild left is dropped. */
export const prepareNext = async (runner: QueryRunner): Promise<void> => {
  await runner.query(`DROP SCHEMA IF EXISTS ${NEXT} CASCADE; DROP SCHEMA IF EXISTS ${PAST} CASCADE`);
  await runner.query(`CREATE SCHEMA ${NEXT}`);
  for (const table of TABLES) {
    await runner.query(`CREATE TABLE ${NEXT}.${table} (LIKE ${SCHEMA}.${table} INCLUDING ALL EXCLUDING INDEXES)`);
  }
  // Matters that come up again after they were written are found by their key.
  await runFound(runner, KEYS, VIEW_TABLES);
};

/** What one table still lacks. */
const complete = async (runner: QueryRunner, table: string) => {
  if (!VIEW_TABLES.includes(table)) await runFound(runner, KEYS, [table]);
  await runFound(runner, INDEXES, [table]);
  if (VIEW_TABLES.includes(table)) await runner.query(`ANALYZE ${NEXT}.${table}`);
};

/**
 * What is cheaper to make once than to keep up to date with every row, by several connections side by side. With
 * statistics: which index serves a house depends on how much of the table concerns it, and the next autovacuum may be a
 * minute away.
 */
export const completeNext = async (runners: readonly QueryRunner[]): Promise<void> => {
  // The longest comes first, the history: the rest fits beside it.
  const waiting = [...TABLES];
  const ended = await Promise.allSettled(
    runners.map(async (runner) => {
      for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) await complete(runner, table);
    }),
  );
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
};

const RIGHTS = `
  SELECT format('GRANT %s ON SCHEMA ${NEXT} TO %s', privilege_type, grantee::regrole) AS statement
  FROM pg_namespace, aclexplode(nspacl) WHERE nspname = '${SCHEMA}' AND grantee NOT IN (0, nspowner)
  UNION ALL
  SELECT format('GRANT %s ON ${NEXT}.%I TO %s', privilege_type, relname, grantee::regrole)
  FROM pg_class, aclexplode(relacl)
  WHERE relnamespace = '${SCHEMA}'::regnamespace AND relname = ANY($1) AND grantee NOT IN (0, relowner)`;

/** Gives the new tables the rights that the live ones have. */
export const copyRights = (runner: QueryRunner): Promise<void> => runFound(runner, RIGHTS, TABLES);

/** The views continue after `position`; followers, who keep their checkpoints in the same table, where they were. */
export const moveCheckpoints = async (runner: QueryRunner, position: Position | undefined): Promise<void> => {
  await runner.query(`INSERT INTO ${NEXT}.checkpoint SELECT * FROM ${SCHEMA}.checkpoint`);
  await runner.query(
    `UPDATE ${NEXT}.checkpoint SET position = $2, version = $3, failure = NULL, updated_at = clock_timestamp()
     WHERE projection = $1`,
    [PROJECTION, position ?? null, VIEWS_VERSION],
  );
};

/** Runs `complete` while no projection writes, then exchanges the schemas, in one transaction. */
export const switchOver = async (runner: QueryRunner, complete: () => Promise<void>): Promise<void> => {
  await runner.query('SET synchronous_commit = on');
  await runner.startTransaction();
  try {
    await runner.query(`LOCK TABLE ${SCHEMA}.checkpoint IN ACCESS EXCLUSIVE MODE`);
    await complete();
    await runner.query(`ALTER TABLE ${SCHEMA}.migration SET SCHEMA ${NEXT}`);
    await runner.query(`ALTER SCHEMA ${SCHEMA} RENAME TO ${PAST}; ALTER SCHEMA ${NEXT} RENAME TO ${SCHEMA}`);
    await runner.query("SELECT pg_notify('read_model', '')");
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
  await runner.query(`DROP SCHEMA ${PAST} CASCADE`);
};
