import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointText, parseCheckpoint } from '#evidence';
import { fileSigner, type LogOptions } from '#log';
import { freshPlace, newFolder, type Place, type Running, until } from './log.support.js';
import { logLine, type Witnesses, witnessed, witnesses } from './witness.support.js';

let place: Place;
let one: Running;
beforeEach(async () => {
  place = await freshPlace();
  one = place.start();
  await place.append('matter-a', 0, 1);
  await one.sealed(1n);
});
afterEach(() => place.end());

describe("the log's memory file", () => {
  /** What somebody does to it while the log is off; `early` is a copy of an earlier day. */
  const attacks: readonly (readonly [what: string, attack: (file: string, early: string) => void])[] = [
    ['removed', (file) => rmSync(file)],
    ['spoiled', (file) => writeFileSync(file, 'x')],
    ['emptied', (file) => writeFileSync(file, '')],
    ['of an earlier day', (file, early) => copyFileSync(early, file)],
  ];

  it.each(attacks)('%s stops the log', async (_, attack) => {
    const early = `${place.memoryFile}.early`;
    copyFileSync(place.memoryFile, early);
    await place.append('matter-a', 1, 1);
    await one.sealed(2n);
    await one.stop();
    const before = await place.reader.checkpoint();
    attack(place.memoryFile, early);
    expect(await place.start().broken()).toMatchObject({ reason: 'MEMORY_MISSING', sealed: 0n });
    expect(await place.reader.checkpoint()).toBe(before);
  });

  /** The memory changed by somebody who knows its form. */
  const changed = (change: (memory: ReturnType<typeof parseCheckpoint>) => object): void => {
    const memory = parseCheckpoint(readFileSync(place.memoryFile, 'utf8'));
    writeFileSync(place.memoryFile, checkpointText({ ...memory, ...change(memory) }));
  };

  it('with another root stops the log', async () => {
    await one.stop();
    changed(() => ({ root: Buffer.alloc(32, 1) }));
    expect(await place.start().broken()).toMatchObject({ reason: 'ROOT_DIFFERS' });
  });

  it('with a larger size stops the log', async () => {
    await one.stop();
    changed(({ size }) => ({ size: size + 1n }));
    expect(await place.start().broken()).toMatchObject({ reason: 'STORE_SHORTER' });
  });

  it('with another origin stops the log', async () => {
    await one.stop();
    changed(() => ({ origin: 'log.test/two' }));
    expect(await place.start().broken()).toMatchObject({ reason: 'KEY_DIFFERS' });
  });
});

describe("the log's key exchanged", () => {
  it.each(['log.test/two', 'log.test/one'])('for one of the name %s stops the log', async (name) => {
    await one.stop();
    const before = await place.reader.checkpoint();
    const more: Partial<LogOptions> = { signer: fileSigner(`${newFolder()}/key`, name) };
    expect(await place.start(more).broken()).toMatchObject({ reason: 'KEY_DIFFERS' });
    expect(await place.reader.checkpoint()).toBe(before);
  });
});

describe("a witness's state file", () => {
  let houses: Witnesses;
  let state: string;
  beforeEach(() => {
    houses = witnesses();
    state = join(newFolder(), 'state');
  });
  afterEach(() => houses.end());

  /** The policy of a log whose witness has seen one record and then two; his state after each. */
  async function cosignedTwice() {
    const log = await logLine(place);
    const policy = [log, await houses.start(log, 'bmf', { state }), 'quorum bmf'].join('\n');
    houses.collect(place, one, policy);
    await witnessed(place, 'matter-a', 1);
    const early = readFileSync(state, 'utf8');
    await place.append('matter-a', 1, 1);
    await witnessed(place, 'matter-a', 2);
    return { log, early, late: readFileSync(state, 'utf8') };
  }
  /** The same witness again, on the state as it is now: how it stands to the log. */
  const again = async (log: string) => {
    const line = await houses.start(log, 'bmi', { state });
    const asked = houses.collect(place, one, [log, line, 'quorum bmi'].join('\n'));
    await until(() => asked.status().length > 0);
    return asked.status()[0]!;
  };

  it('spoiled keeps the witness from starting', async () => {
    const { log } = await cosignedTwice();
    writeFileSync(state, 'x');
    await expect(houses.start(log, 'bmf', { state })).rejects.toThrow();
  });

  it('with another tree keeps the witness from cosigning ours', async () => {
    const { log, late } = await cosignedTwice();
    const memory = parseCheckpoint(late);
    writeFileSync(state, checkpointText({ ...memory, root: Buffer.alloc(32, 1) }));
    expect(await again(log)).toMatchObject({ state: 'disputed' });
  });

  it('of an earlier day does no harm to a log that continues it', async () => {
    const { log, early } = await cosignedTwice();
    writeFileSync(state, early);
    expect(await again(log)).toMatchObject({ state: 'cosigned' });
    expect(parseCheckpoint(readFileSync(state, 'utf8'))).toMatchObject({ size: 2n });
  });
});
