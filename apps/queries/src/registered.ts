import { rulebook, ruleBookVersion } from '#domain';
import { invalidPayload } from '#edge';
import type { Sources } from './sources.js';
import { exists, told } from './streams.js';

/** Parameters whose values are registered in the log. */
interface Codes {
  readonly ministry?: string;
  readonly lead?: string;
  readonly body?: string;
  /** `ID` or `ID@version`. */
  readonly ruleBook?: string;
}

async function isRuleBook({ store }: Sources, name: string): Promise<boolean> {
  const [id, version] = name.split('@');
  if (version === undefined) return exists(store, `rulebook-${id}`);
  const { now } = await told(store, rulebook, `rulebook-${id}`);
  return ruleBookVersion(now.state, version) !== undefined;
}

const CHECKS: Readonly<Record<keyof Codes, (sources: Sources, code: string) => Promise<boolean>>> = {
  ministry: ({ store }, code) => exists(store, `ministry-${code}`),
  lead: ({ store }, code) => exists(store, `ministry-${code}`),
  body: ({ store }, code) => exists(store, `body-${code}`),
  ruleBook: isRuleBook,
};

/** Nobody takes an empty list for an answer to a typing mistake. Throws INVALID_PAYLOAD naming the parameters. */
export async function registered(sources: Sources, codes: Codes): Promise<void> {
  const fields = Object.keys(CHECKS) as (keyof Codes)[];
  const checked = await Promise.all(
    fields.map(async (field) => {
      const code = codes[field];
      const isKnown = code === undefined || (await CHECKS[field](sources, code));
      return isKnown ? [] : [{ field, problem: `${field} ${code} is not registered` }];
    }),
  );
  const unknown = checked.flat();
  if (unknown.length > 0) throw invalidPayload(unknown);
}
