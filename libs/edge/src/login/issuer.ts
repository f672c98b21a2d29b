import {
  createRemoteJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { allowInsecureRequests, type Configuration as Client, discovery } from 'openid-client';
import type { Configuration } from '../configuration.js';
import { Fault } from '../faults.js';

/** Injection token of the Issuer. */
export const ISSUER = Symbol('issuer');

/** The OpenID provider that all logins and tokens come from. */
export interface Issuer {
  /** Claims of an access token that is good by signature, issuer, audience and time. Throws a Fault. */
  verify(token: string): Promise<JWTPayload>;
  /** Throws ISSUER_UNAVAILABLE. */
  client(): Promise<Client>;
}

// Asymmetric only: with a symmetric one whoever checks a token could also make one.
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const SECONDS_TO_WAIT = 5;

/** Asks the issuer nothing before the first request: it may run in the same process. */
export function createIssuer(configuration: Configuration): Issuer {
  const { issuer, audience } = configuration;
  const client = remembered(() => discovered(configuration));
  const keys = remembered(async () => keysOf((await client()).serverMetadata().jwks_uri));
  return {
    client,
    async verify(token) {
      try {
        const key = await keys();
        const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp'] };
        return (await jwtVerify(token, key, options)).payload;
      } catch (error) {
        if (error instanceof Fault) throw error;
        throw new Fault(error instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', { cause: error });
      }
    },
  };
}

/** One attempt for all who wait; a failed one is not remembered. */
function remembered<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function discovered({ issuer, clientId, clientSecret, allowInsecureIssuer }: Configuration): Promise<Client> {
  const execute = allowInsecureIssuer ? [allowInsecureRequests] : [];
  try {
    return await discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: SECONDS_TO_WAIT });
  } catch (cause) {
    throw new Fault('ISSUER_UNAVAILABLE', { cause });
  }
}

/** Tells "there is no such key", which is the sender's fault, from "the keys cannot be fetched", which is not. */
function keysOf(address: string | undefined): JWTVerifyGetKey {
  if (address === undefined) throw new Fault('ISSUER_UNAVAILABLE');
  const remote = createRemoteJWKSet(new URL(address), { timeoutDuration: SECONDS_TO_WAIT * 1000 });
  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    try {
      return await remote(header, token);
    } catch (cause) {
      const theirs =
        cause instanceof errors.JWKSNoMatchingKey ||
        cause instanceof errors.JWKSMultipleMatchingKeys ||
        cause instanceof errors.JOSENotSupported;
      throw new Fault(theirs ? 'TOKEN_INVALID' : 'ISSUER_UNAVAILABLE', { cause });
    }
  };
}
