import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Checkpoint } from '#evidence';
import { readShared, replaceShared } from './shared.js';
import { fileState } from './state.js';

const checkpoint = (size: number, fill = size, origin = 'log.test/one'): Checkpoint => ({
  origin,
  size: BigInt(size),
  root: Buffer.alloc(32, fill),
});

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'state-')), 'state');
});
const sizeIn = (state: ReturnType<typeof fileState>) => state.last('log.test/one')?.size;

describe('two processes with one state', () => {
  it('each see what the other has remembered', () => {
    const [one, two] = [fileState(file), fileState(file)];
    one.remember(checkpoint(5));
    expect(sizeIn(two)).toBe(5n);
    two.remember(checkpoint(9));
    expect(sizeIn(one)).toBe(9n);
    one.last('log.test/two');
    one.remember(checkpoint(3, 3, 'log.test/two'));
    expect(sizeIn(two)).toBe(9n);
    expect(readdirSync(dirname(file))).toEqual(['state']);
  });

  it('cannot both go on from the same checkpoint', () => {
    const [one, two] = [fileState(file), fileState(file)];
    one.remember(checkpoint(5));
    expect([sizeIn(one), sizeIn(two)]).toEqual([5n, 5n]);
    two.remember(checkpoint(9, 1));
    expect(() => one.remember(checkpoint(9, 2))).toThrow('changed by another process');
    expect(one.last('log.test/one')).toEqual(checkpoint(9, 1));
    expect(readdirSync(dirname(file))).toEqual(['state']);
  });

  it('cannot both begin', () => {
    const [one, two] = [fileState(file), fileState(file)];
    one.remember(checkpoint(5, 1));
    expect(() => two.remember(checkpoint(5, 2))).toThrow('changed by another process');
  });
});

describe('a state', () => {
  it('does not let trust begin anew while somebody knows better', () => {
    const state = fileState(file);
    state.remember(checkpoint(5));
    const before = readFileSync(file, 'utf8');
    state.remember(checkpoint(9));
    for (const spoil of [() => writeFileSync(file, before), () => rmSync(file)]) {
      spoil();
      expect(() => state.last('log.test/one')).toThrow('has lost what was cosigned before');
    }
    fileState(file).remember(checkpoint(9, 7));
    expect(() => state.last('log.test/one')).toThrow('has lost what was cosigned before');
  });

  it('goes on where a crash between link and rename left off', () => {
    fileState(file).remember(checkpoint(5));
    const known = readShared(file);
    const next = known.replace('\n5\n', '\n6\n');
    const digest = createHash('sha256').update(known).digest('hex').slice(0, 32);
    writeFileSync(`${file}.after-${digest}`, next);
    expect(() => replaceShared(file, known, known.replace('\n5\n', '\n7\n'))).toThrow('changed by another process');
    expect(sizeIn(fileState(file))).toBe(6n);
    expect(readdirSync(dirname(file))).toEqual(['state']);
  });
});
