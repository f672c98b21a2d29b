import type { MigrationInterface, QueryRunner } from 'typeorm';

const HEAD = `
  stream text NOT NULL,
  no integer NOT NULL,
  title text NOT NULL,
  houses text[],
  content jsonb NOT NULL,
  PRIMARY KEY (stream, no)`;

const UP = `
DROP TABLE read.binding, read.waiting;
CREATE TABLE read.binding (
  ministries text[] NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL,${HEAD}
);
CREATE INDEX binding_ministries ON read.binding USING gin (ministries);
CREATE INDEX binding_until_day ON read.binding (until_day, stream, no, from_day);
CREATE TABLE read.waiting (
  ministry text NOT NULL,
  kind text NOT NULL,
  due_at timestamptz(3) NOT NULL,${HEAD}
);
CREATE INDEX waiting_ministry ON read.waiting (ministry, due_at, stream, no);
CREATE TABLE read.duty (
  ministry text NOT NULL,
  status text NOT NULL,
  due date NOT NULL,${HEAD}
);
CREATE INDEX duty_ministry ON read.duty (ministry, due, stream, no);
CREATE TABLE read.share (
  ministry text NOT NULL,
  year integer NOT NULL,
  budget_title text NOT NULL,
  cents bigint,
  from_day date NOT NULL,
  until_day date NOT NULL,${HEAD}
);
CREATE TABLE read.objector (
  stream text NOT NULL,
  no integer NOT NULL,
  ministry text NOT NULL,
  PRIMARY KEY (stream, no)
);
CREATE INDEX objector_ministry ON read.objector (ministry, stream);
DROP INDEX read.tally_ended_at;
CREATE INDEX tally_opened_at ON read.tally (opened_at, matter, no);
CREATE INDEX tally_eligible ON read.tally USING gin (eligible);
CREATE INDEX share_ministry ON read.share (ministry, year, budget_title, stream, no);
`;

const DOWN = `
DROP TABLE read.binding, read.waiting, read.duty, read.share, read.objector;
DROP INDEX read.tally_opened_at, read.tally_eligible;
CREATE INDEX tally_ended_at ON read.tally (ended_at);
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
`;

/** What binds houses, waits for them, is owed and borne by them, of matters and agreements alike. Filled by the rebuild. */
export class AddHouseViews1800748800000 implements MigrationInterface {
  readonly name = 'AddHouseViews1800748800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
