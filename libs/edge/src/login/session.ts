import { createHash } from 'node:crypto';
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session, { type SessionData, type Store } from 'express-session';
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

/** Where the sessions of a service are. */
export interface SessionPlace {
  /** Database with the schema `session`; in memory without one. */
  readonly databaseUrl?: string;
  /** Only recognises sessions that another service begins and ends: the role may read and nothing else. */
  readonly readOnly: boolean;
}

const WORKING_DAY = 8 * 60 * 60 * 1000;
const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 10_000;

const hashOf = (sid: string): string => createHash('sha256').update(sid).digest('base64url');

/**
 * The table knows a session by a hash of its id: who may read it, or finds a copy, cannot act under a session of others.
 */
class SessionTable extends connectPgSimple(session) {
  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    super.get(hashOf(sid), callback);
  }

  override set(sid: string, data: SessionData, callback?: (error?: unknown) => void): void {
    super.set(hashOf(sid), data, callback);
  }

  override destroy(sid: string, callback?: (error?: unknown) => void): void {
    super.destroy(hashOf(sid), callback);
  }
}

/** For a service where nobody is logged in. */
export const NO_SESSIONS: Sessions = {
  middleware: (_request, _response, next) => next(),
  onApplicationShutdown: () => Promise.resolve(),
};

/** The middleware for sessions at that place. */
export function createSessions(
  configuration: Configuration,
  { databaseUrl, readOnly }: SessionPlace,
  logger: Logger,
): Sessions {
  if (databaseUrl === undefined) return { ...NO_SESSIONS, middleware: sessionMiddleware(configuration) };
  const limits = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: ANSWER_TIMEOUT_MS };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, ...limits });
  pool.on('error', (err) => logger.warn({ err }, 'connection of the sessions lost'));
  const store = new SessionTable({
    pool,
    schemaName: 'session',
    tableName: 'session',
    disableTouch: true,
    // What has expired is deleted where sessions are written.
    ...(readOnly ? { pruneSessionInterval: false } : {}),
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
