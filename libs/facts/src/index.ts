/** Outside facts: what a decision needs from other streams, looked up before it is decided and named in its record. */
export { actorOf, type Sender } from './actor.js';
export { agreementFacts, agreementMarks } from './agreement-facts.js';
export { matterFacts, type Resolved } from './matter-facts.js';
export { registry, type Registry } from './registry.js';
export {
  act,
  type Office,
  pinned,
  recordSelfCheck,
  recordSuccession,
  SELF_CHECKS,
  type SystemCommand,
} from './system.js';
