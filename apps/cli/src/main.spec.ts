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
  for (const program of ['export', 'move', 'witness']) {
    expect(stdout).toContain(`beschlussbuch ${program} --help`);
    const help = called(program, '--help');
    expect(help.status).toBe(0);
    expect(help.stdout + help.stderr).toContain(`beschlussbuch ${program}`);
  }
}, 60_000);
