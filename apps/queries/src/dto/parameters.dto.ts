import { OBLIGATION_STATUS } from '#domain';
import type { CountParams, DeadlineParams } from '../answers/calculation.js';
import type { AfterWrite } from '../after-write.js';
import { LIST_FORMATS, type ListQuery } from '../list.js';
import {
  code,
  codes,
  codesBy,
  cursor,
  day,
  dayOrInstant,
  digests,
  flag,
  instant,
  integer,
  jsonObject,
  oneOf,
  Optional,
  period,
  record,
  Required,
  ruleId,
  stream,
  uuid,
  words,
} from '../parameter.js';

const revision = integer(0, 999_999_999);
const leaves = integer(1, 999_999_999);

export class MatterPath {
  @Required(uuid)
  matter!: string;
}

export class AgreementPath {
  @Required(uuid)
  agreement!: string;
}

export class RoundPath extends MatterPath {
  @Required(uuid)
  round!: string;
}

export class DecisionPath extends MatterPath {
  @Required(integer(1, 999))
  no!: number;
}

export class MinistryPath {
  @Required(code)
  ministry!: string;
}

export class RecordPath {
  @Required(record)
  record!: string;
}

export class WitnessQuery {
  @Required(revision)
  old!: number;
}

export class ConsistencyQuery {
  @Required(leaves)
  first!: number;

  @Required(leaves)
  second!: number;
}

export class OpeningsQuery {
  @Optional(digests)
  digests?: readonly string[];
}

/** Of a question across matters: the stream that was written to, and the revision that it must know of. */
class AfterWriteQuery implements AfterWrite {
  @Optional(stream)
  stream?: string;

  @Optional(revision)
  revision?: number;
}

/** A page, or the whole list as a file. */
export class PageQuery extends AfterWriteQuery implements ListQuery {
  @Optional(integer(1, 500))
  limit?: number;

  @Optional(cursor)
  cursor?: string;

  @Optional(oneOf(LIST_FORMATS))
  format?: (typeof LIST_FORMATS)[number];
}

/** Of a question about a house. */
export class HouseQuery extends PageQuery {
  @Optional(instant)
  asOf?: string;
}

export class BindingQuery extends HouseQuery {
  @Optional(day)
  on?: string;
}

export class DutiesQuery extends HouseQuery {
  @Optional(oneOf(OBLIGATION_STATUS))
  status?: string;
}

export class FundingQuery extends BindingQuery {
  @Optional(integer(1, 9_999))
  year?: number;

  @Optional(words)
  budgetTitle?: string;
}

export class DeadlineQuery implements DeadlineParams {
  @Required(code)
  place!: string;

  @Optional(dayOrInstant)
  from?: string;

  @Optional(period)
  length?: string;

  @Optional(day)
  before?: string;

  @Optional(integer(0, 9_999))
  clearDays?: number;

  @Optional(instant)
  asOf?: string;
}

export class CountQuery implements CountParams {
  @Required(ruleId)
  rule!: string;

  @Required(jsonObject)
  params!: Readonly<Record<string, unknown>>;

  @Required(codes)
  eligible!: readonly string[];

  @Required(code)
  lead!: string;

  @Required(codesBy('Y', 'N', 'A', 'C', 'V'))
  votes!: CountParams['votes'];

  @Optional(code)
  chairSeat?: string;

  @Optional(codes)
  present?: readonly string[];

  @Optional(integer(0, 1_000))
  failedRounds?: number;
}

/** Of a bundle. */
export class SealedQuery {
  @Optional(flag('End at the last signed checkpoint, though witnesses may have cosigned only an earlier one'))
  sealed?: boolean;
}

export class RangeQuery extends SealedQuery {
  @Optional(integer(0, 999_999_999))
  from?: number;

  @Optional(leaves)
  to?: number;
}

export class BundleQuery extends SealedQuery {
  @Optional(digests)
  digests?: readonly string[];
}
