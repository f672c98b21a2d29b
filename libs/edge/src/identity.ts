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
  if (!isName(name) || !isOptionalCode(ministry) || !isOptionalCode(origin)) return undefined;
  if (OFFICES.includes(code) !== isAbsent(ministry)) return undefined;
  return {
    person,
    function: code,
    ...(isAbsent(name) ? {} : { name }),
    ...(isAbsent(ministry) ? {} : { ministry }),
    ...(isAbsent(origin) ? {} : { origin }),
  };
}

type Absent = undefined | null;

const isAbsent = (value: unknown): value is Absent => value === undefined || value === null;

const isCode = (value: unknown): value is string => typeof value === 'string' && CODE.test(value);

const isOptionalCode = (value: unknown): value is string | Absent => isAbsent(value) || isCode(value);

const isName = (value: unknown): value is string | Absent =>
  isAbsent(value) || (typeof value === 'string' && value.length <= LONGEST_NAME);
