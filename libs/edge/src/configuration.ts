import { randomBytes } from 'node:crypto';

/** Injection token of the Configuration. */
export const CONFIGURATION = Symbol('configuration');

/** `case` is the mode of the case runner: a controlled clock, and persons named by a header. */
export type Mode = 'production' | 'development' | 'case';

/** What a service knows from its environment. URLs are without a slash at the end. */
export interface Configuration {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  /** Address that browsers see; session cookies are Secure when it is https. */
  readonly publicUrl: string;
  readonly databaseUrl: string;
  /** Address of the log, postgres:// or esdb:// or kurrentdb://; the database itself unless told. */
  readonly eventStoreUrl: string;
  readonly issuer: string;
  /** Audience that an access token must name. */
  readonly audience: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sessionSecret: string;
  /** Lets the issuer be reached over plain http. */
  readonly allowInsecureIssuer: boolean;
  /** Level of the log as pino names it. */
  readonly logLevel: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const SHORTEST_SECRET = 32;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Reads NODE_ENV, BESCHLUSSBUCH_MODE, HOST, PORT, PUBLIC_URL, DATABASE_URL, ISSUER and so on. Throws one Error that names every fault. */
export function readConfiguration(env: Environment): Configuration {
  const faults: string[] = [];
  const mode = modeOf(env, faults);
  const host = env['HOST'] ?? '127.0.0.1';
  const port = portOf(env['PORT'] ?? '3000', faults);
  const needed = (name: string, otherwise?: () => string): string => {
    const value = env[name] || (mode === 'production' ? undefined : otherwise?.());
    if (value === undefined) faults.push(`${name} is missing.`);
    return value ?? '';
  };
  const publicUrl = urlOf(
    'PUBLIC_URL',
    needed('PUBLIC_URL', () => `http://${shown(host)}:${port}`),
    faults,
  );
  const configuration: Configuration = {
    mode,
    host,
    port,
    publicUrl,
    databaseUrl: needed('DATABASE_URL'),
    eventStoreUrl: env['EVENTSTORE_URL'] || (env['DATABASE_URL'] ?? ''),
    issuer: urlOf(
      'ISSUER',
      needed('ISSUER', () => `${publicUrl}/oidc`),
      faults,
    ),
    audience: env['AUDIENCE'] || 'beschlussbuch',
    clientId: needed('CLIENT_ID', () => 'beschlussbuch-web'),
    clientSecret: needed('CLIENT_SECRET', randomSecret),
    sessionSecret: needed('SESSION_SECRET', randomSecret),
    allowInsecureIssuer: env['ALLOW_INSECURE_ISSUER'] ? env['ALLOW_INSECURE_ISSUER'] === 'true' : mode !== 'production',
    logLevel: env['LOG_LEVEL'] || 'info',
  };
  faults.push(...contradictions(configuration));
  if (faults.length > 0) throw new Error(`The configuration is not usable:\n- ${faults.join('\n- ')}`);
  return configuration;
}

const randomSecret = (): string => randomBytes(32).toString('hex');

const shown = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

function modeOf(env: Environment, faults: string[]): Mode {
  const named = env['BESCHLUSSBUCH_MODE'] || undefined;
  const production = env['NODE_ENV'] === 'production';
  if (production && named !== undefined && named !== 'production') {
    faults.push(`BESCHLUSSBUCH_MODE=${named} is refused with NODE_ENV=production.`);
  }
  if (production || named === 'production') return 'production';
  if (named === 'case') return 'case';
  if (named !== undefined && named !== 'development') {
    faults.push(`BESCHLUSSBUCH_MODE must be production, development or case, not ${named}.`);
  }
  return 'development';
}

function portOf(text: string, faults: string[]): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  faults.push(`PORT must be a number from 0 to 65535, not ${text}.`);
  return 0;
}

function urlOf(name: string, text: string, faults: string[]): string {
  if (text === '') return '';
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  faults.push(`${name} must be an http or https address, not ${text}.`);
  return '';
}

/** Rules between the settings; each is a hole that a wrong setting would open. */
function contradictions(is: Configuration): string[] {
  const secure = (url: string): boolean => url === '' || url.startsWith('https:');
  const reached = (url: string): boolean => isLoopback(new URL(url).hostname);
  const rules: readonly (readonly [boolean, string])[] = [
    [
      is.mode !== 'production' && !isLoopback(is.host),
      'HOST must be a loopback address outside production: anybody could act as anybody.',
    ],
    [
      is.mode === 'production' && !secure(is.publicUrl) && !reached(is.publicUrl),
      'PUBLIC_URL must be https in production.',
    ],
    [!secure(is.issuer) && !is.allowInsecureIssuer, 'ISSUER must be https, or ALLOW_INSECURE_ISSUER=true.'],
    // An id token names the client as its audience; it must never pass for an access token.
    [is.clientId === is.audience, 'CLIENT_ID and AUDIENCE must differ.'],
    [
      is.sessionSecret !== '' && is.sessionSecret.length < SHORTEST_SECRET,
      `SESSION_SECRET must have at least ${SHORTEST_SECRET} characters.`,
    ],
    [!LOG_LEVELS.includes(is.logLevel), `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`],
  ];
  return rules.filter(([broken]) => broken).map(([, fault]) => fault);
}
