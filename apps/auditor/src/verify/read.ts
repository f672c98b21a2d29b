/** A record in its one form, and where it stands. */
export interface Read {
  readonly bytes: Buffer;
  readonly stream: string;
  readonly revision: number;
  readonly index: bigint;
  /** Whether the stream is there from its beginning up to this record. */
  readonly whole: boolean;
  /** Whether anything of the log before this record is withheld or omitted. */
  readonly hidden: boolean;
}

/** Without its stream and revision: they are in the record. */
export type Sent = Omit<Read, 'stream' | 'revision'>;
