import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { commit, sha256Hex, VerificationFailure } from '#evidence';
import { ForgottenPerson, memoryVault, migrateVault, postgresVault } from '#vault';
import type { Vault, VaultValue } from '#vault';
import { freshDatabase, freshRole, sharedServer } from '../../../test/postgres-server.js';

const ASKED = sha256Hex('asked');
const OTHER = sha256Hex('something else');
const stream = 'matter-1';
const value = (text: string, subject?: string): VaultValue => ({
  ...commit('reason', text),
  ...(subject === undefined ? {} : { subject }),
  class: 'VoteCast.reason',
});

interface Place {
  readonly vault: Vault;
  /** Another process on the same data; the memory vault has none. */
  readonly neighbour: Vault;
  close(): Promise<void>;
}
interface Database extends Place {
  readonly ownerUrl: string;
  readonly writerUrl: string;
  readonly readerUrl: string;
  migrate(): Promise<void>;
}

const inMemory = (): Promise<Place> => {
  const vault = memoryVault();
  return Promise.resolve({ vault, neighbour: vault, close: () => vault.close() });
};

async function inPostgres(): Promise<Database> {
  const ownerUrl = await freshDatabase(await sharedServer());
  const [writer, reader] = [await freshRole(ownerUrl), await freshRole(ownerUrl)];
  const migrate = () => migrateVault(ownerUrl, { write: [writer.name], read: [reader.name], files: [writer.name] });
  await migrate();
  const [vault, neighbour] = [writer.url, writer.url].map((connectionString) => postgresVault({ connectionString }));
  if (!vault || !neighbour) throw new Error('unreachable');
  const close = async () => {
    await Promise.all([vault.close(), neighbour.close()]);
  };
  return { vault, neighbour, close, ownerUrl, writerUrl: writer.url, readerUrl: reader.url, migrate };
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

describe.each([
  ['in memory', inMemory],
  ['in PostgreSQL', inPostgres],
])('a vault %s', (_engine, start) => {
  let place: Place;
  beforeAll(async () => {
    place = await start();
  });
  afterAll(() => place.close());

  it('opens what was kept and leaves out what is unknown', async () => {
    const [first, second] = [value('Kosten fehlen 😂', 'p-1'), value('')];
    await place.vault.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [first, second] });
    const opened = await place.neighbour.open([first.digest, second.digest, value('never kept').digest], stream);
    expect(opened).toEqual(
      new Map([
        [first.digest, 'Kosten fehlen 😂'],
        [second.digest, ''],
      ]),
    );
    expect(await place.vault.open([], stream)).toEqual(new Map());
  });

  it('opens a value for the stream that it was kept for, and for no other that names its digest', async () => {
    const kept = value('Geheim');
    await place.vault.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [kept] });
    for (const vault of [place.vault, place.neighbour]) {
      expect(await vault.open([kept.digest], 'matter-2')).toEqual(new Map());
      expect(await vault.disclosures([kept.digest], 'matter-2')).toEqual(new Map());
      expect(await vault.disclosures([kept.digest], stream)).toEqual(new Map([[kept.digest, kept.disclosure]]));
    }
  });

  it('keeps any JSON value', async () => {
    const data = { BMF: ['Mehrbedarf', 1.5, null, true], BMI: {} };
    const kept = { ...commit('effects', data), class: 'x' };
    await place.vault.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [kept] });
    expect((await place.vault.open([kept.digest], stream)).get(kept.digest)).toEqual(data);
  });

  it('answers a claimed command id with the hash that came first', async () => {
    const commandId = randomUUID();
    expect(await place.vault.keep({ stream, commandId, sha256: ASKED, values: [] })).toEqual({ sha256: ASKED });
    expect(await place.neighbour.keep({ stream, commandId, sha256: ASKED, values: [] })).toEqual({ sha256: ASKED });
    expect(await place.neighbour.keep({ stream, commandId, sha256: OTHER, values: [] })).toEqual({ sha256: ASKED });
    expect(await place.vault.keep({ stream, commandId: randomUUID(), sha256: OTHER, values: [] })).toEqual({
      sha256: OTHER,
    });
  });

  it('keeps the values of a repetition, and none of another request under the same id', async () => {
    const commandId = randomUUID();
    const [first, repeated, foreign] = [value('a'), value('a'), value('b')];
    await place.vault.keep({ stream, commandId, sha256: ASKED, values: [first] });
    await place.vault.keep({ stream, commandId, sha256: ASKED, values: [first, repeated] });
    await place.vault.keep({ stream, commandId, sha256: OTHER, values: [foreign] });
    const opened = await place.vault.open([first.digest, repeated.digest, foreign.digest], stream);
    expect([...opened.keys()].sort()).toEqual([first.digest, repeated.digest].sort());
  });

  it('lets one of many simultaneous requests claim an id', async () => {
    const commandId = randomUUID();
    const hashes = Array.from({ length: 16 }, (_, index) => sha256Hex(String(index)));
    const claims = await Promise.all(
      hashes.map((sha256, index) =>
        (index % 2 ? place.vault : place.neighbour).keep({ stream, commandId, sha256, values: [value('x')] }),
      ),
    );
    expect(new Set(claims.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(hashes).toContain(claims[0]?.sha256);
  });

  it('fingerprints a text alike for all processes, and unlike its plain hash', async () => {
    const fingerprint = await place.vault.fingerprint('Kosten');
    expect(await place.neighbour.fingerprint('Kosten')).toBe(fingerprint);
    expect(await place.vault.fingerprint('Kosten!')).not.toBe(fingerprint);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint).not.toBe(sha256Hex('Kosten'));
  });

  it('gives every person one pseudonym, also when many ask at once', async () => {
    const person = `erika.mustermann-${randomUUID()}@bmf.example`;
    const asked = Array.from({ length: 16 }, (_, index) =>
      (index % 2 ? place.vault : place.neighbour).pseudonym(person),
    );
    const [pseudonym, ...more] = new Set(await Promise.all(asked));
    expect(more).toEqual([]);
    expect(pseudonym).toMatch(/^p-[0-9a-f]{24}$/);
    expect(await place.vault.pseudonym(person)).toBe(pseudonym);
    expect(await place.vault.pseudonym(`${person}x`)).not.toBe(pseudonym);
  });

  it('tells who has a pseudonym without making one', async () => {
    const person = `anna-${randomUUID()}`;
    expect(await place.vault.knownAs(person)).toBeUndefined();
    expect(await place.neighbour.knownAs(person)).toBeUndefined();
    const pseudonym = await place.vault.pseudonym(person);
    expect(await place.neighbour.knownAs(person)).toBe(pseudonym);
  });

  it('names the persons behind pseudonyms and leaves out unknown ones', async () => {
    const [anna, bert] = [`anna-${randomUUID()}`, `bert-${randomUUID()}`];
    const [first, second] = [await place.vault.pseudonym(anna), await place.vault.pseudonym(bert)];
    const named = new Map([
      [first, anna],
      [second, bert],
    ]);
    expect(await place.neighbour.persons([first, 'p-unknown', second])).toEqual(named);
    expect(await place.neighbour.persons([second, first])).toEqual(named);
    expect(await place.vault.persons([])).toEqual(new Map());
  });

  it('keeps nothing for records that would name a pseudonym behind which nobody is', async () => {
    const [known, kept] = [await place.vault.pseudonym(`anna-${randomUUID()}`), value('x')];
    const entry = { stream, commandId: randomUUID(), sha256: ASKED, values: [kept] };
    await expect(place.vault.keep({ ...entry, persons: [known, 'p-unknown'] })).rejects.toThrow(ForgottenPerson);
    expect(await place.vault.open([kept.digest], stream)).toEqual(new Map());
    expect(await place.neighbour.keep({ ...entry, sha256: OTHER, persons: [known] })).toEqual({ sha256: OTHER });
  });

  it('keeps documents by the hash of their bytes, under their first name', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const kept = await place.vault.keepDocument('Schreiben.pdf', bytes);
    expect(kept).toEqual({
      name: 'Schreiben.pdf',
      sha256: '40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880',
    });
    expect((await place.vault.keepDocument('Kopie.pdf', bytes)).sha256).toBe(kept.sha256);
    expect(await place.neighbour.document(kept.sha256)).toEqual({ name: 'Schreiben.pdf', bytes });
    expect(await place.vault.document(OTHER)).toBeUndefined();
    const empty = await place.vault.keepDocument('leer.txt', new Uint8Array());
    expect((await place.vault.document(empty.sha256))?.bytes).toHaveLength(0);
  });
});

