import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock } from './lock.js';

/** Where the machine lets us have one. */
const CONTAINER = spawnSync('env', ['unshare', '-p', '-f', 'true']).status === 0 ? ['unshare', '-p', '-f'] : [];

let file: string;
let name: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'lock-')), 'state');
  name = `${file}.lock`;
});

describe('a lock', () => {
  it('is held once, given back, and taken again', () => {
    const release = lock(file);
    expect(() => lock(file)).toThrow(`${file} is in use by process ${process.pid}`);
    release();
    expect(existsSync(name)).toBe(false);
    lock(file)();
  });

  it('is not taken from another process that runs, and from one that ended', async () => {
    const other = spawn('sleep', ['60']);
    writeFileSync(name, String(other.pid));
    expect(() => lock(file)).toThrow(`in use by process ${other.pid}`);
    other.kill();
    await once(other, 'exit');
    lock(file)();
  });

  it('is not taken from a process of another user', () => {
    const kill = process.kill.bind(process);
    process.kill = () => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    };
    try {
      writeFileSync(name, String(process.ppid));
      expect(() => lock(file)).toThrow('in use');
    } finally {
      process.kill = kill;
    }
  });

  it.each(['', ' 00000000-0000-4000-8000-000000000000/1\n'])(
    'that an earlier process with the number of this one left is stale (%j)',
    (born) => {
      writeFileSync(name, `${process.pid}${born}`);
      const release = lock(file);
      expect(readFileSync(name, 'utf8')).toMatch(new RegExp(`^${process.pid} \\S+/\\d+\\n$`));
      release();
    },
  );

  it('is stale when its number went to another process', () => {
    writeFileSync(name, `${process.ppid} 00000000-0000-4000-8000-000000000000/1`);
    lock(file)();
  });

  it.each(['', 'x', '0', '-1', '1e99'])('that says %j is no lock', (text) => {
    writeFileSync(name, text);
    lock(file)();
  });

  it('is not given back for somebody else', () => {
    const release = lock(file);
    writeFileSync(name, '1 somebody');
    release();
    expect(existsSync(name)).toBe(true);
  });

  it('is not left behind for ever by a crash in a container, where every start has number 1', () => {
    const held = `import { lock } from './apps/witness/src/lock.ts'; lock(${JSON.stringify(file)}); console.log(process.pid);`;
    const node = [process.execPath, '--conditions=source', '--import', './test/typescript.js'];
    const inContainer = () => {
      const args = [...CONTAINER, ...node, '--input-type=module', '-e', held];
      const { status, stdout, stderr } = spawnSync('env', args, { encoding: 'utf8' });
      return { status, stdout, stderr };
    };
    const first = inContainer();
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(inContainer()).toEqual(CONTAINER.length > 0 ? first : { ...first, stdout: expect.any(String) as string });
  });
});
