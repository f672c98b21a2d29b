import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One index for whatever rows are narrowed by together; the expressions are those of the views. */
const UP = `
DROP INDEX read.register_participants, read.decision_participants;
CREATE INDEX register_facets ON read.register USING gin ((participants || ARRAY['lead:' || lead, 'body:' || body,
  'track:' || track, 'phase:' || phase, 'classification:' || classification, 'outcome:' || outcome, 'rule:' || rule,
  'book:' || rule_book, 'book:' || split_part(rule_book, '@', 1)]));
CREATE INDEX decision_facets ON read.decision USING gin ((participants || ARRAY['lead:' || lead, 'body:' || body,
  'track:' || track, 'phase:' || phase, 'classification:' || classification, 'outcome:' || outcome, 'rule:' || rule,
  'book:' || rule_book, 'book:' || split_part(rule_book, '@', 1), 'origin:' || origin, 'effect:' || effect]));
`;

const DOWN = `
DROP INDEX read.register_facets, read.decision_facets;
CREATE INDEX register_participants ON read.register USING gin (participants);
CREATE INDEX decision_participants ON read.decision USING gin (participants);
`;

/** Registers are narrowed by several things at once, of which each alone may be frequent. */
export class IndexFacets1800921600000 implements MigrationInterface {
  readonly name = 'IndexFacets1800921600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
