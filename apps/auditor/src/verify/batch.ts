import type { Sent } from './read.js';

/** Before each record: its length and what is true of it (32 bits each), and its index (64 bits). */
const HEAD = 16;
const WHOLE = 1;
const HIDDEN = 2;

/** Records in a row of bytes that is handed from one thread to the other. */
export function batchIn(room: ArrayBuffer) {
  const view = new DataView(room);
  const bytes = new Uint8Array(room);
  let end = 0;
  return {
    fits: (record: Uint8Array): boolean => end + HEAD + record.length <= room.byteLength,
    add: ({ bytes: record, index, whole, hidden }: Sent): void => {
      view.setUint32(end, record.length);
      view.setUint32(end + 4, (whole ? WHOLE : 0) | (hidden ? HIDDEN : 0));
      view.setBigUint64(end + 8, index);
      bytes.set(record, end + HEAD);
      end += HEAD + record.length;
    },
    size: (): number => end,
    room,
  };
}

/** The records of a batch of so many bytes, in their order. */
export function recordsIn(room: ArrayBuffer, size: number): readonly Sent[] {
  const view = new DataView(room);
  const sent: Sent[] = [];
  for (let at = 0; at < size;) {
    const length = view.getUint32(at);
    const bytes = Buffer.from(room, at + HEAD, length);
    const truths = view.getUint32(at + 4);
    const [whole, hidden] = [(truths & WHOLE) !== 0, (truths & HIDDEN) !== 0];
    sent.push({ bytes, whole, hidden, index: view.getBigUint64(at + 8) });
    at += HEAD + length;
  }
  return sent;
}
