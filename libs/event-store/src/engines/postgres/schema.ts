import pg from 'pg';

/** Any number, the same for everybody: two instances that start together must not create the schema twice. */
const MIGRATION_LOCK = 7_310_001;

/** No foreign key to stream: ledger.append is the only writer, and the check would lock a row per event. */
const TABLES = `
CREATE SCHEMA IF NOT EXISTS ledger;
CREATE TABLE IF NOT EXISTS ledger.head (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  position bigint NOT NULL
);
INSERT INTO ledger.head (position) VALUES (0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS ledger.stream (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS ledger.event (
  position bigint PRIMARY KEY,
  stream_id bigint NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  event_id uuid NOT NULL,
  type text NOT NULL,
  created timestamptz NOT NULL DEFAULT clock_timestamp(),
  record text NOT NULL,
  UNIQUE (stream_id, revision)
);
CREATE UNIQUE INDEX IF NOT EXISTS event_stream_id_event_id ON ledger.event (stream_id, event_id);
`;

/** For everybody, the owner included; ALWAYS: also when a session plays replica to silence triggers. */
const GUARDS = `
CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = ledger, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% on ledger.% is refused: what is recorded stays', TG_OP, TG_TABLE_NAME;
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.stream
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE OR REPLACE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON ledger.head
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE ledger.stream ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER append_only;
`;

/**
 * One batch: commands (stream, expected revision) and their events (command's number, revision, id, type, record).
 * Whoever holds the head row is the only writer until its commit: revisions cannot move while they are judged, positions
 * have no gaps, and commit order is position order. Returns the commands that were not written now, with the revision
 * of their stream and whether their events stand there already. A stream may occur once per batch.
 * The planner is tied: its guesses on arrays and fresh tables turn lookups into scans, and plans of these take longer
 * to make than to run.
 */
const APPEND = `
CREATE OR REPLACE FUNCTION ledger.append(
  names text[], expecteds integer[], owners integer[], revisions integer[], ids uuid[], types text[], records text[]
) RETURNS TABLE (command integer, revision integer, repeated boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ledger, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  last bigint;
  written bigint;
  stream_ids bigint[];
  currents integer[];
BEGIN
  SELECT position INTO STRICT last FROM ledger.head FOR UPDATE;

  INSERT INTO ledger.stream (name)
  SELECT c.name FROM unnest(names, expecteds) AS c (name, expected)
  WHERE c.expected = -1 AND (SELECT s.id FROM ledger.stream s WHERE s.name = c.name) IS NULL;

  SELECT array_agg(s.id ORDER BY c.number), array_agg(coalesce(s.current, -1) ORDER BY c.number)
  INTO stream_ids, currents
  FROM unnest(names) WITH ORDINALITY AS c (name, number)
  LEFT JOIN LATERAL (
    SELECT id, (SELECT max(e.revision) FROM ledger.event e WHERE e.stream_id = id) AS current
    FROM ledger.stream WHERE name = c.name OFFSET 0
  ) s ON true;

  INSERT INTO ledger.event (position, stream_id, revision, event_id, type, record)
  SELECT last + row_number() OVER (ORDER BY e.number), stream_ids[e.owner], e.revision, e.id, e.type, e.record
  FROM unnest(owners, revisions, ids, types, records) WITH ORDINALITY
    AS e (owner, revision, id, type, record, number)
  WHERE currents[e.owner] = expecteds[e.owner];
  GET DIAGNOSTICS written = ROW_COUNT;

  IF written > 0 THEN
    UPDATE ledger.head SET position = last + written;
    PERFORM pg_notify('ledger', '');
  END IF;

  IF currents <> expecteds THEN
    RETURN QUERY
    SELECT c.number, currents[c.number], currents[c.number] > expecteds[c.number] AND NOT EXISTS (
      SELECT FROM unnest(owners, revisions, ids) AS e (owner, revision, id)
      WHERE e.owner = c.number AND e.id IS DISTINCT FROM (
        SELECT past.event_id FROM ledger.event past
        WHERE past.stream_id = stream_ids[c.number] AND past.revision = e.revision
      )
    )
    FROM generate_subscripts(names, 1) AS c (number)
    WHERE currents[c.number] <> expecteds[c.number];
  END IF;
END $$;
`;

const grantTo = (role: string) => `
GRANT USAGE ON SCHEMA ledger TO ${role};
GRANT SELECT ON ledger.head, ledger.stream, ledger.event TO ${role};
`;

const grants = (append: readonly string[], read: readonly string[]) => {
  const writers = append.map((role) => pg.escapeIdentifier(role));
  const readers = read.map((role) => pg.escapeIdentifier(role));
  return [
    'REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;',
    ...[...writers, ...readers].map(grantTo),
    ...writers.map((role) => `GRANT EXECUTE ON FUNCTION ledger.append TO ${role};`),
  ].join('\n');
};

/** Database roles that exist already: `append` may append and read, `read` may read. */
export interface EventStoreGrants {
  readonly append: readonly string[];
  readonly read: readonly string[];
}

/**
 * Creates or completes the schema `ledger` as its owner, in one transaction; repeating it changes nothing. Throws the
 * error of the database if a role is missing or the owner may not create.
 */
export const migrateEventStore = async (ownerConnectionString: string, roles: EventStoreGrants): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerConnectionString, application_name: 'ledger-migration' });
  await client.connect();
  try {
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${MIGRATION_LOCK});`);
    await client.query(TABLES + GUARDS + APPEND + grants(roles.append, roles.read));
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
};
