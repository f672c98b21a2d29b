import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  type Configuration as Client,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import type { Configuration } from '../configuration.js';
import { type Identity, identityOf } from '../identity.js';
import { Fault } from '../faults.js';
import type { Issuer } from './issuer.js';
import type { LoginAttempt } from './session.js';

/** Code flow with PKCE, state and nonce. Source: RFC 9700, section 2.1. */
export async function beginLogin(
  issuer: Issuer,
  { publicUrl }: Configuration,
  returnTo: unknown,
): Promise<{ readonly attempt: LoginAttempt; readonly url: string }> {
  const client = await issuer.client();
  const attempt = {
    state: randomState(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    returnTo: typeof returnTo === 'string' ? returnTo : '/',
  };
  const url = buildAuthorizationUrl(client, {
    redirect_uri: `${publicUrl}/auth/callback`,
    scope: 'openid',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
  });
  return { attempt, url: url.href };
}

/** Throws LOGIN_FAILED, FUNCTION_UNKNOWN or ISSUER_UNAVAILABLE. */
export async function finishLogin(
  issuer: Issuer,
  { publicUrl }: Configuration,
  attempt: LoginAttempt | undefined,
  path: string,
): Promise<{ readonly identity: Identity; readonly idToken: string | undefined; readonly returnTo: string }> {
  if (attempt === undefined) throw new Fault('LOGIN_FAILED');
  const tokens = await exchanged(await issuer.client(), new URL(`${publicUrl}${path}`), attempt);
  const identity = identityOf({ ...tokens.claims() });
  if (identity === undefined) throw new Fault('FUNCTION_UNKNOWN');
  return { identity, idToken: tokens.id_token, returnTo: attempt.returnTo };
}

async function exchanged(
  client: Client,
  address: URL,
  { state, nonce, verifier }: LoginAttempt,
): Promise<TokenEndpointResponse & TokenEndpointResponseHelpers> {
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  try {
    return await authorizationCodeGrant(client, address, checks);
  } catch (cause) {
    throw new Fault(isUnreachable(cause) ? 'ISSUER_UNAVAILABLE' : 'LOGIN_FAILED', { cause });
  }
}

/** `fetch` reports a lost connection as a TypeError, a timeout comes with a code. */
const isUnreachable = (error: unknown): boolean =>
  (error instanceof TypeError && error.message === 'fetch failed') ||
  (error instanceof Error && 'code' in error && error.code === 'OAUTH_TIMEOUT');

/** An address of our own, whatever was asked for: a login must not lead to a foreign page. */
export function returnAddress({ publicUrl }: Configuration, returnTo: string): string {
  const home = `${publicUrl}/`;
  if (!returnTo.startsWith('/') || !URL.canParse(returnTo, home)) return home;
  const url = new URL(returnTo, home);
  // Complete, not only its path: `/.//elsewhere` has the path `//elsewhere`.
  return url.origin === new URL(home).origin ? url.href : home;
}

/** The issuer's page for ending a session, our own first page if it has none. Throws ISSUER_UNAVAILABLE. */
export async function logoutAddress(
  issuer: Issuer,
  { publicUrl }: Configuration,
  idToken: string | undefined,
): Promise<string> {
  const home = `${publicUrl}/`;
  if (idToken === undefined) return home;
  const client = await issuer.client();
  if (client.serverMetadata().end_session_endpoint === undefined) return home;
  return buildEndSessionUrl(client, { id_token_hint: idToken, post_logout_redirect_uri: home }).href;
}
