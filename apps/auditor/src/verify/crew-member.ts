import { batchIn } from './batch.js';
import type { Ending } from './latest.js';
import { type Answer, replayThread, type Result, type Told } from './replay-thread.js';
import type { Read } from './read.js';

const ROOM_BYTES = 1 << 18;

/** What is heard of a thread: `moved` after every answer. */
interface Ears {
  readonly moved: () => void;
  readonly finished: (result: Result) => void;
  readonly failed: (error: Error) => void;
}

/** A thread that replays, fed with batches; their room goes back and forth. */
export function crewMember(isFirst: boolean, bytes: number, { moved, finished, failed }: Ears) {
  const thread = replayThread(isFirst, bytes);
  const free: ArrayBuffer[] = [];
  let batch = batchIn(new ArrayBuffer(ROOM_BYTES));
  let behind = 0;

  const tell = (told: Told, transfer: readonly ArrayBuffer[] = []) => {
    thread.postMessage(told, transfer);
  };
  const send = () => {
    const { room, size } = batch;
    tell({ room, size: size() }, [room]);
    behind += 1;
    batch = batchIn(free.pop() ?? new ArrayBuffer(ROOM_BYTES));
  };
  thread.on('message', (answer: Answer) => {
    if ('room' in answer) {
      behind -= 1;
      free.push(answer.room);
    } else finished(answer);
    moved();
  });
  thread.on('error', (error: Error) => {
    failed(error);
    moved();
  });

  return {
    take: (read: Read): void => {
      if (!batch.fits(read.bytes)) send();
      batch.add(read);
    },
    end: (ending: Ending): void => {
      send();
      tell({ ending });
    },
    /** Batches that it has not answered yet. */
    behind: () => behind,
    dismiss: () => thread.terminate(),
  };
}
