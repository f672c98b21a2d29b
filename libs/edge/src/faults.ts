/** Faults of a request that no rule of the domain is asked about. */
export const faults = {
  AUTHENTICATION_REQUIRED: { status: 401, de: 'Bitte melden Sie sich an.', en: 'Please log in.' },
  TOKEN_INVALID: { status: 401, de: 'Das Zugriffstoken ist ungültig.', en: 'The access token is invalid.' },
  TOKEN_EXPIRED: { status: 401, de: 'Das Zugriffstoken ist abgelaufen.', en: 'The access token has expired.' },
  LOGIN_FAILED: {
    status: 401,
    de: 'Die Anmeldung ist fehlgeschlagen; bitte beginnen Sie neu.',
    en: 'The login has failed; please start again.',
  },
  CASE_ACTOR_REFUSED: {
    status: 401,
    de: 'X-Case-Actor nennt keine Person, die hier handeln kann.',
    en: 'X-Case-Actor names no person who can act here.',
  },
  FUNCTION_UNKNOWN: {
    status: 403,
    de: 'Mit dieser Anmeldung ist keine eindeutige Funktion verbunden.',
    en: 'This login carries no unambiguous function.',
  },
  CROSS_SITE_REQUEST: {
    status: 403,
    de: 'Die Anfrage kommt nicht von dieser Anwendung.',
    en: 'The request does not come from this application.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    de: 'Diese Methode ist hier nicht vorgesehen.',
    en: 'This method is not available here.',
  },
  REQUEST_REFUSED: {
    status: 400,
    de: 'Die Anfrage kann so nicht bearbeitet werden.',
    en: 'The request cannot be processed this way.',
  },
  BODY_TOO_LARGE: { status: 413, de: 'Die Anfrage ist zu groß.', en: 'The request is too large.' },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    de: 'Dieses Format wird nicht unterstützt; senden Sie JSON in UTF-8.',
    en: 'This format is not supported; send JSON in UTF-8.',
  },
  INTERNAL_ERROR: {
    status: 500,
    de: 'Ein unerwarteter Fehler ist aufgetreten.',
    en: 'An unexpected error has occurred.',
  },
  ISSUER_UNAVAILABLE: {
    status: 503,
    de: 'Der Anmeldedienst ist nicht erreichbar.',
    en: 'The login service cannot be reached.',
  },
  OUTCOME_UNKNOWN: {
    status: 503,
    de: 'Ob die Erklärung aufgezeichnet ist, ist noch ungewiss; bitte senden Sie sie mit demselben Idempotency-Key noch einmal.',
    en: 'Whether this has been recorded is not known yet; please send it again with the same Idempotency-Key.',
  },
  UNAVAILABLE: {
    status: 503,
    de: 'Der Dienst ist vorübergehend nicht verfügbar.',
    en: 'The service is temporarily unavailable.',
  },
} as const satisfies Record<string, { readonly status: number; readonly de: string; readonly en: string }>;

export type FaultCode = keyof typeof faults;

/** The edge says no before any rule is asked. */
export class Fault extends Error {
  constructor(
    readonly code: FaultCode,
    options?: ErrorOptions,
  ) {
    super(faults[code].en, options);
    this.name = 'Fault';
  }
}
