import type { QueryRunner } from 'typeorm';
import { connect } from './connection.js';
import { PROJECTION, VIEWS_VERSION } from './views/checkpoint.js';

/** Any fixed number that nothing else locks: services that start together migrate one by one. */
const MIGRATION_LOCK = 7_310_003;

/**
 * Database roles that exist already: `write` fills the views (worker), `read` asks them (queries), `none` does neither;
 * what an earlier release gave to the last is taken away.
 */
export interface ReadModelRoles {
  readonly write: readonly string[];
  readonly read: readonly string[];
  readonly none?: readonly string[];
}

const grant = async (runner: QueryRunner, { write, read, none = [] }: ReadModelRoles) => {
  const escape = (role: string) => `"${role.replaceAll('"', '""')}"`;
  for (const role of [...write, ...read].map(escape)) {
    await runner.query(`GRANT USAGE ON SCHEMA read TO ${role}`);
    await runner.query(`GRANT SELECT ON ALL TABLES IN SCHEMA read TO ${role}`);
  }
  for (const role of write.map(escape)) {
    await runner.query(`GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA read TO ${role}`);
  }
  for (const role of [...write, ...read].map(escape)) await runner.query(`REVOKE ALL ON read.migration FROM ${role}`);
  for (const role of none.map(escape)) {
    await runner.query(`REVOKE ALL ON ALL TABLES IN SCHEMA read FROM ${role}; REVOKE ALL ON SCHEMA read FROM ${role}`);
  }
};

/**
 * Creates or completes schema `read` and gives the roles their rights. As the owner of the database; safe to repeat and
 * to run from several processes at once. `shards` is the number of independent parts in which matters are projected,
 * taken when the schema is created.
 */
export const migrateReadModel = async (ownerUrl: string, roles: ReadModelRoles, shards = 1): Promise<void> => {
  const source = await connect(ownerUrl, 'read-model-migration', 2);
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner.query('CREATE SCHEMA IF NOT EXISTS read');
    await source.runMigrations({ transaction: 'all' });
    await runner.query(
      `INSERT INTO read.checkpoint (projection, shard, version, updated_at)
       SELECT $1, shard, $2, now() FROM generate_series(0, $3::integer - 1) AS shard
       WHERE NOT EXISTS (SELECT FROM read.checkpoint WHERE projection = $1)`,
      [PROJECTION, VIEWS_VERSION, shards],
    );
    await grant(runner, roles);
  } finally {
    // The lock ends with the connection.
    await runner.release();
    await source.destroy();
  }
};
