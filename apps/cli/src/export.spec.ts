import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exported } from './export.js';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
const file = join(folder, 'log.govlog');
const asked: string[] = [];
let server: Server;
let url = '';

/** Stands for a running system with its issuer; `/bundle` of a broken range breaks off in its midst. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path.endsWith('openid-configuration')) response.end(JSON.stringify({ token_endpoint: `${url}/oidc/token` }));
    else if (path === '/oidc/token') response.end(JSON.stringify({ access_token: 'abc' }));
    else if (request.headers.authorization !== 'Bearer abc') response.writeHead(401).end('nobody');
    else if (path === '/bundle?from=1&to=2') {
      response.write('#govlog 1\n');
      setImmediate(() => response.destroy());
    } else {
      const isBehind = path === '/bundle?from=3&to=4';
      response.writeHead(200, { 'Bundle-Size': '425', 'Log-Size': isBehind ? '426' : '425' });
      response.end('#govlog 1\nall of it\n');
    }
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});
beforeEach(() => asked.splice(0));

async function called(args: readonly string[], env: Record<string, string> = { TOKEN: 'abc' }) {
  let [said, shown] = ['', ''];
  const output = { out: (text: string) => (shown += text), err: (text: string) => (said += text) };
  const code = await exported(args, { PUBLIC_URL: `${url}/`, ...env }, output);
  return { code, said, ...(shown === '' ? {} : { shown }) };
}

describe('export', () => {
  it.each([
    [[], '/bundle'],
    [['--from=3', '--to=9'], '/bundle?from=3&to=9'],
    [['--matter=m'], '/matters/m/bundle'],
    [['--agreement=a'], '/agreements/a/bundle'],
    [['--sealed'], '/bundle?sealed=true'],
    [['--from=3', '--to=9', '--sealed'], '/bundle?from=3&to=9&sealed=true'],
    [['--matter=m', '--sealed'], '/matters/m/bundle?sealed=true'],
  ])('fetches what is named: %j', async (args, path) => {
    expect(await called([file, ...args])).toEqual({ code: 0, said: '' });
    expect(asked).toEqual([path]);
    expect(readFileSync(file, 'utf8')).toBe('#govlog 1\nall of it\n');
  });

  it('says in both languages that the log has gone on behind the end of the bundle', async () => {
    const [german, english] = [
      await called([file, '--from=3', '--to=4']),
      await called([file, '--from=3', '--to=4', '--lang=en']),
    ];
    expect(german).toEqual({
      code: 0,
      said: expect.stringMatching(/^Das Bündel endet bei 425 .* 426 \(--sealed\)\.\n$/),
    });
    expect(english).toEqual({ code: 0, said: expect.stringMatching(/^The bundle ends at 425 .* 426 are signed/) });
  });

  it('gets itself a token for its client credentials', async () => {
    expect(await called([file], { CLIENT_ID: 'program', CLIENT_SECRET: 's' })).toMatchObject({ code: 0 });
    expect(asked).toEqual(['/oidc/.well-known/openid-configuration', '/oidc/token', '/bundle']);
  });

  it('leaves the file as it was when the answer breaks off, and nothing beside it', async () => {
    writeFileSync(file, 'old');
    expect(await called([file, '--from=1', '--to=2'])).toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['log.govlog']);
  });

  it('says in both languages why it could not', async () => {
    expect(await called([file], { TOKEN: 'wrong' })).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Nicht geholt.*401/),
    });
    const { said } = await called([file, '--lang=en'], { TOKEN: 'abc', PUBLIC_URL: 'http://127.0.0.1:1' });
    expect(said).toMatch(/^Not fetched/);
  });

  it.each([
    [[]],
    [['f', 'g']],
    [['f', '--from=1']],
    [['f', '--to=1']],
    [['f', '--matter=a', '--agreement=b']],
    [['f', '--matter=a', '--to=2']],
    [['f', '--from=x', '--to=2']],
    [['f', '--no']],
  ])('ends a wrong call with 64 and the help: %j', async (args) => {
    expect(await called(args)).toMatchObject({ code: 64, said: expect.stringContaining('beschlussbuch export FILE') });
    expect(asked).toEqual([]);
  });

  it.each(['--help', '-h'])('answers %s with the help, as what was asked for', async (word) => {
    const shown = expect.stringContaining('beschlussbuch export FILE') as string;
    expect(await called([word])).toEqual({ code: 0, said: '', shown });
  });

  it.each(['5', '10'])('ends a range from 10 to %s with 64 and a sentence in both languages', async (to) => {
    const [german, english] = [
      await called(['f', '--from=10', `--to=${to}`]),
      await called(['f', '--from=10', `--to=${to}`, '--lang=en']),
    ];
    expect(german).toMatchObject({ code: 64, said: expect.stringMatching(/^Kein Bereich: N hinter --to muss größer/) });
    expect(english).toMatchObject({ code: 64, said: expect.stringMatching(/^No range: N after --to must be greater/) });
    expect(asked).toEqual([]);
  });
});
