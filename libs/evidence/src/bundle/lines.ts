const NEWLINE = 0x0a;

/** Takes the lines of a file one by one, without their newline; undefined stands for one over the limit. */
type Take = (line: Buffer | undefined) => void;

/** Cuts a stream of bytes into lines. Never keeps more than one line of `limit` bytes, however long a hostile one is. */
export function lineCutter(limit: number, take: Take) {
  let rest: Buffer[] = [];
  let kept = 0;
  const keep = (piece: Buffer) => {
    kept += piece.length;
    if (kept > limit) rest = [];
    else if (piece.length > 0) rest.push(Buffer.from(piece));
  };
  const finish = (piece: Buffer) => {
    if (kept + piece.length > limit) take(undefined);
    else take(kept === 0 ? piece : Buffer.concat([...rest, piece]));
    rest = [];
    kept = 0;
  };
  return {
    /** The bytes may be used again by the caller afterwards. */
    push: (bytes: Uint8Array) => {
      const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let start = 0;
      for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, start)) {
        finish(piece.subarray(start, end));
        start = end + 1;
      }
      keep(piece.subarray(start));
    },
    /** Bytes after the last newline; 0 where the file ends as it must. */
    left: () => kept,
  };
}
