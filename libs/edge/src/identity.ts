import { FUNCTIONS, type FunctionCode } from '#domain';

/** Who sends a request, as the issuer says: one person in exactly one function. */
export interface Identity {
  /** Code in the directory, `BMI/REP`. */
  readonly person: string;
  readonly name?: string;
  readonly function: FunctionCode;
  /** House of a person of a ministry or party; absent for everybody else. */
  readonly ministry?: string;
  /** Home of a member of the secretariat, the chair or another office. */
  readonly origin?: string;
}

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}/._-]{0,63}$/u;
const LONGEST_NAME = 200;
// Source: model of the domain, section 8: these act for no ministry.
const OFFICES: readonly FunctionCode[] = ['SEC', 'CHAIR', 'RUL', 'AUD', 'REG', 'DSB'];

/**
 * Reads the claims `person`, `function`, `ministry`, `origin` and `name` of a token. Undefined unless they are
 * unambiguous: one function as a string, a ministry for those who act for one and for nobody else.
 */
export function identityOf(claims: Readonly<Record<string, unknown>>): Identity | undefined {
  const { person, name, ministry, origin } = claims;
  const code = FUNCTIONS.find((known) => known === claims['function']);
  if (code === undefined || !isCode(person)) return undefined;
  if (!(absent(ministry) || isCode(ministry)) || !(absent(origin) || isCode(origin))) return undefined;
  if (!(absent(name) || (typeof name === 'string' && name.length <= LONGEST_NAME))) return undefined;
  if (OFFICES.includes(code) !== absent(ministry)) return undefined;
  return {
    person,
    function: code,
    ...(absent(name) ? {} : { name }),
    ...(absent(ministry) ? {} : { ministry }),
    ...(absent(origin) ? {} : { origin }),
  };
}

const isCode = (value: unknown): value is string => typeof value === 'string' && CODE.test(value);

const absent = (value: unknown): value is undefined | null => value === undefined || value === null;