describe('the vault schema', () => {
  let place: Database;
  beforeAll(async () => {
    place = await inPostgres();
  });
  afterAll(() => place.close());

  it('can be migrated again, by many at once, and keeps what is there', async () => {
    const kept = value('bleibt');
    await place.vault.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [kept] });
    await Promise.all([place.migrate(), place.migrate(), place.migrate()]);
    expect((await place.vault.open([kept.digest], stream)).get(kept.digest)).toBe('bleibt');
  });

  it('takes the place of a former schema, and serves who still calls that one', async () => {
    const former = 'vault.keep(text, text, text[], text[], text[], text[])';
    const later = former.replace(/\)$/, ", text[] default '{}')");
    await query(place.ownerUrl, 'alter table vault.value drop column stream');
    const old = value('von früher');
    await query(place.ownerUrl, `insert into vault.value values ('${old.digest}', '${old.disclosure}', null, 'x')`);
    for (const one of [former, later])
      await query(place.ownerUrl, `create function ${one} returns text language sql as 'select null::text'`);
    await place.migrate();
    expect((await place.vault.open([old.digest], stream)).get(old.digest)).toBe('von früher');
    const { rows } = await query(place.writerUrl, `select vault.keep('c', 'h', '{}', '{}', '{}', '{}') as sha256`);
    expect(rows).toEqual([{ sha256: 'h' }]);
    const entry = {
      stream,
      commandId: randomUUID(),
      sha256: ASKED,
      values: [],
      persons: [await place.vault.pseudonym('anna')],
    };
    expect(await place.vault.keep(entry)).toEqual({ sha256: ASKED });
  });

  it('lets no service change or delete a row', async () => {
    for (const url of [place.writerUrl, place.readerUrl]) {
      for (const table of ['claim', 'value', 'pseudonym', 'naming', 'document']) {
        await expect(query(url, `delete from vault.${table}`)).rejects.toThrow('permission denied');
        await expect(query(url, `update vault.${table} set at = now()`)).rejects.toThrow('permission denied');
        await expect(query(url, `truncate vault.${table}`)).rejects.toThrow('permission denied');
      }
    }
  });

  it('lets readers open and recognise, but neither keep nor claim', async () => {
    const kept = value('sichtbar');
    await place.vault.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [kept] });
    const pseudonym = await place.vault.pseudonym('anna');
    const reader = postgresVault({ connectionString: place.readerUrl });
    try {
      expect((await reader.open([kept.digest], stream)).get(kept.digest)).toBe('sichtbar');
      expect(await reader.knownAs('anna')).toBe(pseudonym);
      expect(await reader.persons([pseudonym])).toEqual(new Map([[pseudonym, 'anna']]));
      await expect(reader.pseudonym('anna')).rejects.toThrow('permission denied');
      await expect(reader.keepDocument('a', new Uint8Array())).rejects.toThrow('permission denied');
      await expect(reader.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [] })).rejects.toThrow(
        'permission denied',
      );
    } finally {
      await reader.close();
    }
  });

  it('shows evidence files and claims to no reader, and files to no writer that takes none', async () => {
    const { sha256 } = await place.vault.keepDocument('Verschlusssache.pdf', Uint8Array.of(1, 2, 3));
    const role = await freshRole(place.ownerUrl);
    await migrateVault(place.ownerUrl, { write: [role.name], read: [] });
    for (const url of [place.readerUrl, role.url]) {
      const vault = postgresVault({ connectionString: url });
      await expect(vault.document(sha256)).rejects.toThrow('permission denied');
      await vault.close();
    }
    await expect(query(place.readerUrl, 'select * from vault.claim')).rejects.toThrow('permission denied');
  });

  it('takes a right away that a role had and should not have', async () => {
    const role = await freshRole(place.ownerUrl);
    await query(place.ownerUrl, `grant select on all tables in schema vault to ${role.name}`);
    await migrateVault(place.ownerUrl, { write: [], read: [role.name] });
    await expect(query(role.url, 'select name, bytes from vault.document')).rejects.toThrow('permission denied');
    await migrateVault(place.ownerUrl, { write: [role.name], read: [] });
    await migrateVault(place.ownerUrl, { write: [], read: [role.name] });
    await expect(query(role.url, `insert into vault.claim values ('a', 'b')`)).rejects.toThrow('permission denied');
  });

  it('opens nothing for a role that was not named', async () => {
    const stranger = await freshRole(place.ownerUrl);
    await expect(query(stranger.url, 'select * from vault.value')).rejects.toThrow('permission denied');
    await expect(query(stranger.url, `select vault.pseudonym_of('anna', 'p-0')`)).rejects.toThrow('permission denied');
  });

  it('keeps nothing of an entry of which one value cannot be kept', async () => {
    const commandId = randomUUID();
    const good = value('gut');
    const bad = { ...value('schlecht'), class: null as unknown as string };
    await expect(place.vault.keep({ stream, commandId, sha256: ASKED, values: [good, bad] })).rejects.toThrow(
      'null value',
    );
    expect((await place.vault.open([good.digest], stream)).size).toBe(0);
    expect(await place.vault.keep({ stream, commandId, sha256: OTHER, values: [] })).toEqual({ sha256: OTHER });
  });

  it('shows an altered row instead of opening it', async () => {
    const [kept, put] = [value('Zustimmung'), value('Einwand')];
    await place.vault.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [kept] });
    await query(
      place.ownerUrl,
      `update vault.value set disclosure = '${put.disclosure}' where digest = '${kept.digest}'`,
    );
    await expect(place.vault.open([kept.digest], stream)).rejects.toThrow(VerificationFailure);
  });

  it('survives that the server drops its connections', async () => {
    await place.vault.open([value('x').digest], stream);
    await query(
      place.ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await place.vault.keep({ stream, commandId: randomUUID(), sha256: ASKED, values: [] })).toEqual({
      sha256: ASKED,
    });
  });
});
