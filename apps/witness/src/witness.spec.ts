import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkpointText,
  consistencyProof,
  generateSkey,
  leafHash,
  openNote,
  parseSkey,
  type Signer,
  signNote,
  treeBuilder,
  type VerifierKey,
} from '#evidence';
import fc from 'fast-check';
import { serve } from './server.js';
import { fileState, type State } from './state.js';
import { type Witness, witness } from './witness.js';

const log = parseSkey(generateSkey('log.test/one'));
const rotated = parseSkey(generateSkey('log.test/one'));
const stranger = parseSkey(generateSkey('log.test/one'));
const other = parseSkey(generateSkey('log.test/two'));
const signer = parseSkey(generateSkey('bmf.test/witness'));
const keyOf = ({ name, publicKey }: Signer, role: VerifierKey['role'] = 'log'): VerifierKey => ({
  name,
  publicKey,
  role,
});

/** The tree of so many records; after `forked` of them its records are others. */
const tree = (size: number, forked = size) => {
  const nodes = new Map<string, Buffer>();
  const builder = treeBuilder(undefined, (level, index, hash) => void nodes.set(`${level}/${index}`, hash));
  for (let index = 0; index < size; index += 1) {
    builder.push(Buffer.from(leafHash(`${index < forked ? 'record' : 'other'} ${index}`), 'hex'));
  }
  const proof = (first: number) =>
    first === 0 ? [] : consistencyProof(BigInt(first), BigInt(size), (level, index) => nodes.get(`${level}/${index}`)!);
  return { root: builder.root(), proof, size: BigInt(size) };
};

interface Changes {
  readonly signers?: readonly Signer[];
  readonly forked?: number;
  readonly origin?: string;
  readonly proof?: readonly Buffer[];
}

const request = async (old: number, size: number, changes: Changes = {}): Promise<string> => {
  const { signers = [log], forked = size, origin = log.name } = changes;
  const { root, proof, size: count } = tree(size, forked);
  const note = await signNote(checkpointText({ origin, size: count, root }), signers);
  const hashes = (changes.proof ?? proof(old)).map((hash) => `${hash.toString('base64')}\n`);
  return `old ${old}\n${hashes.join('')}\n${note}`;
};

let file: string;
let state: State;
let seen: Witness;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'witness-')), 'state');
  state = fileState(file);
  seen = witness({ signer, state, logs: [keyOf(log), keyOf(rotated)], now: () => 1_900_000_000n });
});

const statusOf = async (text: string): Promise<number> => (await seen(text)).status;

