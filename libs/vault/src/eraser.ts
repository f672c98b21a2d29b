import pg from 'pg';

/** The one that may delete in the vault. It finds rows by digest and pseudonym and cannot read what they hold. */
export interface Eraser {
  /** Deletes values; resolves with the number that was still there. Repeating it is harmless. */
  erase(digests: readonly string[]): Promise<number>;
  /** Cuts the links between these pseudonyms and the persons behind them; resolves as erase. */
  forget(pseudonyms: readonly string[]): Promise<number>;
  /** The pseudonyms among these behind which a person is still known. */
  known(pseudonyms: readonly string[]): Promise<readonly string[]>;
  /**
   * Deletes every value that was kept `graceSeconds` or longer before the sweep began and that `wanted` does not name:
   * left behind by a command that never got into the log, or restored with a backup after its erasure. The grace must
   * be longer than any append takes. If `wanted` ends with an error nothing is deleted.
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

/** The eraser of a vault in PostgreSQL, with a role that migrateVault was given as `erase`. Connects when first used. */
export function postgresEraser(options: { readonly connectionString: string }): Eraser {
  const pool = new pg.Pool({ ...options, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, max: 2 });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const removed = async (statement: string, parameters: unknown[]): Promise<number> =>
    (await pool.query(statement, parameters)).rowCount ?? 0;

  return {
    erase: (digests) => removed('delete from vault.value where digest = any($1)', [digests]),
    forget: (pseudonyms) => removed('delete from vault.pseudonym where pseudonym = any($1)', [pseudonyms]),
    async known(pseudonyms) {
      const statement = 'select pseudonym from vault.pseudonym where pseudonym = any($1)';
      const { rows } = await pool.query<{ pseudonym: string }>(statement, [pseudonyms]);
      return rows.map(({ pseudonym }) => pseudonym);
    },
    async sweep(wanted, graceSeconds) {
      const client = await pool.connect();
      try {
        await client.query('begin; create temporary table wanted (digest text not null) on commit drop');
        for await (const digests of wanted) {
          await client.query('insert into wanted select unnest($1::text[])', [digests]);
        }
        await client.query('analyze wanted');
        const { rowCount } = await client.query(SWEEP, [graceSeconds]);
        await client.query('commit');
        return rowCount ?? 0;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
