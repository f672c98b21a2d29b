import { type BundleEntry, cover, leafHash, leafOf, type Manifest, parseRecord, treeBuilder } from '#evidence';
import { bundleOf, checkpointOf, inOrder, sealed, world } from './bundle.support.js';
import { govlog, isThere } from './govlog.support.js';

const log = inOrder(world());

describe('the second implementation, in Python, holds the body against the manifest', () => {
  if (!isThere) {
    it('was left out: there is no python3', () => expect(process.env['CI']).toBeUndefined());
    return;
  }

  const SIZE = 32;
  /** A part of the first 32 records: those from `from` to `to`, the rest omitted. */
  const part = async (from: number, to: number, manifest: Manifest): Promise<string> => {
    const some = log.slice(0, SIZE);
    const nodes = new Map<string, string>();
    const tree = treeBuilder(undefined, (level, index, hash) => nodes.set(`${level} ${index}`, hash.toString('hex')));
    for (const record of some) tree.push(leafOf(Buffer.from(record)));
    const omitted = (start: number, end: number): readonly BundleEntry[] =>
      [...cover(BigInt(start), BigInt(end))].map(({ level, index }) => ({
        level,
        hash: level === 0 ? leafHash(some[Number(index)]!) : nodes.get(`${level} ${index}`)!,
      }));
    const entries = [...omitted(0, from), ...some.slice(from, to).map((record) => ({ record })), ...omitted(to, SIZE)];
    return bundleOf(entries, [await checkpointOf(some)], manifest);
  };
  const streamAt = (index: number): string => parseRecord(log[index]!).stream;
  const refused = (text: string, reason: string) =>
    expect(govlog(text)).toMatchObject({ status: 1, said: [], stderr: expect.stringContaining(reason) });
  const withManifest = (text: string, manifest: string) => text.replace(/#manifest .*/, `#manifest ${manifest}`);

  it('of one stream: the rest may be omitted, its own records must not be missing, and it is no log', async () => {
    const stream = streamAt(16);
    const text = await part(16, 24, { kind: 'stream', stream });
    expect(govlog(text)).toMatchObject({ status: 0, said: [{ stream, omitted: 24, records: 8, size: '32' }] });
    refused(withManifest(text, '{"kind":"log"}'), 'leaves from 0 on are omitted, against the manifest');
    refused(withManifest(text, '{"kind":"stream","stream":"matter-x"}'), 'no record of matter-x');
    refused(withManifest(text, '{"kind":"stream","stream":""}'), 'no known kind');
  });

  it('of a range: exactly its leaves are there, within the log', async () => {
    const text = await part(16, 24, { kind: 'range', from: 16n, to: 24n });
    const as = (from: string, to: string) => withManifest(text, `{"from":${from},"kind":"range","to":${to}}`);
    expect(govlog(text)).toMatchObject({ status: 0, said: [{ from: '16', to: '24', omitted: 24 }] });
    refused(as('"17"', '"24"'), 'record 16 is outside');
    refused(as('"16"', '"23"'), 'record 23 is outside');
    refused(as('"15"', '"24"'), 'are omitted, against');
    refused(as('"16"', '"25"'), 'are omitted, against');
    refused(as('"24"', '"24"'), 'a range that is empty');
    refused(as('"16"', '"33"'), 'beyond the log');
    refused(as('"016"', '"24"'), 'a decimal that is none');
    refused(as('16', '24'), 'a decimal that is none');
  });

  it('takes a manifest in its one form only', async () => {
    const text = await sealed(log);
    for (const manifest of [
      '{"kind": "log"}',
      ' {"kind":"log"}',
      '{"kind":"log"} ',
      '{"kind":"l\\u006fg"}',
      '{"kind":"range","from":"0","to":"1"}',
    ])
      expect(govlog(withManifest(text, manifest)).status).toBe(1);
    for (const manifest of ['{"kind":"log","more":1}', '{"kind":"all"}', '{"kind":["log"]}', '{}', '{"kind":"range"}'])
      refused(withManifest(text, manifest), 'a manifest of no known kind');
  });

  it('takes hashes and levels in their one form only', async () => {
    const whole = await part(0, SIZE, { kind: 'log' });
    const hash = leafHash(log[20]!);
    const withheld = whole.replace(log[20]!, `-${hash}`);
    expect(govlog(withheld)).toMatchObject({ status: 0, said: [{ withheld: 1 }] });
    refused(withheld.replace(hash, hash.toUpperCase()), 'an unknown line');
    const text = await part(16, 24, { kind: 'stream', stream: streamAt(16) });
    const [line = '', level = '', digits = ''] = /#proof (\d+) (\w+)/.exec(text) ?? [];
    for (const other of [
      `#proof 0${level} ${digits}`,
      `#proof +${level} ${digits}`,
      `#proof 62 ${digits}`,
      `#proof ${level} ${digits.toUpperCase()}`,
      `#proof ${level} ${digits} `,
      `#proof  ${level} ${digits}`,
    ])
      refused(text.replace(line, other), 'an unknown line');
    refused(text.replace('\n#|32\n', '\n#|032\n'), 'a decimal that is none');
  });
});
