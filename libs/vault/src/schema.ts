import pg from 'pg';

/** Any fixed number that nothing else in the cluster locks: it lets services that start together migrate one by one. */
const MIGRATION_LOCK = 7_305_218_104;
/** Another such number: shared by those who keep, alone for who forgets persons. It needs no right on any table. */
export const NAMING_LOCK = 7_305_218_105;

const TABLES = `
create schema if not exists vault;
create table if not exists vault.claim (
  command_id text primary key,
  sha256 text not null,
  at timestamptz not null default now()
);
create table if not exists vault.value (
  digest text primary key,
  disclosure text not null,
  subject text,
  class text not null,
  at timestamptz not null default now()
);
alter table vault.value add column if not exists stream text;
create index if not exists value_subject on vault.value (subject) where subject is not null;
create table if not exists vault.pseudonym (
  person text primary key,
  pseudonym text not null unique,
  at timestamptz not null default now()
);
create table if not exists vault.naming (
  pseudonym text not null,
  command_id text not null,
  at timestamptz not null default now()
);
create table if not exists vault.fingerprint_key (
  single boolean primary key default true check (single),
  key text not null
);
create table if not exists vault.document (
  sha256 text primary key,
  name text not null,
  bytes bytea not null,
  at timestamptz not null default now()
);
`;

/*
 * The first two functions run with the rights of the caller. A concurrent insert of the same key makes "on conflict do nothing"
 * wait for the other transaction, and the next statement (READ COMMITTED, volatile function) sees what it committed.
 *
 * A claim without values is committed asynchronously: a crash of the server within the next instants may lose it. Then
 * either the command was never acknowledged, and claiming it again is right, or its events are in the stream, where
 * their ids, derived from the command id, and the sha256 in the record tell the repetition from another request.
 * Values must be durable, because the events that hold their digests are about to be.
 *
 * Who keeps says whom the records are about to name. If one of them was forgotten meanwhile nothing is kept and the
 * answer is null: the log must not get a pseudonym behind which nobody can ever be found. Otherwise vault.naming tells
 * who forgets that a record is on its way. The lock puts the two in an order; the statement after it sees what was
 * committed before it.
 */
const FUNCTIONS = `
drop function if exists vault.keep(text, text, text[], text[], text[], text[]);
drop function if exists vault.keep(text, text, text[], text[], text[], text[], text[]);
create or replace function vault.keep(
  the_command text, the_sha256 text, digests text[], disclosures text[], subjects text[], classes text[],
  named text[] default '{}', the_stream text default null
) returns text language plpgsql as $$
declare
  claimed text;
begin
  if cardinality(named) > 0 then
    perform pg_advisory_xact_lock_shared(${NAMING_LOCK});
    if exists (select from unnest(named) n where not exists (select from vault.pseudonym p where p.pseudonym = n)) then
      return null;
    end if;
    insert into vault.naming (pseudonym, command_id) select n, the_command from unnest(named) n;
  end if;
  if cardinality(digests) = 0 then
    perform set_config('synchronous_commit', 'off', true);
  end if;
  insert into vault.claim (command_id, sha256) values (the_command, the_sha256)
    on conflict (command_id) do nothing returning sha256 into claimed;
  if claimed is null then
    select sha256 into strict claimed from vault.claim where command_id = the_command;
  end if;
  if claimed = the_sha256 and cardinality(digests) > 0 then
    insert into vault.value (digest, disclosure, subject, class, stream)
      select *, the_stream from unnest(digests, disclosures, subjects, classes)
      on conflict (digest) do nothing;
  end if;
  return claimed;
end $$;

create or replace function vault.pseudonym_of(the_person text, candidate text)
returns text language plpgsql as $$
declare
  found_one text;
begin
  select pseudonym into found_one from vault.pseudonym where person = the_person;
  if found_one is null then
    insert into vault.pseudonym (person, pseudonym) values (the_person, candidate)
      on conflict (person) do nothing returning pseudonym into found_one;
  end if;
  if found_one is null then
    select pseudonym into strict found_one from vault.pseudonym where person = the_person;
  end if;
  return found_one;
end $$;

create or replace function vault.fingerprint_key_or(candidate text)
returns text language plpgsql security definer set search_path = vault, pg_temp as $$
declare
  found_one text;
begin
  insert into vault.fingerprint_key (key) values (candidate) on conflict do nothing;
  select key into strict found_one from vault.fingerprint_key;
  return found_one;
end $$;

revoke all on all functions in schema vault from public;
`;

/** Roles of the services, each with what it needs and nothing else. Nobody may change a row. */
export interface VaultRoles {
  /** Keeps values and names persons; opens values and recognises persons as well. */
  readonly write: readonly string[];
  /** Opens values and recognises persons. */
  readonly read: readonly string[];
  /** Keeps and reads evidence files. */
  readonly files?: readonly string[];
  /** Deletes what it cannot read. */
  readonly erase?: readonly string[];
}

function grants({ write, read, files = [], erase = [] }: VaultRoles): string {
  const clean = (role: string): string => `
    revoke all on all tables in schema vault from ${role};
    revoke all on all functions in schema vault from ${role};
    grant usage on schema vault to ${role};`;
  const reader = (role: string): string => `
    grant select (digest, disclosure, stream) on vault.value to ${role};
    grant select (person, pseudonym) on vault.pseudonym to ${role};`;
  const writer = (role: string): string => `
    grant select on vault.claim to ${role};
    grant insert on vault.claim, vault.value, vault.pseudonym, vault.naming to ${role};
    grant execute on function vault.keep, vault.pseudonym_of, vault.fingerprint_key_or to ${role};`;
  const filer = (role: string): string => `
    grant select (sha256, name, bytes), insert on vault.document to ${role};`;
  const eraser = (role: string): string => `
    grant select (digest, at, stream), delete on vault.value to ${role};
    grant select (pseudonym), delete on vault.pseudonym to ${role};
    grant select, delete on vault.naming to ${role};
    do $$ begin execute 'grant temporary on database ' || quote_ident(current_database()) || ${pg.escapeLiteral(` to ${role}`)}; end $$;`;
  const { escapeIdentifier: named } = pg;
  return [
    ...[...write, ...read, ...files, ...erase].map((role) => clean(named(role))),
    ...[...write, ...read].map((role) => reader(named(role))),
    ...write.map((role) => writer(named(role))),
    ...files.map((role) => filer(named(role))),
    ...erase.map((role) => eraser(named(role))),
  ].join('\n');
}

/**
 * Creates or completes schema `vault` and gives the roles, which must exist, exactly their rights. As the owner of the
 * database; safe to repeat and to run from several processes at once.
 */
export async function migrateVault(ownerUrl: string, roles: VaultRoles): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Sent as one message, the statements are one transaction, and the lock ends with it.
    await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK}); ${TABLES} ${FUNCTIONS} ${grants(roles)}`);
  } finally {
    await client.end();
  }
}
