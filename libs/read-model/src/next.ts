import type { QueryRunner } from 'typeorm';
import { checkpointEntity } from './views/checkpoint.js';
import { historyEntity } from './views/history.js';
import { SCHEMA } from './views/view.js';
import { VIEWS } from './views/write.js';

/** Where a rebuild puts its tables before they become the live ones. */
export const NEXT = 'read_next';
const PAST = 'read_past';

/** Any fixed number that nothing else locks. */
const REBUILD_LOCK = 7_310_004;

/** The one large table has its index made at the end: sorting once costs less than a million insertions. */
const TABLES = [
  ...[...VIEWS.map(({ entity }) => entity), checkpointEntity].map(({ options }) => [options.name, 'ALL']),
  [historyEntity.options.name, 'CONSTRAINTS'],
];

/** Empty tables of the same shape. The rest of what an interrupted rebuild left is dropped. */
export const prepareNext = async (runner: QueryRunner): Promise<void> => {
  const [lock] = (await runner.query('SELECT pg_try_advisory_lock($1) AS free', [REBUILD_LOCK])) as { free: boolean }[];
  if (!lock?.free) throw new Error('Another rebuild is running');
  // If this session crashes, there is nothing to save; and its small lookups on tables without statistics are no scans.
  await runner.query("SET synchronous_commit = off; SET enable_seqscan = off; SET maintenance_work_mem = '128MB'");
  await runner.query(`DROP SCHEMA IF EXISTS ${NEXT} CASCADE; DROP SCHEMA IF EXISTS ${PAST} CASCADE`);
  await runner.query(`CREATE SCHEMA ${NEXT}`);
  for (const [table, parts] of TABLES) {
    await runner.query(`CREATE TABLE ${NEXT}.${table} (LIKE ${SCHEMA}.${table} INCLUDING ${parts})`);
  }
};

export const indexHistory = async (runner: QueryRunner): Promise<void> => {
  await runner.query(`ALTER TABLE ${NEXT}.history ADD PRIMARY KEY (matter, revision)`);
  for (const [table] of TABLES) await runner.query(`ANALYZE ${NEXT}.${table}`);
};

const RIGHTS = `
  SELECT format('GRANT %s ON SCHEMA ${NEXT} TO %s', privilege_type, grantee::regrole) AS statement
  FROM pg_namespace, aclexplode(nspacl) WHERE nspname = '${SCHEMA}' AND grantee NOT IN (0, nspowner)
  UNION ALL
  SELECT format('GRANT %s ON ${NEXT}.%I TO %s', privilege_type, relname, grantee::regrole)
  FROM pg_class, aclexplode(relacl)
  WHERE relnamespace = '${SCHEMA}'::regnamespace AND relname = ANY($1) AND grantee NOT IN (0, relowner)`;

/** Gives the new tables the rights that the live ones have. */
export const copyRights = async (runner: QueryRunner): Promise<void> => {
  const rows = (await runner.query(RIGHTS, [TABLES.map(([table]) => table)])) as { statement: string }[];
  for (const { statement } of rows) await runner.query(statement);
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
