import pg from 'pg';
import { openDisclosure } from '#evidence';
import { recent } from './cache.js';
import { hmacOf, newKey, newPseudonym, sha256OfBytes } from './identity.js';
import { ForgottenPerson, type Vault, type VaultEntry } from './vault.js';

/** Persons whose pseudonyms a process remembers: more than act in a federation on one day. */
const REMEMBERED = 10_000;
/** For how long it asks again only if `keep` finds that one was forgotten. */
const REMEMBERED_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** Every statement is named: prepared once per connection, one round trip afterwards. */
const SQL = {
  keep: 'select vault.keep($1, $2, $3, $4, $5, $6, $7, $8) as sha256',
  // Without a stream are values that were kept before it was noted.
  open: 'select digest, disclosure from vault.value where digest = any($1) and (stream is null or stream = $2)',
  pseudonym: 'select vault.pseudonym_of($1, $2) as pseudonym',
  knownAs: 'select pseudonym from vault.pseudonym where person = $1',
  persons: 'select pseudonym, person from vault.pseudonym where pseudonym = any($1)',
  keepDocument: 'insert into vault.document (sha256, name, bytes) values ($1, $2, $3) on conflict (sha256) do nothing',
  key: 'select vault.fingerprint_key_or($1) as key',
  document: 'select name, bytes from vault.document where sha256 = $1',
} as const;

/** The vault in schema `vault` of a PostgreSQL database that migrateVault has prepared. Connects when first used. */
export function postgresVault(options: { readonly connectionString: string }): Vault {
  const pool = new pg.Pool({ ...options, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);

  let key: string | undefined;
  const pseudonyms = recent(REMEMBERED, REMEMBERED_MS);

  const rows = async <Row extends pg.QueryResultRow>(name: keyof typeof SQL, values: unknown[]): Promise<Row[]> =>
    (await pool.query<Row>({ name: `vault-${name}`, text: SQL[name], values })).rows;

  const disclosed = async (digests: readonly string[], stream: string) =>
    digests.length === 0 ? [] : rows<{ digest: string; disclosure: string }>('open', [digests, stream]);

  return {
    async keep(entry) {
      const { sha256 } = only(await rows<{ sha256: string | null }>('keep', parameters(entry)));
      if (sha256 !== null) return { sha256 };
      pseudonyms.clear();
      throw new ForgottenPerson('A person whom the command names was forgotten meanwhile');
    },

    async open(digests, stream) {
      const found = await disclosed(digests, stream);
      return new Map(found.map(({ digest, disclosure }) => [digest, openDisclosure(digest, disclosure).value]));
    },

    disclosures: async (digests, stream) =>
      new Map((await disclosed(digests, stream)).map(({ digest, disclosure }) => [digest, disclosure])),

    ...identities(rows, pseudonyms),

    async keepDocument(name, bytes) {
      const sha256 = sha256OfBytes(bytes);
      await rows('keepDocument', [sha256, name, Buffer.from(bytes)]);
      return { name, sha256 };
    },

    async document(sha256) {
      const [row] = await rows<{ name: string; bytes: Buffer }>('document', [sha256]);
      return row && { name: row.name, bytes: Uint8Array.from(row.bytes) };
    },

    async fingerprint(text) {
      key ??= only(await rows<{ key: string }>('key', [newKey()])).key;
      return hmacOf(key, text);
    },

    close: () => pool.end(),
  };
}

const parameters = ({ commandId, stream, sha256, values, persons = [] }: VaultEntry): unknown[] => [
  commandId,
  sha256,
  values.map((value) => value.digest),
  values.map((value) => value.disclosure),
  values.map((value) => value.subject ?? null),
  values.map((value) => value.class),
  persons,
  stream,
];

function only<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('A function of the vault answered without a row');
  return row;
}

type Rows = <Row extends pg.QueryResultRow>(name: keyof typeof SQL, values: unknown[]) => Promise<Row[]>;

/** Who acts is remembered for a moment, because every command asks; who is behind a pseudonym never, because it may be erased. */
function identities(
  rows: Rows,
  pseudonyms: ReturnType<typeof recent>,
): Pick<Vault, 'pseudonym' | 'knownAs' | 'persons'> {
  return {
    async pseudonym(person) {
      const known = pseudonyms.get(person);
      if (known !== undefined) return known;
      const { pseudonym } = only(await rows<{ pseudonym: string }>('pseudonym', [person, newPseudonym()]));
      pseudonyms.set(person, pseudonym);
      return pseudonym;
    },

    async knownAs(person) {
      return (await rows<{ pseudonym: string }>('knownAs', [person]))[0]?.pseudonym;
    },

    async persons(wanted) {
      if (wanted.length === 0) return new Map();
      const found = await rows<{ pseudonym: string; person: string }>('persons', [wanted]);
      return new Map(found.map(({ pseudonym, person }) => [pseudonym, person]));
    },
  };
}
