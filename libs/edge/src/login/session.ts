import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session, { type Store } from 'express-session';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration.js';
import type { Identity } from '../identity.js';

/** What the callback must find again of the login it ends. */
export interface LoginAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

declare module 'express-session' {
  interface SessionData {
    attempt: LoginAttempt;
    identity: Identity;
    idToken: string;
    /** Milliseconds since 1970; using a session does not prolong it. */
    endsAt: number;
  }
}

/** Injection token of the Sessions. */
export const SESSIONS = Symbol('sessions');

/** The middleware, and what Nest calls when the service stops. */
export interface Sessions {
  readonly middleware: RequestHandler;
  onApplicationShutdown(): Promise<void>;
}

const WORKING_DAY = 8 * 60 * 60 * 1000;

/** Sessions in the schema `session` of a database; without one in memory. */
export function createSessions(
  configuration: Configuration,
  databaseUrl: string | undefined,
  logger: Logger,
): Sessions {
  if (databaseUrl === undefined) {
    return { middleware: sessionMiddleware(configuration), onApplicationShutdown: () => Promise.resolve() };
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  pool.on('error', (err) => logger.warn({ err }, 'connection of the sessions lost'));
  const store = new (connectPgSimple(session))({
    pool,
    schemaName: 'session',
    tableName: 'session',
    disableTouch: true,
    errorLog: (...what: unknown[]) => logger.warn({ what }, 'sessions'),
  });
  return {
    middleware: sessionMiddleware(configuration, store),
    async onApplicationShutdown() {
      store.close();
      await pool.end();
    },
  };
}

function sessionMiddleware({ publicUrl, sessionSecret }: Configuration, store?: Store): RequestHandler {
  const secure = publicUrl.startsWith('https:');
  return session({
    name: cookieName(publicUrl),
    secret: sessionSecret,
    resave: false,
    saveUninitialized: false,
    // Only decides whether a Secure cookie is sent: behind a proxy that ends TLS the connection itself is not secure.
    proxy: secure,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: WORKING_DAY },
    ...(store ? { store } : {}),
  });
}

/** The prefix makes browsers refuse the cookie from any other host and without TLS. Source: RFC 6265bis, section 4.1.3. */
export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-beschlussbuch' : 'beschlussbuch';

/** Who is logged in by browser. */
export function sessionIdentity(request: Request): Identity | undefined {
  const { identity, endsAt } = optionalSession(request);
  return endsAt !== undefined && Date.now() < endsAt ? identity : undefined;
}

/** There is no session where the middleware of prepareApp is not installed. */
const optionalSession = (request: Request): Partial<session.SessionData> =>
  (request as { readonly session?: Partial<session.SessionData> }).session ?? {};

/** Starts a session under a new id, so that an id known before the login is worth nothing. */
export async function startSession(request: Request, identity: Identity, idToken: string | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error?: Error) => (error ? reject(error) : resolve()));
  });
  Object.assign(request.session, { identity, idToken, endsAt: Date.now() + WORKING_DAY });
  await saveSession(request);
}

/** Before an answer that makes the browser ask again at once. */
export const saveSession = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    request.session.save((error?: Error) => (error ? reject(error) : resolve()));
  });

export const endSession = (request: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    request.session.destroy((error?: Error) => (error ? reject(error) : resolve()));
  });
