import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint, type Signer } from '#evidence';
import { fileSigner } from '#log';
import pg from 'pg';
import { alarmOf, metricsOf } from '../apps/worker/src/seal.js';
import { asOwner, freshPlace, type Place, type Running, until } from './log.support.js';

let place: Place;
beforeEach(async () => {
  place = await freshPlace();
});
afterEach(() => place.end());

const remembered = (): bigint => parseCheckpoint(readFileSync(place.memoryFile, 'utf8')).size;
const cut = () =>
  asOwner(
    place.ownerUrl,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'log' AND datname = current_database()`,
  );

/** Ends the session that seals, and has a stranger hold the lease instead. */
const relieved = async (one: Running): Promise<pg.Client> => {
  const stranger = new pg.Client({ connectionString: place.ownerUrl });
  await stranger.connect();
  const held = stranger.query('SELECT pg_advisory_lock(7310005)');
  await cut();
  await held;
  await until(() => one.status().state === 'standby');
  return stranger;
};

/** The key in a token that takes its time, and fails. */
const unsigning = (): Signer => ({
  ...fileSigner(place.keyFile, 'log.test/one'),
  sign: () => sleep(500).then(() => Promise.reject(new Error('pulled out'))),
});

describe('an instance in a process of its own', () => {
  let child: ChildProcess;
  let said: string;
  beforeEach(() => {
    fileSigner(place.keyFile, 'log.test/one');
    const script = fileURLToPath(new URL('./log-worker.ts', import.meta.url));
    const execArgv = ['--conditions=source', '--import', new URL('./typescript.js', import.meta.url).href];
    child = fork(script, [place.writeUrl, place.memoryFile, place.keyFile], { execArgv });
    child.on('message', (news: string) => (said = news));
  });
  afterEach(async () => {
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGKILL');
    await ended;
  });

  const says = (news: string): Promise<void> =>
    until(
      () => said === news,
      () => said,
    );

  it('that was paused while another one took over does not put the memory back', async () => {
    await place.append('matter-a', 0, 1);
    await says('active 1 1');
    await place.append('matter-a', 1, 1);
    // It has taken the record and is about to seal it.
    await says('active 2 1');
    child.kill('SIGSTOP');
    await cut();
    const two = place.start();
    await place.append('matter-a', 2, 1);
    await two.sealed(3n);
    // Its next signature is overdue: that comes before it hears of anything.
    await sleep(1_000);
    child.kill('SIGCONT');
    await until(() => said.startsWith('standby'));
    expect(remembered()).toBe(3n);

    // And can take over again, because nothing was spoiled.
    await two.stop();
    await place.append('matter-a', 3, 1);
    await says('active 4 4');
    expect(remembered()).toBe(4n);
  });
});

describe('an instance that stands by', () => {
  it('raises no alarm while another one seals, however much there is to seal', async () => {
    const one = place.start();
    await until(() => one.status().state === 'active');
    const two = place.start();
    const alarms: string[] = [];
    for (let revision = 0; revision < 70; revision += 1) {
      await place.append('matter-a', revision, 1);
      await sleep(100);
      const alarm = alarmOf(two.status());
      if (alarm !== undefined) alarms.push(alarm);
    }
    expect([two.status().state, alarms]).toEqual(['standby', []]);
    await until(() => two.status().waiting === 0);
  });

  it('raises the alarm when whoever holds the lease seals nothing, and none when it takes over', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
    const stranger = await relieved(one);
    await place.append('matter-a', 1, 1);
    await until(() => alarmOf(one.status()) !== undefined);
    expect(alarmOf(one.status())).toMatch(/^A record has been without receipt for 5 seconds: another session holds/);
    await stranger.end();
    await one.sealed(2n);
    await until(() => one.status().waiting === 0);
    expect(alarmOf(one.status())).toBeUndefined();
  });

  it('raises no alarm about its key, nor about what witnesses said, since it was active', async () => {
    const disputed = [{ name: 'bmf.test/witness', state: 'disputed', failure: 'it has cosigned 9' }] as const;
    const one = place.start({ signer: unsigning() });
    await until(() => one.status().state === 'active');
    expect(alarmOf(one.status(), disputed)).toBe(
      'The witness bmf.test/witness has seen another log: it has cosigned 9',
    );
    await place.append('matter-a', 0, 1);
    await until(() => alarmOf(one.status()) === 'The log cannot sign: pulled out');
    const stranger = await relieved(one);
    expect(one.status().unsigned).toBeUndefined();
    // How long a record has been waiting is an alarm of its own, and comes later.
    expect(alarmOf({ ...one.status(), waiting: 0 }, disputed)).toBeUndefined();
    await stranger.end();
  });
});

describe('a running log', () => {
  it.each(['is out of reach', 'does not answer'])(
    'raises the alarm where the store %s, for nobody sees then whether a record waits',
    async (how) => {
      let isAway = false;
      const failing = (): Promise<never> =>
        how === 'is out of reach' ? Promise.reject(new Error('no route')) : new Promise(() => undefined);
      const head = () => (isAway ? failing() : place.store.head());
      const one = place.start({ store: { ...place.store, head } });
      await place.append('matter-a', 0, 1);
      await one.sealed(1n);
      await until(() => one.status().behind < 1_000);
      expect(alarmOf(one.status())).toBeUndefined();
      isAway = true;
      await until(() => alarmOf(one.status()) !== undefined);
      expect(alarmOf(one.status())).toMatch(/^The store has not said for \d+ seconds what is recorded$/);
      expect(metricsOf(one.status())).toContain('beschlussbuch_log_alarm 1\n');
      isAway = false;
      await until(() => alarmOf(one.status()) === undefined);
    },
    60_000,
  );

  it('that begins anew does not say that its key fails before it has tried', async () => {
    const one = place.start({ signer: unsigning() });
    await place.append('matter-a', 0, 1);
    await until(() => one.status().unsigned === 'pulled out');
    await cut();
    await until(() => one.status().unsigned === undefined);
    await until(() => one.status().unsigned === 'pulled out');
  });

  it('says at once that its connection was ended, also when it has nothing to do', async () => {
    const told: (string | undefined)[] = [];
    const one = place.start({ tell: ({ failure }) => told.push(failure) });
    await until(() => one.status().state === 'active');
    await cut();
    await until(() => told.length > 0);
    expect(told).toEqual(['The connection that holds the lease was ended']);
    await until(() => one.status().state === 'active');
  });

  it('does not write over what another one has signed meanwhile', async () => {
    const told: (string | undefined)[] = [];
    const one = place.start({ tell: ({ failure }) => told.push(failure) });
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
    const [origin, , root] = readFileSync(place.memoryFile, 'utf8').split('\n');
    writeFileSync(place.memoryFile, `${origin}\n9\n${root}\n`);
    await place.append('matter-a', 1, 1);
    // It holds the lease: so the store is what is wrong.
    expect(await one.broken()).toMatchObject({ reason: 'STORE_SHORTER' });
    expect(told[0]).toContain('is ahead: 9 records were signed, not 2');
    expect(remembered()).toBe(9n);
  });

  it('stops where another one has signed another tree of the same size', async () => {
    const one = place.start();
    await place.append('matter-a', 0, 1);
    await one.sealed(1n);
    const [origin] = readFileSync(place.memoryFile, 'utf8').split('\n');
    const other = `${origin}\n2\n${Buffer.alloc(32).toString('base64')}\n`;
    writeFileSync(place.memoryFile, other);
    await place.append('matter-a', 1, 1);
    expect(await one.broken()).toMatchObject({ reason: 'ROOT_DIFFERS' });
    expect(readFileSync(place.memoryFile, 'utf8')).toBe(other);
  });
});
