import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseRecord, writeRecord } from '#evidence';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { verifyBundle } from '../apps/auditor/src/browser.js';
import { run } from '../apps/auditor/src/run.js';
import { mutations } from './bundle.mutations.js';
import { checkpointOf, inOrder, policies, sealed, world } from './bundle.support.js';
import { agreed, decidedFinally, written } from './matter.histories.js';

const ROOT = join(import.meta.dirname, '..');
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
/** As strict as that of the product, and stricter: no style, no form, nothing from elsewhere. */
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
const PAGE = '<!doctype html><title>verify</title><script type="module" src="/page.js"></script>';
const SCRIPT = "import { verifyBundle } from '/beschlussbuch-browser.mjs';\nglobalThis.verifyBundle = verifyBundle;\n";
const MUTATIONS = 100;

const folder = mkdtempSync(join(tmpdir(), 'beschlussbuch-verify-'));
const program = join(folder, 'beschlussbuch-auditor.mjs');
const complaints: string[] = [];
let server: Server;
let context: BrowserContext;
let page: Page;
let log: readonly string[];

const fileIn = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, 'files', name);
  writeFileSync(path, content);
  return path;
};

/** Serves the page, its script, and whatever lies in the folder. */
const listener = (): Server => {
  const fixed: Readonly<Record<string, string>> = { '/': PAGE, '/page.js': SCRIPT };
  const types = [
    [/^\/$/, 'text/html'],
    [/js$/, 'text/javascript'],
  ] as const;
  return createServer(({ url = '' }, response) => {
    const type = types.find(([pattern]) => pattern.test(url))?.[1] ?? 'application/octet-stream';
    response.setHeader('content-security-policy', POLICY).setHeader('content-type', type);
    response.end(fixed[url] ?? readFileSync(join(folder, url)));
  });
};

