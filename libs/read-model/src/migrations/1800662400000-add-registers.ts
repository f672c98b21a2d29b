import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Derived by the database from words and numbers, and kept out of the registers, which are read in whole rows. */
const wordsOf = (kind: string): string => `
CREATE TABLE read.${kind}_words (
  ${kind} text NOT NULL,
  words text NOT NULL,
  numbers text[] NOT NULL,
  vector tsvector NOT NULL
    GENERATED ALWAYS AS (to_tsvector('pg_catalog.german'::regconfig, words) || array_to_tsvector(numbers)) STORED,
  PRIMARY KEY (${kind})
);
CREATE INDEX ${kind}_words_vector ON read.${kind}_words USING gin (vector);
`;

/** Rows from before are of an older version of the views and come anew with the rebuild; until then something stands in. */
const UP = `
ALTER TABLE read.register ADD COLUMN rule text, ADD COLUMN file_reference text,
  ADD COLUMN begun_at timestamptz(3);
UPDATE read.register SET begun_at = updated_at;
ALTER TABLE read.register ALTER COLUMN begun_at SET NOT NULL;
DROP INDEX read.register_updated_at, read.register_next_due_at;
CREATE INDEX register_begun_at ON read.register (begun_at, matter);
CREATE INDEX register_participants ON read.register USING gin (participants);

CREATE TABLE read.decision (
  matter text NOT NULL,
  no integer NOT NULL,
  decision_no text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  track text NOT NULL,
  phase text NOT NULL,
  lead text NOT NULL,
  classification text NOT NULL,
  rule_book text,
  rule text,
  outcome text,
  origin text NOT NULL,
  bindingness text NOT NULL,
  effect text NOT NULL,
  enacted_at timestamptz(3) NOT NULL,
  effective_from date NOT NULL,
  valid_until date,
  ended_on date,
  binds text[] NOT NULL,
  dissenting text[] NOT NULL,
  participants text[] NOT NULL,
  PRIMARY KEY (matter, no)
);
CREATE INDEX decision_enacted_at ON read.decision (enacted_at, matter, no);
CREATE INDEX decision_participants ON read.decision USING gin (participants);

ALTER TABLE read.agreement ADD COLUMN version integer NOT NULL DEFAULT 0,
  ADD COLUMN parties text[] NOT NULL DEFAULT '{}', ADD COLUMN leads text[] NOT NULL DEFAULT '{}',
  ADD COLUMN in_force_from date, ADD COLUMN valid_until date, ADD COLUMN ended_on date,
  ADD COLUMN begun_at timestamptz(3);
UPDATE read.agreement SET begun_at = updated_at;
ALTER TABLE read.agreement ALTER COLUMN begun_at SET NOT NULL, ALTER COLUMN version DROP DEFAULT, ALTER COLUMN parties DROP DEFAULT,
  ALTER COLUMN leads DROP DEFAULT;
CREATE INDEX agreement_begun_at ON read.agreement (begun_at, agreement);
${wordsOf('matter')}${wordsOf('agreement')}`;

const DOWN = `
DROP TABLE read.agreement_words, read.matter_words, read.decision;
DROP INDEX read.agreement_begun_at, read.register_participants, read.register_begun_at;
ALTER TABLE read.agreement DROP COLUMN version, DROP COLUMN parties, DROP COLUMN leads, DROP COLUMN in_force_from,
  DROP COLUMN valid_until, DROP COLUMN ended_on, DROP COLUMN begun_at;
ALTER TABLE read.register DROP COLUMN rule, DROP COLUMN file_reference, DROP COLUMN begun_at;
CREATE INDEX register_updated_at ON read.register (updated_at);
CREATE INDEX register_next_due_at ON read.register (next_due_at);
`;

/** Registers of matters, decisions and agreements with what they are filtered, ordered and searched by. */
export class AddRegisters1800662400000 implements MigrationInterface {
  readonly name = 'AddRegisters1800662400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
