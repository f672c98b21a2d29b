import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { kurrentStore } from '#event-store';
import { contract, type Log } from './event-store.contract.js';
import type { FaultyLog } from './event-store.faults.js';
import { faultyOnServer, opener, startOnServer } from './event-store.server.js';
import { newEvents } from './event-store.support.js';
import { startDouble } from './kurrent-double/double.js';

const start = async (): Promise<Log> => {
  const double = await startDouble();
  const { open, closeAll } = opener(() => kurrentStore({ connectionString: double.url }));
  const slow = open();
  return {
    open,
    appendSlowly: async (stream, expected, ids, ms) => {
      await sleep(ms);
      await slow.append(stream, expected, newEvents(ids.length, ids));
    },
    close: async () => {
      await closeAll();
      await double.close();
    },
  };
};

const startFaulty = async (): Promise<FaultyLog> => {
  const double = await startDouble();
  const { open, closeAll } = opener(() => kurrentStore({ connectionString: double.url }));
  return {
    open,
    address: double.url,
    loseNextAnswer: () => double.faults.queue.push('lost'),
    holdAppends: async () => {
      const holding = new EventEmitter();
      double.faults.held = once(holding, 'release');
      return async () => {
        holding.emit('release');
      };
    },
    cutAppends: async () => double.cut(),
    cutEveryMs: 60,
    restart: () => double.restart(),
    close: async () => {
      await closeAll();
      await double.close();
    },
  };
};

contract('kurrent on the double', start, startFaulty);

const url = process.env['EVENTSTORE_URL'];
if (url !== undefined) contract('kurrent on the server', startOnServer(url), faultyOnServer(url));
