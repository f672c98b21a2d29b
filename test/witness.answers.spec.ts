import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Witnessing } from '#log';
import { freshPlace, type Place, type Running, until } from './log.support.js';
import { logLine, type Witnesses, witnessed, witnesses } from './witness.support.js';

let place: Place;
let one: Running;
let houses: Witnesses;
const servers: Server[] = [];
beforeEach(async () => {
  houses = witnesses();
  place = await freshPlace();
  one = place.start();
  await appended(3n);
});
afterEach(async () => {
  await houses.end();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await place.end();
});

const appended = async (size: bigint): Promise<void> => {
  await place.append('matter-a', Number(one.status().size), Number(size - one.status().size));
  await one.sealed(size);
};

/** What the worker is answered. `times`: how often it has asked, from 1 on. `honest` answers as the witness itself does. */
type Answer = (asked: {
  readonly times: number;
  readonly response: ServerResponse;
  readonly honest: () => Promise<{ readonly status: number; readonly body: string }>;
}) => Promise<void> | void;

const listening = async (handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> => {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as { readonly port: number }).port}/`;
};

/** Has a witness asked, whose answers may differ from what it says. */
const asking = async (
  answer: (submit: (request: string | undefined) => Promise<void>) => Answer,
): Promise<Witnessing> => {
  const log = await logLine(place);
  const line = await houses.start(log, 'bmf');
  const [url = ''] = /http:\S+$/.exec(line) ?? [];
  const post = async (body: string) => {
    const response = await fetch(`${url}add-checkpoint`, { method: 'POST', body });
    return { status: response.status, body: await response.text() };
  };
  const answered = answer(async (request) => {
    expect(await post(request!)).toMatchObject({ status: 200 });
  });
  let times = 0;
  const front = await listening((request, response) => {
    times += 1;
    const honest = async () => post(await text(request));
    void answered({ times, response, honest });
  });
  return houses.collect(place, one, [log, line.replace(url, front), 'quorum bmf'].join('\n'));
};

const passOn = async ({ response, honest }: Parameters<Answer>[0]): Promise<void> => {
  const { status, body } = await honest();
  response.writeHead(status).end(body);
};

describe('a witness whom others let cosign as well', () => {
  it('is asked again from where it is each time, and accused of nothing', async () => {
    const requests = [await place.reader.witnessRequest(0n)];
    await appended(4n);
    requests.push(await place.reader.witnessRequest(3n));
    await appended(5n);
    const failures: (string | undefined)[] = [];
    const collected = await asking((submit) => async (asked) => {
      if (asked.times <= 2) await submit(requests[asked.times - 1]);
      await passOn(asked);
      failures.push(collected.status()[0]?.failure);
    });
    await until(() => collected.status()[0]?.state === 'cosigned');
    expect(failures).toEqual([undefined, undefined, undefined]);
    await witnessed(place, 'matter-a', 5);
  });

  it('is not accused of having cosigned what the log has published meanwhile', async () => {
    const states: (string | undefined)[] = [];
    const collected = await asking((submit) => async (asked) => {
      states.push(collected.status()[0]?.state);
      if (asked.times === 1) {
        await appended(4n);
        await submit(await place.reader.witnessRequest(0n));
      }
      await passOn(asked);
    });
    await witnessed(place, 'matter-a', 4);
    expect(states.slice(0, 2)).toEqual([undefined, 'failed']);
    expect(states).not.toContain('disputed');
  });

  it('is not asked for ever: who names another size each time has failed', async () => {
    const collected = await asking(() => ({ times, response }) => {
      response.writeHead(409).end(`${times % 2}\n`);
    });
    await until(() => collected.status().length === 1);
    expect(collected.status()[0]).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('another size') as string,
    });
  });
});

it('is not asked again about a checkpoint that has grown old before it answered', async () => {
  let asked = 0;
  const collected = await asking(() => async ({ times, response }) => {
    asked = times;
    if (times === 1) {
      await one.stop();
      await until(() => one.status().behind > 2_000);
    }
    response.writeHead(409).end('1\n');
  });
  await until(() => collected.status().length === 1);
  const failure = 'more may have been recorded than the checkpoint holds';
  expect([asked, collected.status()[0]]).toMatchObject([1, { state: 'failed', failure }]);
});

describe('a witness who has seen another log', () => {
  it.each([
    ['more records than there are', 409, '9\n'],
    ['more records than can be', 409, '9999999999999999999\n'],
    ['another tree of the same size', 409, '3\n'],
    ['a tree that this one does not continue', 422, 'no\n'],
  ])('has seen %s, and says so', async (_, status, body) => {
    const collected = await asking(() => ({ response }) => {
      response.writeHead(status).end(body);
    });
    await until(() => collected.status()[0]?.state === 'disputed');
  });

  it('is asked again, also while there is nothing new: it may be put right', async () => {
    let isRight = false;
    const collected = await asking(() => async (asked) => {
      if (isRight) await passOn(asked);
      else asked.response.writeHead(422).end();
    });
    await until(() => collected.status()[0]?.state === 'disputed');
    isRight = true;
    await until(() => collected.status()[0]?.state === 'cosigned');
  });
});

it('has still disputed the log where a witness does not answer any more', async () => {
  let last = 0;
  const collected = await asking(() => ({ times, response }) => {
    last = times;
    if (times === 1) response.writeHead(422).end('no\n');
    else response.destroy();
  });
  await until(() => last >= 3);
  expect(collected.status()[0]).toMatchObject({ state: 'disputed', failure: '422 no' });
});

describe('the answer of a witness who wishes us ill', () => {
  const LIMIT = 16_384;

  it('is read no further than an answer is long', async () => {
    let sent = 0;
    const collected = await asking(() => ({ response }) => {
      const junk = 'x\n'.repeat(8_000);
      const more = (): void => {
        do sent += junk.length;
        while (response.write(junk) && !response.destroyed);
      };
      response.on('drain', more);
      more();
    });
    const since = performance.now();
    await until(() => collected.status().length === 1);
    expect(collected.status()[0]).toMatchObject({ state: 'failed', failure: 'its signature does not hold' });
    // It is not the patience with slow ones that ended it.
    expect(performance.now() - since).toBeLessThan(4_000);
    // What the sockets hold is sent all the same.
    expect(sent).toBeLessThan(50_000_000);
  });

  it.each([
    ['with much before its signature', 'x\n'.repeat(LIMIT / 2)],
    ['with many lines of its own before its signature', '— bmf.test/witness AAAA\n'.repeat(8)],
  ])('%s counts as if there was none', async (_, junk) => {
    const collected = await asking(() => async ({ response, honest }) => {
      response.end(junk + (await honest()).body);
    });
    await until(() => collected.status().length === 1);
    expect(collected.status()[0]).toMatchObject({ state: 'failed', failure: 'its signature does not hold' });
  });

  it('with lines of others beside its signature is heard', async () => {
    await asking(() => async ({ response, honest }) => {
      response.end('— bmg.test/witness AAAA\n'.repeat(20) + (await honest()).body);
    });
    await witnessed(place, 'matter-a', 3);
  });

  it('sends the worker nowhere else', async () => {
    let isReached = false;
    const elsewhere = await listening((_, response) => {
      isReached = true;
      response.end();
    });
    const collected = await asking(() => ({ response }) => {
      response.writeHead(307, { Location: elsewhere }).end();
    });
    await until(() => collected.status()[0]?.state === 'failed');
    expect(isReached).toBe(false);
  });
});
