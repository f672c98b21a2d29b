import type { CountingRule } from './ballot.js';
import { condition } from './reasoning.js';
import { simpleMajorityV1 } from './simple-majority.v1.js';
import { unanimousExpressV1 } from './unanimous-express.v1.js';

/** Unanimity while attempts are left, then a simple majority of the votes cast. Domain model, section 4.3. */
export const stagedConsensusV1: CountingRule<{ readonly attempts?: number; readonly abstentionAllowed?: boolean }> = (
  ballot,
  { attempts = 2, abstentionAllowed = true },
) => {
  if (ballot.failedRounds < attempts) {
    const count = unanimousExpressV1(ballot, { abstentionAllowed });
    const left = condition('attempts-left', ballot.failedRounds, '<', attempts);
    return { ...count, conditions: [left, ...count.conditions] };
  }
  const count = simpleMajorityV1(ballot, { base: 'CAST' });
  const usedUp = condition('attempts-used-up', ballot.failedRounds, '>=', attempts);
  return { ...count, decidedBy: 'simple-majority@1', conditions: [usedUp, ...count.conditions] };
};