describe('a witness', () => {
  it('cosigns the first checkpoint of a log, and those that continue it, with its own time', async () => {
    for (const [old, size] of [
      [0, 5],
      [5, 9],
      [9, 64],
      [64, 65],
    ] as const) {
      const text = await request(old, size);
      const { status, body } = await seen(text);
      expect(status).toBe(200);
      const note = text.slice(text.indexOf('\n\n') + 2);
      const { signatures } = openNote(note + body, [keyOf(signer, 'witness')]);
      expect(signatures).toEqual([{ key: keyOf(signer, 'witness'), time: 1_900_000_000n }]);
      expect(state.last(log.name)?.size).toBe(BigInt(size));
    }
  });

  it('cosigns the same checkpoint again: the heartbeat of a log without news', async () => {
    await seen(await request(0, 5));
    expect(await statusOf(await request(5, 5))).toBe(200);
  });

  it('answers 409 with the size that it knows, so that the log can prove from there', async () => {
    expect(await seen(await request(3, 5))).toEqual({ status: 409, body: '0\n', type: 'text/x.tlog.size' });
    await seen(await request(0, 5));
    expect(await seen(await request(0, 9))).toEqual({ status: 409, body: '5\n', type: 'text/x.tlog.size' });
    expect(await seen(await request(4, 9))).toMatchObject({ status: 409, body: '5\n' });
  });

  it('answers 409 to another tree of the same size', async () => {
    await seen(await request(0, 5));
    expect(await seen(await request(5, 5, { forked: 4 }))).toMatchObject({ status: 409, body: '5\n' });
  });

  it('answers 422 to a tree that does not continue the last one', async () => {
    await seen(await request(0, 5));
    expect(await statusOf(await request(5, 9, { forked: 4 }))).toBe(422);
    expect(await statusOf(await request(5, 9, { proof: [] }))).toBe(422);
    expect(await statusOf(await request(5, 5, { proof: tree(9).proof(5) }))).toBe(422);
  });

  it('answers 422 to a proof where nothing is known yet', async () => {
    expect(await statusOf(await request(0, 9, { proof: tree(9).proof(5) }))).toBe(422);
  });

  it('answers 404 to a log that it does not follow, and 403 without a signature of that log', async () => {
    expect(await statusOf(await request(0, 5, { origin: other.name, signers: [other] }))).toBe(404);
    expect(await statusOf(await request(0, 5, { signers: [stranger] }))).toBe(403);
    expect(await statusOf(await request(0, 5, { signers: [other] }))).toBe(403);
    const forged = (await request(0, 5)).replace(/\n5\n/, '\n6\n');
    expect(await statusOf(forged)).toBe(403);
  });

  it('accepts each key of a log, also beside signatures that it does not know', async () => {
    expect(await statusOf(await request(0, 5, { signers: [stranger, rotated] }))).toBe(200);
    expect(await statusOf(await request(5, 9, { signers: [log, rotated] }))).toBe(200);
  });

  it.each([
    ['an old size beyond the new one', (text: string) => text.replace('old 0', 'old 6')],
    ['no old size', (text: string) => text.replace('old 0\n', '')],
    ['a leading zero', (text: string) => text.replace('old 0', 'old 00')],
    ['a sign', (text: string) => text.replace('old 0', 'old -1')],
    ['a hash that is none', (text: string) => text.replace('old 0\n', 'old 0\nAAAA\n')],
    ['64 hashes', (text: string) => text.replace('old 0\n', `old 0\n${`${'A'.repeat(43)}=\n`.repeat(64)}`)],
    ['no note', () => 'old 0\n\n'],
    ['nothing', () => ''],
    ['far too much', (text: string) => text + 'x'.repeat(100_000)],
  ])('answers 400 to a request with %s', async (_what, spoil) =>
    expect(await statusOf(spoil(await request(0, 5)))).toBe(400),
  );

  it('answers 400 to an empty tree: a proof about it proves nothing', async () => {
    const note = await signNote(`${log.name}\n0\n${Buffer.alloc(32).toString('base64')}\n`, [log]);
    expect(await statusOf(`old 0\n\n${note}`)).toBe(400);
  });

  it('remembers nothing of what it refused', async () => {
    await seen(await request(0, 5));
    const before = readFileSync(file, 'utf8');
    await seen(await request(5, 9, { forked: 4 }));
    await seen(await request(5, 9, { signers: [stranger] }));
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('remembers over a restart, several logs beside each other', async () => {
    const follow = { signer, logs: [keyOf(log), keyOf(other)], now: () => 1n };
    const one = witness({ ...follow, state });
    await one(await request(0, 5));
    await one(await request(0, 7, { origin: other.name, signers: [other] }));
    const two = witness({ ...follow, state: fileState(file) });
    expect(await two(await request(0, 9))).toMatchObject({ status: 409, body: '5\n' });
    expect((await two(await request(5, 9))).status).toBe(200);
    expect((await two(await request(7, 8, { origin: other.name, signers: [other] }))).status).toBe(200);
  });

  it('does not start from a spoiled state, and does not cosign what it cannot remember', async () => {
    writeFileSync(file, 'x');
    expect(() => fileState(file)).toThrow();
    rmSync(join(file, '..'), { recursive: true });
    await expect(seen(await request(0, 5))).rejects.toThrow('ENOENT');
  });

  it('takes two requests at once one after the other: the smaller tree comes first or not at all', async () => {
    await seen(await request(0, 5));
    const [first, second] = await Promise.all([seen(await request(5, 9)), seen(await request(5, 7))]);
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(state.last(log.name)?.size).toBe(9n);
  });

  it('answers whatever is changed in a request, and cosigns it only if it says the same', async () => {
    const text = await request(0, 5);
    const edit = fc.tuple(fc.nat(text.length - 1), fc.nat(3), fc.string({ maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(edit, async ([at, removed, put]) => {
        const fresh = witness({
          signer,
          state: { last: () => undefined, remember: () => undefined },
          logs: [keyOf(log)],
          now: () => 1n,
        });
        const changed = text.slice(0, at) + put + text.slice(at + removed);
        const { status } = await fresh(changed);
        if (changed !== text) expect(status).not.toBe(200);
      }),
    );
  });
});

describe('over HTTP', () => {
  it('it answers as the protocol says, and only there', async () => {
    const server = await serve(seen, '127.0.0.1', 0);
    const { port } = server.address() as { readonly port: number };
    const url = `http://127.0.0.1:${port}`;
    const post = async (body: string, path = '/add-checkpoint') => fetch(url + path, { method: 'POST', body });
    const ok = await post(await request(0, 5));
    expect([ok.status, await ok.text()]).toEqual([200, expect.stringMatching(/^— bmf\.test\/witness \S+\n$/)]);
    const conflict = await post(await request(0, 9));
    expect([conflict.status, conflict.headers.get('Content-Type'), await conflict.text()]).toEqual([
      ...[409, 'text/x.tlog.size', '5\n'],
    ]);
    expect((await post('x')).status).toBe(400);
    expect((await post(await request(0, 5), '/other')).status).toBe(404);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(404);
    rmSync(join(file, '..'), { recursive: true });
    expect((await post(await request(5, 9))).status).toBe(500);
    server.closeAllConnections();
    server.close();
  });
});
