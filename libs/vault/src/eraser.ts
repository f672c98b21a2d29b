import pg from 'pg';
import { NAMING_LOCK } from './schema.js';

/** The one that may delete in the vault. It finds rows by digest and pseudonym and cannot read what they hold. */
export interface Eraser {
  /**
   * Deletes values of a stream; resolves with the number that was still there. Spares those of other streams, whatever
   * the record of an erasure names: their own period runs. Repeating it is harmless.
   */
  erase(digests: readonly string[], stream: string): Promise<number>;
  /**
   * Cuts the links between these pseudonyms and the persons behind them; resolves as erase. Spares a pseudonym that a
   * command other than the `recorded` ones, which the caller has seen in the log, is about to name there.
   */
  forget(pseudonyms: readonly string[], recorded: readonly string[]): Promise<number>;
  /** The pseudonyms among these behind which a person is still known. */
  known(pseudonyms: readonly string[]): Promise<readonly string[]>;
  /**
   * Deletes every value that was kept `graceSeconds` or longer before the sweep began and that `wanted` does not name:
   * left behind by a command that never got into the log, or restored with a backup after its erasure. The grace must
   * be longer than any append takes: what was about to be recorded before it is not waited for any more. If `wanted`
   * ends with an error nothing is deleted.
   */
  sweep(wanted: AsyncIterable<readonly string[]>, graceSeconds: number): Promise<number>;
  /** Releases connections. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** now() stands still in a transaction: what is kept while the log is read is not touched. */
const SWEEP = `
  delete from vault.value v
  where v.at <= now() - make_interval(secs => $1) and not exists (select 1 from wanted w where w.digest = v.digest)`;

/** Without a stream are values that were kept before it was noted. */
const ERASE = 'delete from vault.value where digest = any($1) and (stream is null or stream = $2)';
const LANDED = 'delete from vault.naming where at <= now() - make_interval(secs => $1)';
/** Evaluated after the lock was taken: every keep either left its note before, or finds the person forgotten. */
const FORGET = `
  delete from vault.pseudonym p where p.pseudonym = any($1)
  and not exists (select from vault.naming n where n.pseudonym = p.pseudonym and n.command_id <> all($2))`;

type Steps<T> = (client: pg.PoolClient) => Promise<T>;

async function inTransaction<T>(pool: pg.Pool, steps: Steps<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await steps(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** The eraser of a vault in PostgreSQL, with a role that migrateVault was given as `erase`. Connects when first used. */
export function postgresEraser(options: { readonly connectionString: string }): Eraser {
  const pool = new pg.Pool({ ...options, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, max: 2 });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const removed = async (statement: string, parameters: unknown[]): Promise<number> =>
    (await pool.query(statement, parameters)).rowCount ?? 0;

  return {
    erase: (digests, stream) => removed(ERASE, [digests, stream]),
    forget: (pseudonyms, recorded) =>
      inTransaction(pool, async (client) => {
        await client.query('select pg_advisory_xact_lock($1)', [NAMING_LOCK]);
        return (await client.query(FORGET, [pseudonyms, recorded])).rowCount ?? 0;
      }),
    async known(pseudonyms) {
      const statement = 'select pseudonym from vault.pseudonym where pseudonym = any($1)';
      const { rows } = await pool.query<{ pseudonym: string }>(statement, [pseudonyms]);
      return rows.map(({ pseudonym }) => pseudonym);
    },
    sweep: (wanted, graceSeconds) =>
      inTransaction(pool, async (client) => {
        await client.query('create temporary table wanted (digest text not null) on commit drop');
        for await (const digests of wanted) {
          await client.query('insert into wanted select unnest($1::text[])', [digests]);
        }
        await client.query('analyze wanted');
        await client.query(LANDED, [graceSeconds]);
        return (await client.query(SWEEP, [graceSeconds])).rowCount ?? 0;
      }),
    close: () => pool.end(),
  };
}
