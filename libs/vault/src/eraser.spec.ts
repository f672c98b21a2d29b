import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { commit, sha256Hex } from '#evidence';
import {
  type Eraser,
  ForgottenPerson,
  migrateVault,
  postgresEraser,
  postgresVault,
  type Vault,
  type VaultValue,
} from '#vault';
import { freshDatabase, freshRole, sharedServer } from '../../../test/postgres-server.js';

const stream = 'matter-1';
let vault: Vault;
let eraser: Eraser;
let ownerUrl: string;
let eraserUrl: string;

beforeAll(async () => {
  ownerUrl = await freshDatabase(await sharedServer());
  const [writer, role] = [await freshRole(ownerUrl), await freshRole(ownerUrl)];
  await migrateVault(ownerUrl, { write: [writer.name], read: [], erase: [role.name] });
  vault = postgresVault({ connectionString: writer.url });
  eraserUrl = role.url;
  eraser = postgresEraser({ connectionString: eraserUrl });
});
afterAll(async () => {
  await vault.close();
  await eraser.close();
});

const kept = async (...texts: string[]): Promise<readonly VaultValue[]> => {
  const values = texts.map((text) => ({ ...commit('reason', text), class: 'VoteCast' }));
  await vault.keep({ stream, commandId: randomUUID(), sha256: sha256Hex('asked'), values });
  return values;
};
const digestsOf = (values: readonly VaultValue[]): string[] => values.map(({ digest }) => digest);
const open = async (values: readonly VaultValue[]): Promise<unknown[]> => [
  ...(await vault.open(digestsOf(values), stream)).values(),
];

async function* naming(...batches: readonly (readonly string[])[]): AsyncGenerator<readonly string[]> {
  for (const batch of batches) yield await Promise.resolve(batch);
}

