import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeVkey, generateSkey, parseSkey } from '#evidence';
import { policyOf } from '../apps/worker/src/seal.js';
import { root } from './e2e-support.js';
import { newFolder } from './log.support.js';

const withPolicy = (text: string | Uint8Array): string => {
  const folder = newFolder();
  writeFileSync(join(folder, 'log-policy'), text);
  return folder;
};

describe('the policy of the log', () => {
  it('is none where there is no file', () => expect(policyOf({ folder: newFolder() })).toBeUndefined());

  it.each([
    ['# keys\nlog spoiled\nquorum none\n', ', line 2: not a line of a policy (C2SP tlog-policy)'],
    ['# keys\r\n', ', line 1: not a line of a policy (C2SP tlog-policy)'],
    ['# keys\n', ': no quorum'],
  ])('is refused with the file and the line: %j', (text, fault) => {
    const folder = withPolicy(text);
    expect(() => policyOf({ folder })).toThrow(expect.objectContaining({ message: `${folder}/log-policy${fault}` }));
  });

  it('is read octet by octet, in whatever encoding its comments and names are written', () => {
    const vkey = (name: string) => encodeVkey({ ...parseSkey(generateSkey(name)), role: 'witness' });
    const text = `# \u0085 Häuser\nwitness é ${vkey('e.test')}\nwitness è ${vkey('f.test')}\nquorum è\n`;
    for (const encoding of ['latin1', 'utf8'] as const)
      expect(policyOf({ folder: withPolicy(Buffer.from(text, encoding)) })?.witnesses).toHaveLength(2);
  });

  it('is refused where the file cannot be read', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'log-policy'));
    expect(() => policyOf({ folder })).toThrow(/log-policy cannot be read: .*EISDIR/);
  });

  it('ends the start of the worker with one sentence', () => {
    const folder = withPolicy('quorum none\nlog spoiled\n');
    const env = {
      ...{ PATH: process.env['PATH'], LOG_FOLDER: folder, DATABASE_URL: 'postgres://x@127.0.0.1:1/x' },
      ...{ ERASURE_DATABASE_URL: 'postgres://x@127.0.0.1:1/x', CLIENT_SECRET: 'c'.repeat(40) },
      ...{ SESSION_SECRET: 's'.repeat(40), BESCHLUSSBUCH_MODE: 'development', HOST: '127.0.0.1', PORT: '1' },
    };
    const program = ['--conditions=source', '--import', './test/typescript.js', 'apps/worker/src/main.ts'];
    const ended = spawnSync(process.execPath, program, { cwd: root, env, encoding: 'utf8' });
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([
      ...[1, '', `${folder}/log-policy, line 2: not a line of a policy (C2SP tlog-policy)\n`],
    ]);
  }, 60_000);
});
