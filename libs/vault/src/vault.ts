import type { Json } from '#evidence';

/** An erasable value on its way into the vault: what `commit` or `sealData` gave, whom it is about, and its kind. */
export interface VaultValue {
  readonly digest: string;
  readonly disclosure: string;
  /** Pseudonym of the person whom the value is about. */
  readonly subject?: string;
  /** Kind of value, by which its retention is decided. */
  readonly class: string;
}

/** The claim of a command id, and the erasable values of the events that the command is about to yield. */
export interface VaultEntry {
  readonly commandId: string;
  /** Whose records are about to hold the digests: the values are opened and erased for this stream alone. */
  readonly stream: string;
  /** Hex SHA-256 of what was asked. */
  readonly sha256: string;
  readonly values: readonly VaultValue[];
  /** Pseudonyms of the actor and of whom the command names: the records are about to bring them into the log. */
  readonly persons?: readonly string[];
}

/** A pseudonym that a command was about to record was forgotten after it was asked for. Ask for it again. */
export class ForgottenPerson extends Error {}

/** Everything that must be erasable: values, the names behind pseudonyms, evidence files; and which command ids are taken. */
export interface Vault {
  /**
   * Claims the command id and keeps the values in one transaction, before the events are appended. Resolves with the
   * sha256 with which the id was claimed first: its own for a new command or a repetition. If it is another one the
   * caller refuses the command, and no value was kept. With values it is durable when resolved. From then on none of
   * the persons is forgotten before the records are in the log. ForgottenPerson, and nothing kept, if one was already.
   */
  keep(entry: VaultEntry): Promise<{ readonly sha256: string }>;

  /**
   * Values of a stream by digest. What was erased, never kept, or kept for another stream is missing: a record that
   * names a foreign digest must not open it. VerificationFailure when a stored row was altered.
   */
  open(digests: readonly string[], stream: string): Promise<ReadonlyMap<string, Json>>;

  /** The disclosures behind digests, for those to whom a value is shown with its proof; missing as in open. */
  disclosures(digests: readonly string[], stream: string): Promise<ReadonlyMap<string, string>>;

  /** Pseudonym of a person (`p-` and 24 hex digits), made on first sight. The same for all processes and for ever, unless the person is forgotten. */
  pseudonym(person: string): Promise<string>;

  /** Pseudonym of a person who has one; none is made. */
  knownAs(person: string): Promise<string | undefined>;

  /** Persons by pseudonym; unknown and forgotten ones are missing. */
  persons(pseudonyms: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** Keeps an evidence file, durable when resolved; hex SHA-256 of its bytes. Bytes that are there already stay as they are. */
  keepDocument(name: string, bytes: Uint8Array): Promise<{ readonly name: string; readonly sha256: string }>;

  /** An evidence file by the SHA-256 of its bytes, with the name under which it was kept first. */
  document(sha256: string): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined>;

  /**
   * Hex HMAC-SHA-256 of a text under a key that only this vault holds. What was asked can hold words that must be
   * erasable: a plain hash in the log would let everybody try guesses against it for ever.
   */
  fingerprint(text: string): Promise<string>;

  /** Releases connections. */
  close(): Promise<void>;
}
