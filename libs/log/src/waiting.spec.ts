import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, memoryStore } from '#event-store';
import { noted, until } from '../../../test/log.support.js';
import { type Report, statusOf } from './report.js';
import { watchWaiting } from './waiting.js';

describe('the log knows how long ago a checkpoint held all that was recorded', () => {
  let store: EventStore;
  let report: Report;
  let isAway: boolean;
  let isMute: boolean;
  let end: () => Promise<void>;
  beforeEach(() => {
    [isAway, isMute] = [false, false];
    store = memoryStore();
    const figures = { keys: 1, size: 0n, sealed: 0n };
    report = {
      state: 'active',
      ...figures,
      sealedPosition: undefined,
      waitingSince: undefined,
      heardAt: performance.now(),
    };
  });
  afterEach(() => end());

  const watch = (): void => {
    const ending = new AbortController();
    const head = () => {
      if (isMute) return new Promise<never>(() => undefined);
      return isAway ? Promise.reject(new Error('out of reach')) : store.head();
    };
    const done = watchWaiting({ ...store, head }, report, ending.signal);
    end = () => {
      ending.abort();
      return done;
    };
  };
  const record = (revision: number) => store.append('matter-a', revision - 1, [noted('matter-a', revision)]);
  const seal = async (): Promise<void> => {
    report.sealedPosition = await store.head();
  };
  const behind = (): number => statusOf(report).behind;

  it('which after its start is not known until one does', async () => {
    await record(0);
    watch();
    await sleep(700);
    expect(behind()).toBe(Infinity);
    await seal();
    await until(() => behind() < 600);
  });

  it('which is now where nothing happens, and grows from the first record on that is not sealed', async () => {
    await record(0);
    await seal();
    watch();
    await sleep(1_500);
    expect(behind()).toBeLessThan(1_200);
    await record(1);
    await until(() => behind() > 1_800);
  });

  it('which is short ago also where the next record is always there before the last one is sealed', async () => {
    await record(0);
    await seal();
    watch();
    for (let revision = 1; revision < 40; revision += 1) {
      const sealed = await store.head();
      await record(revision);
      await sleep(100);
      report.sealedPosition = sealed;
    }
    expect(behind()).toBeLessThan(1_800);
  });

  it('which is not now where the store is out of reach, for others may go on recording', async () => {
    await record(0);
    await seal();
    watch();
    await until(() => behind() < 600);
    isAway = true;
    await until(() => behind() > 1_800);
  });

  it('which is not now where the machine slept meanwhile, whose one clock stood still', () => {
    end = () => Promise.resolve();
    report.coveredAt = { monotonic: performance.now(), clock: Date.now() - 3_600_000 };
    expect(behind()).toBeGreaterThanOrEqual(3_600_000);
    // A clock that was set back says nothing.
    report.coveredAt = { monotonic: performance.now() - 5_000, clock: Date.now() + 3_600_000 };
    expect(behind()).toBeGreaterThanOrEqual(5_000);
  });

  it.each(['is out of reach', 'does not answer'])(
    'nor for how long, where the store %s, until it does again',
    async (how) => {
      const silent = (): number => statusOf(report).silent;
      watch();
      await until(() => silent() < 400);
      [isAway, isMute] = [how === 'is out of reach', how === 'does not answer'];
      await until(() => silent() > 1_500);
      [isAway, isMute] = [false, false];
      await until(() => silent() < 400);
    },
  );
});