async function as(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

it('erases values by digest, for good, and repeating it is harmless', async () => {
  const values = await kept('Kosten', 'Fristen');
  const [first, second] = digestsOf(values);
  expect(await eraser.erase([first ?? ''], stream)).toBe(1);
  expect(await open(values)).toEqual(['Fristen']);
  expect((await vault.disclosures(digestsOf(values), stream)).has(first ?? '')).toBe(false);
  expect(await eraser.erase([first ?? ''], stream)).toBe(0);
  expect(await eraser.erase([], stream)).toBe(0);
  expect(await eraser.erase([second ?? '', 'unknown'], stream)).toBe(1);
});

it('spares the values of another stream, whatever the record of an erasure names', async () => {
  const values = await kept('Kosten');
  expect(await eraser.erase(digestsOf(values), 'matter-2')).toBe(0);
  expect(await open(values)).toEqual(['Kosten']);
});

it('cuts the link between a pseudonym and the person; who comes again is somebody new', async () => {
  const person = `anna-${randomUUID()}`;
  const pseudonym = await vault.pseudonym(person);
  expect(await eraser.known([pseudonym, 'p-unknown'])).toEqual([pseudonym]);
  expect(await eraser.forget([pseudonym], [])).toBe(1);
  expect(await eraser.forget([pseudonym], [])).toBe(0);
  expect(await eraser.known([pseudonym])).toEqual([]);
  expect(await vault.persons([pseudonym])).toEqual(new Map());
  expect((await as(ownerUrl, 'select * from vault.pseudonym')).rows).not.toContainEqual(
    expect.objectContaining({ person }),
  );
});

describe('a person who acts while being forgotten', () => {
  const acting = (pseudonym: string, commandId = randomUUID()) =>
    vault.keep({ stream, commandId, sha256: sha256Hex('asked'), values: [], persons: [pseudonym] });

  it('is spared as long as a command is on its way to the log, and forgotten when it was seen there', async () => {
    const pseudonym = await vault.pseudonym(`anna-${randomUUID()}`);
    const commandId = randomUUID();
    await acting(pseudonym, commandId);
    expect(await eraser.forget([pseudonym], [randomUUID()])).toBe(0);
    expect(await eraser.forget([pseudonym], [commandId])).toBe(1);
  });

  it('is not spared for a command that never arrived and that the sweep gave up', async () => {
    const pseudonym = await vault.pseudonym(`anna-${randomUUID()}`);
    await acting(pseudonym);
    await eraser.sweep(naming(), 3_600);
    expect(await eraser.forget([pseudonym], [])).toBe(0);
    await eraser.sweep(naming(), 0);
    expect(await eraser.forget([pseudonym], [])).toBe(1);
  });

  it('cannot be recorded under the pseudonym that a process remembers, and gets a new one', async () => {
    const person = `anna-${randomUUID()}`;
    const pseudonym = await vault.pseudonym(person);
    await eraser.forget([pseudonym], []);
    expect(await vault.pseudonym(person)).toBe(pseudonym);
    const values = [{ ...commit('reason', 'zu spät'), class: 'VoteCast' }];
    const entry = { stream, commandId: randomUUID(), sha256: sha256Hex('asked'), values };
    await expect(vault.keep({ ...entry, persons: [pseudonym] })).rejects.toThrow(ForgottenPerson);
    expect(await open(values)).toEqual([]);
    const again = await vault.pseudonym(person);
    expect(again).not.toBe(pseudonym);
    // Neither was the id of the command claimed: what was asked names the pseudonym.
    const other = { ...entry, sha256: sha256Hex('asked by somebody new') };
    expect(await vault.keep({ ...other, persons: [again] })).toEqual({ sha256: other.sha256 });
    expect((await vault.persons([again])).get(again)).toBe(person);
  });

  it('is either spared or refused, in whatever order the two come', async () => {
    for (let round = 0; round < 40; round += 1) {
      const pseudonym = await vault.pseudonym(`anna-${randomUUID()}`);
      const refused = (error: unknown) => {
        if (!(error instanceof ForgottenPerson)) throw error;
        return false;
      };
      const keeping = Array.from({ length: 4 }, () => acting(pseudonym).then(() => true, refused));
      const [forgotten, ...kept] = await Promise.all([eraser.forget([pseudonym], []), ...keeping]);
      expect(kept.includes(true)).toBe(forgotten === 0);
      expect(await eraser.known([pseudonym])).toHaveLength(1 - forgotten);
    }
  });
});

it('sweeps what the log does not name, and spares what was kept a moment ago', async () => {
  const [named, orphan] = [await kept('im Protokoll'), await kept('nie angekommen')];
  expect(await eraser.sweep(naming(digestsOf(named)), 3_600)).toBe(0);
  expect(await open(orphan)).toEqual(['nie angekommen']);
  expect(await eraser.sweep(naming([], digestsOf(named)), 0)).toBeGreaterThanOrEqual(1);
  expect(await open(orphan)).toEqual([]);
  expect(await open(named)).toEqual(['im Protokoll']);
});

it('sweeps nothing when the log could not be read to its end', async () => {
  const values = await kept('bleibt');
  async function* broken(): AsyncGenerator<readonly string[]> {
    yield await Promise.resolve([]);
    throw new Error('connection lost');
  }
  await expect(eraser.sweep(broken(), 0)).rejects.toThrow('connection lost');
  expect(await open(values)).toEqual(['bleibt']);
});

it('can neither read a word nor a name, nor change or add a row', async () => {
  for (const statement of [
    'select disclosure from vault.value',
    'select person from vault.pseudonym',
    'select * from vault.document',
    `insert into vault.naming (pseudonym, command_id) values ('p-0', 'c')`,
    'delete from vault.document',
    'delete from vault.claim',
    `update vault.value set class = 'x'`,
    `insert into vault.pseudonym values ('anna', 'p-0')`,
    `select vault.pseudonym_of('anna', 'p-0')`,
  ]) {
    await expect(as(eraserUrl, statement)).rejects.toThrow('permission denied');
  }
});