beforeAll(async () => {
  mkdirSync(join(folder, 'files'));
  await promisify(execFile)(process.execPath, [join(ROOT, 'tools/build-auditor.js'), folder]);
  const matters = [
    await written('22222222-2222-4222-8222-222222222222', agreed()),
    await written('33333333-3333-4333-8333-333333333333', decidedFinally()),
  ];
  log = inOrder([...world(), ...matters.flatMap(({ records }) => records)]);
  server = listener().listen(0, '127.0.0.1');
  await once(server, 'listening');
  context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: '/usr/bin/chromium',
    args: FLAGS,
  });
  page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'verifyBundle' in globalThis);
});
afterAll(async () => {
  await context.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Given {
  readonly policy?: string;
  readonly remembered?: string;
}

/** Fetches the file and verifies it in the page, as its bytes come. */
const inBrowser = (name: string, trust: Given) =>
  page.evaluate(
    async ([url, given]) => {
      const { verifyBundle: verify } = globalThis as unknown as { verifyBundle: typeof verifyBundle };
      const { body } = await fetch(url);
      const { json, text, report } = await verify(body as Parameters<typeof verifyBundle>[0], given);
      return { json, text, exit: report.exit };
    },
    [`/files/${name}`, trust] as const,
  );

/** The same by the program of one file, as an auditor calls it. */
async function onCommandLine(name: string, { policy, remembered }: Given) {
  const options = [
    ...(policy === undefined ? [] : ['--policy', fileIn('policy.txt', policy)]),
    ...(remembered === undefined ? [] : ['--remember', fileIn('remembered.txt', remembered)]),
  ];
  const call = (...more: string[]) =>
    new Promise<{ exit: number; out: string }>((resolve) => {
      const args = [program, 'verify', join(folder, 'files', name), ...options, ...more];
      const child = execFile(process.execPath, args, (_, out) => resolve({ exit: child.exitCode ?? -1, out }));
    });
  const { exit, out: json } = await call('--json');
  const [{ out: de }, { out: en }] = [await call('--lang', 'de'), await call('--lang', 'en')];
  const line = (text: string) => text.replace(/\n$/, '');
  return { exit, json: line(json), text: { de: line(de), en: line(en) } };
}

async function verified(content: string | Uint8Array, trust: Given = { policy: policies.alone }) {
  fileIn('bundle.govlog', content);
  const found = await inBrowser('bundle.govlog', trust);
  expect(found).toEqual(await onCommandLine('bundle.govlog', trust));
  return { ...found, report: JSON.parse(found.json) as { counts: object; findings: readonly { index?: string }[] } };
}

describe('in a browser', () => {
  it('a good bundle is proven, with the words of the command line', async () => {
    const { exit, text, report } = await verified(await sealed(log));
    expect(exit).toBe(0);
    expect(report).toMatchObject({ findings: [], records: log.length });
    expect(text.en).toContain('everything is proven');
  });

  it('the cosignatures of witnesses are believed', async () => {
    const seen = Date.parse('2027-03-18T09:00:30Z') / 1_000;
    const text = await sealed(log, { seenAt: [seen, seen] });
    expect(await verified(text, { policy: policies.witnessed })).toMatchObject({ exit: 0 });
    expect(await verified(await sealed(log), { policy: policies.witnessed })).toMatchObject({ exit: 3 });
  });

  it('a changed byte is found, and the record named', async () => {
    const lines = (await sealed(log)).split('\n');
    const first = lines.findIndex((line) => line.startsWith('{'));
    const changed = lines.with(first + 40, lines[first + 40]!.replace('"rev":', '"reV":')).join('\n');
    const { exit, report } = await verified(changed);
    expect(exit).toBe(1);
    expect(report.findings.map(({ index }) => index)).toContain('40');
    expect(report.counts).toMatchObject({ RECORD_CHANGED: 1 });
  });

  it('there is no conclusion without a policy', async () => {
    expect(await verified(await sealed(log), {})).toMatchObject({ exit: 3, report: { counts: { POLICY_MISSING: 1 } } });
  });

  it('a decision that does not follow from the records is found in an intact log', async () => {
    const index = log.findLastIndex((record) => parseRecord(record).type === 'FinalDecisionTaken');
    const record = parseRecord(log[index]!);
    const data = { ...record.data, overruled: [] };
    const { exit, report } = await verified(await sealed(log.with(index, writeRecord({ ...record, data }))));
    expect(exit).toBe(2);
    expect(report.findings.map((finding) => finding.index)).toContain(String(index));
  });

  it('a log that was rolled back behind a remembered checkpoint is found', async () => {
    const remembered = await checkpointOf(log);
    const found = await verified(await sealed(log.slice(0, 80)), { policy: policies.alone, remembered });
    expect(found).toMatchObject({ exit: 1, report: { counts: { ROLLED_BACK: 1 } } });
  });

  it('a file that is no bundle is told as unreadable', async () => {
    expect(await verified('Guten Tag')).toMatchObject({ exit: 4 });
    expect(await verified('')).toMatchObject({ exit: 4 });
    expect(await verified(await sealed(log), { policy: 'log nobody' })).toMatchObject({ exit: 4 });
  });

  it('whatever an enemy makes of a bundle has the findings that Node has, byte for byte', async () => {
    const args = ['verify', join(folder, 'files', 'mutated.govlog'), '--policy', fileIn('alone.txt', policies.alone)];
    let tried = 0;
    for (const { bytes } of mutations(await sealed(log), 11)) {
      fileIn('mutated.govlog', bytes);
      const lines: string[] = [];
      const exit = await run([...args, '--json'], { out: (text) => lines.push(text), err: (text) => lines.push(text) });
      const found = await inBrowser('mutated.govlog', { policy: policies.alone });
      expect([found.exit, found.json]).toEqual([exit, lines.join('\n')]);
      tried += 1;
      if (tried === MUTATIONS) break;
    }
  });

  it('a text, bytes, a file and a stream of single bytes are the same bundle', async () => {
    const content = await sealed(log.slice(0, 30));
    const answers = await page.evaluate(
      async ([text, policy]) => {
        const { verifyBundle: verify } = globalThis as unknown as { verifyBundle: typeof verifyBundle };
        const bytes = new TextEncoder().encode(text);
        const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
          start: (to) => {
            for (const byte of bytes) to.enqueue(Uint8Array.of(byte));
            to.close();
          },
        });
        const bundles = [text, bytes, new Blob([text]), stream];
        return Promise.all(bundles.map(async (bundle) => (await verify(bundle, { policy })).json));
      },
      [content, policies.alone] as const,
    );
    expect(JSON.parse(answers[0]!)).toMatchObject({ exit: 0, records: 30 });
    expect(new Set(answers).size).toBe(1);
  });

  it('a policy may be given as its bytes, with comments in any encoding', async () => {
    const policy = [...Buffer.from(`# Schl\u00fcssel\n${policies.alone}`, 'latin1')];
    const exit = await page.evaluate(
      async ([text, bytes]) => {
        const { verifyBundle: verify } = globalThis as unknown as { verifyBundle: typeof verifyBundle };
        return (await verify(text, { policy: Uint8Array.from(bytes) })).report.exit;
      },
      [await sealed(log.slice(0, 30)), policy] as const,
    );
    expect(exit).toBe(0);
  });

  it('nothing was complained about', () => expect(complaints).toEqual([]));
});
