import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE read.agreement (
  agreement text NOT NULL,
  revision integer NOT NULL,
  title text NOT NULL,
  phase text NOT NULL,
  classification text NOT NULL,
  houses text[] NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (agreement)
);
ALTER TABLE read.deadline DROP CONSTRAINT deadline_pkey;
ALTER TABLE read.deadline ADD COLUMN stream text, ADD COLUMN agreement text, ALTER COLUMN matter DROP NOT NULL;
UPDATE read.deadline SET stream = 'matter-' || matter;
ALTER TABLE read.deadline ADD PRIMARY KEY (stream, no);
`;

const DOWN = `
DELETE FROM read.deadline WHERE matter IS NULL;
ALTER TABLE read.deadline DROP CONSTRAINT deadline_pkey;
ALTER TABLE read.deadline DROP COLUMN stream, DROP COLUMN agreement, ALTER COLUMN matter SET NOT NULL;
ALTER TABLE read.deadline ADD PRIMARY KEY (matter, no);
DROP TABLE read.agreement;
`;

/** Agreements beside matters, and their deadlines in one table. Nothing of matters is derived differently. */
export class AddAgreements1800316800000 implements MigrationInterface {
  readonly name = 'AddAgreements1800316800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
