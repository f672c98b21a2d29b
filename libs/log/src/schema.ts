import pg from 'pg';

/** Any fixed number that nothing else in the database locks: services that start together migrate one by one. */
const MIGRATION_LOCK = 7_310_004;

/** A signature line is `— name base64(key id || signature)`; the key id has four bytes (C2SP signed-note). */
const KEY_ID = `key_id bytea NOT NULL GENERATED ALWAYS AS (
    substring(decode(split_part(line, ' ', 3), 'base64') FROM 1 FOR 4)) STORED`;

/**
 * Leaves are the nodes of level 0: a table of their own, because they are found by record as well. Few checkpoints are
 * signed by two keys, and every bundle looks for them: they have an index of their own.
 */
const TABLES = `
CREATE SCHEMA IF NOT EXISTS log;
CREATE TABLE IF NOT EXISTS log.leaf (
  index bigint PRIMARY KEY CHECK (index >= 0),
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  event_id uuid NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  UNIQUE (stream, revision)
);
CREATE INDEX IF NOT EXISTS leaf_event_id ON log.leaf (event_id);
CREATE TABLE IF NOT EXISTS log.node (
  level smallint NOT NULL CHECK (level > 0),
  index bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, index)
);
CREATE TABLE IF NOT EXISTS log.checkpoint (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  note text NOT NULL,
  vkey text NOT NULL
);
CREATE INDEX IF NOT EXISTS checkpoint_size ON log.checkpoint (size, number);
CREATE INDEX IF NOT EXISTS checkpoint_vkey ON log.checkpoint (vkey, number);
CREATE INDEX IF NOT EXISTS checkpoint_shared ON log.checkpoint (vkey, size, number) WHERE vkey LIKE E'%\\n%';
CREATE TABLE IF NOT EXISTS log.cosignature (
  checkpoint bigint NOT NULL REFERENCES log.checkpoint,
  witness text NOT NULL,
  line text NOT NULL,
  ${KEY_ID},
  PRIMARY KEY (checkpoint, witness, key_id)
);
CREATE TABLE IF NOT EXISTS log.witnessed (
  checkpoint bigint PRIMARY KEY REFERENCES log.checkpoint,
  size bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS witnessed_size ON log.witnessed (size, checkpoint);
`;

/**
 * Databases from before: there a witness had one cosignature per checkpoint, whatever its keys. The column is computed from
 * what is there, so no row is changed, and workers of either version can add more.
 */
const COMPLETION = `
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute
      WHERE attrelid = 'log.cosignature'::regclass AND attname = 'key_id' AND NOT attisdropped) THEN
    ALTER TABLE log.cosignature ADD COLUMN ${KEY_ID},
      DROP CONSTRAINT cosignature_pkey,
      ADD PRIMARY KEY (checkpoint, witness, key_id);
  END IF;
END $$;
`;

const NAMES = ['leaf', 'node', 'checkpoint', 'cosignature', 'witnessed'];

/** What was sealed stays; ALWAYS: also when a session plays replica to silence triggers. */
const GUARDS = `
CREATE OR REPLACE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = log, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% on log.% is refused: what is sealed stays', TG_OP, TG_TABLE_NAME;
END $$;
${NAMES.map(
  (name) => `
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.${name}
  FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
ALTER TABLE log.${name} ENABLE ALWAYS TRIGGER append_only;`,
).join('')}
`;

/** Database roles that exist already: `write` adds to the log, `read` makes receipts. Nobody may change or delete. */
export interface LogRoles {
  readonly write: readonly string[];
  readonly read: readonly string[];
}

const grants = ({ write, read }: LogRoles): string => {
  const all = (role: string) => `
    GRANT USAGE ON SCHEMA log TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA log TO ${role};`;
  const more = (role: string) => `GRANT INSERT ON ALL TABLES IN SCHEMA log TO ${role};`;
  const [writers, readers] = [write.map(pg.escapeIdentifier), read.map(pg.escapeIdentifier)];
  return [...[...writers, ...readers].map(all), ...writers.map(more)].join('\n');
};

/** Creates or completes schema `log` and gives the roles their rights. As the owner of the database; safe to repeat. */
export const migrateLog = async (ownerUrl: string, roles: LogRoles): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'log-migration' });
  await client.connect();
  try {
    // Sent as one message, the statements are one transaction, and the lock ends with it.
    await client.query(
      `SELECT pg_advisory_xact_lock(${MIGRATION_LOCK}); ${TABLES} ${COMPLETION} ${GUARDS} ${grants(roles)}`,
    );
  } finally {
    await client.end();
  }
};
