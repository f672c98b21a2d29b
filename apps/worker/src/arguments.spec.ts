import { spawnSync } from 'node:child_process';
import { called } from './arguments.js';

it('asks for help, whatever else is said', () => {
  for (const words of [['-h'], ['--help'], ['--next', '--help'], ['--foo', '-h']])
    expect(called(words, ['--next'])).toEqual({ help: true });
});

it('names the first word that it does not know', () => {
  expect(called(['--next', '--foo'], ['--next'])).toEqual({ wrong: expect.stringContaining('--foo') as string });
  expect(called(['--next'])).toEqual({ wrong: expect.stringContaining('unknown argument: --next') as string });
});

it('hands on what is allowed', () => {
  expect(called([])).toEqual({ options: [] });
  expect(called(['--next'], ['--next'])).toEqual({ options: ['--next'] });
});

// Without a database a program that did start its work would say that, and end with 64 as well: so what it says counts.
it.each(['check', 'rebuild', 'log-keys'])(
  '%s starts nothing for an unknown word, or for help',
  (name) => {
    const program = ['--conditions=source', '--import', './test/typescript.js', `apps/worker/src/${name}.ts`];
    const env = { ...process.env, DATABASE_URL: '', LOG_FOLDER: '' };
    const end = (word: string) => spawnSync(process.execPath, [...program, word], { env, encoding: 'utf8' });
    const sentence = 'Unbekanntes Argument / unknown argument: --nonsense (--help)\n';
    expect(end('--nonsense')).toMatchObject({ status: 64, stdout: '', stderr: sentence });
    expect(end('-h')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: ') as string, stderr: '' });
  },
  60_000,
);
