import { spawnSync } from 'node:child_process';

const called = (...words: readonly string[]) =>
  spawnSync(
    process.execPath,
    ['--conditions=source', '--import', './test/typescript.js', 'apps/cli/src/main.ts', ...words],
    {
      encoding: 'utf8',
    },
  );

it('names all its programs in its help, and each of them has a help of its own', () => {
  const { status, stdout } = called('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('beschlussbuch verify');
  expect(called('-h').stdout).toBe(stdout);
  for (const program of ['export', 'move', 'verify', 'witness']) {
    expect(stdout).toContain(`${program} --help`);
    const help = called(program, '--help');
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain(`beschlussbuch ${program}`);
    expect(called(program, '-h').stdout).toBe(help.stdout);
  }
}, 60_000);
