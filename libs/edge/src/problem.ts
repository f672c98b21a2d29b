import { type Refusal, type RefusalCode, type RefusalKind, refusals, sentence } from '#domain';
import { type FaultCode, faults } from './faults.js';

/** Languages of the sentences; German where a client names neither. */
export type Language = 'de' | 'en';

/** Body of an answer that is no success. Source: RFC 9457; extension members as the domain's refusals name them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly allowedCommands?: readonly string[];
  readonly ruleBook?: string;
  readonly incident?: string;
}

/** What a command handler knows about a refused command beyond the refusal. */
export interface RefusalContext {
  readonly allowedCommands?: readonly string[];
  /** Rule book the refusal rests on, `RB-POLOPS@1.0.0`. */
  readonly ruleBook?: string;
}

/** A refusal with the moves that would be allowed instead. */
export class RefusedRequest extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly context: RefusalContext = {},
  ) {
    super(refusal.message, { cause: refusal });
    this.name = 'RefusedRequest';
  }
}

const STATUS: Readonly<Record<RefusalKind, number>> = {
  shape: 400,
  person: 403,
  invisible: 404,
  history: 405,
  state: 409,
  late: 410,
  rule: 422,
};

/** HTTP status of a refusal. Source: refusals of the domain, first paragraph. */
const statusOf = (code: RefusalCode): number => STATUS[refusals[code].kind];

export function problemOfRefusal(
  { code, params }: Refusal,
  language: Language,
  instance: string,
  context: RefusalContext = {},
): Problem {
  return {
    type: `urn:beschlussbuch:refusal:${code}`,
    title: sentence(code, language, params),
    status: statusOf(code),
    detail: sentence(code, 'en', params),
    instance,
    code,
    params,
    ...context,
  };
}

/** `status` is that of the code unless a more exact one is known. */
export function problemOfFault(
  code: FaultCode,
  language: Language,
  instance: string,
  status: number = faults[code].status,
): Problem {
  const { [language]: title, en: detail } = faults[code];
  return { type: `urn:beschlussbuch:fault:${code}`, title, status, detail, instance, code, params: {} };
}
