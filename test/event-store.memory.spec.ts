import { setTimeout as sleep } from 'node:timers/promises';
import { memoryStore } from '#event-store';
import { contract } from './event-store.contract.js';
import { newEvents } from './event-store.support.js';

contract('memory', async () => {
  const store = memoryStore();
  return {
    open: () => store,
    appendSlowly: async (stream, expected, ids, ms) => {
      await sleep(ms);
      await store.append(stream, expected, newEvents(ids.length, ids));
    },
    close: () => store.close(),
  };
});
