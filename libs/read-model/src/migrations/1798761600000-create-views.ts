import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE read.register (
  matter text NOT NULL,
  revision integer NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  track text NOT NULL,
  phase text NOT NULL,
  lead text NOT NULL,
  category text NOT NULL,
  classification text NOT NULL,
  version integer NOT NULL,
  rule_book text,
  outcome text,
  origin text,
  decision_no text,
  effect text,
  next_due_at timestamptz(3),
  next_due_kind text,
  participants text[] NOT NULL,
  opened_at timestamptz(3),
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (matter)
);
CREATE INDEX register_updated_at ON read.register (updated_at);
CREATE INDEX register_next_due_at ON read.register (next_due_at);

CREATE TABLE read.tally (
  matter text NOT NULL,
  round text NOT NULL,
  no integer NOT NULL,
  mode text NOT NULL,
  rule text NOT NULL,
  entitled integer NOT NULL,
  yes integer NOT NULL,
  no_votes integer NOT NULL,
  abstained integer NOT NULL,
  silent integer NOT NULL,
  lapsed integer NOT NULL,
  not_concerned integer NOT NULL,
  outcome text,
  opened_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  due_at timestamptz(3),
  eligible text[] NOT NULL,
  PRIMARY KEY (matter, round)
);
CREATE INDEX tally_ended_at ON read.tally (ended_at);

CREATE TABLE read.deadline (
  matter text NOT NULL,
  no integer NOT NULL,
  kind text NOT NULL,
  due_at timestamptz(3) NOT NULL,
  last_day date,
  subject text,
  trace text[] NOT NULL,
  timer jsonb,
  PRIMARY KEY (matter, no)
);
CREATE INDEX deadline_due_at ON read.deadline (due_at);

CREATE TABLE read.waiting (
  matter text NOT NULL,
  round text NOT NULL,
  ministry text NOT NULL,
  due_at timestamptz(3),
  PRIMARY KEY (matter, round, ministry)
);
CREATE INDEX waiting_ministry ON read.waiting (ministry);

CREATE TABLE read.binding (
  matter text NOT NULL,
  ministries text[] NOT NULL,
  decision_no text NOT NULL,
  effective_from date NOT NULL,
  valid_until date,
  ended_on date,
  PRIMARY KEY (matter)
);
CREATE INDEX binding_ministries ON read.binding USING gin (ministries);

CREATE TABLE read.history (
  matter text NOT NULL,
  revision integer NOT NULL,
  type text NOT NULL,
  at timestamptz(3) NOT NULL,
  org text NOT NULL,
  role text NOT NULL,
  position text NOT NULL,
  PRIMARY KEY (matter, revision)
);

CREATE TABLE read.checkpoint (
  projection text NOT NULL,
  shard integer NOT NULL,
  version integer NOT NULL,
  position text,
  updated_at timestamptz(3) NOT NULL,
  failure text,
  PRIMARY KEY (projection, shard)
);
`;

/** Views of matters and the checkpoint of the projection that fills them. */
export class CreateViews1798761600000 implements MigrationInterface {
  readonly name = 'CreateViews1798761600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE read.register, read.tally, read.deadline, read.waiting, read.binding');
    await runner.query('DROP TABLE read.history, read.checkpoint');
  }
}
