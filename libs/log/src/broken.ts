/** Why the log stopped. Closed: each is for a person to look into, none goes away by trying again. */
const REASONS = {
  RECORD_DIFFERS: 'A record of the store is not the one that was sealed',
  RECORD_FALSE: 'A record says something else than the place where the store holds it',
  REVISION_MISSING: 'A stream goes on with a gap',
  NODE_DIFFERS: 'A hash of the tree is not the one that follows from the records',
  STORE_SHORTER: 'The store holds fewer records than were sealed',
  STORE_UNREADABLE: 'The store cannot be read from its beginning to what was sealed',
  ROOT_DIFFERS: 'The tree is no extension of the one that was signed last',
  MEMORY_MISSING: 'Checkpoints were signed, but the file that remembers the last one is missing or spoiled',
  KEY_DIFFERS: 'The key is not the one of this log',
} as const;

export type Reason = keyof typeof REASONS;

/** Store and log disagree: nothing more is signed. `detail` names the record or tree at fault. */
export class LogBroken extends Error {
  constructor(
    readonly reason: Reason,
    readonly detail: string,
  ) {
    super(`${REASONS[reason]}: ${detail}`);
    this.name = 'LogBroken';
  }
}
