import { createHmac, generateKeyPairSync } from 'node:crypto';
import express, { type RequestHandler, Router } from 'express';
import type {
  ClientMetadata,
  Configuration as ProviderConfiguration,
  JWK,
  KoaContextWithOIDC,
  Provider,
  ResourceServer,
} from 'oidc-provider';
import { type Configuration, isLoopback } from '../configuration.js';
import type { Identity } from '../identity.js';
import { personsPage } from './persons-page.js';

/** Injection token of the DevelopmentProvider, undefined where none runs. */
export const DEVELOPMENT_PROVIDER = Symbol('development provider');

/** Settings of the development provider. */
export interface Development {
  /** Secrets of the programs are derived from it. */
  readonly secret: string;
  /** Private key on P-256 that signs tokens; made anew at each start if it is absent. */
  readonly key?: JWK;
}

export interface DevelopmentProvider {
  readonly path: string;
  readonly handler: RequestHandler;
}

/** Client id of the program that acts as a person of the preset. */
export const programId = (person: string): string => `program:${person}`;

/** Client secret of that program: HMAC-SHA256 of its client id in hex. For development only. */
export const programSecret = (developmentSecret: string, person: string): string =>
  createHmac('sha256', developmentSecret).update(programId(person)).digest('hex');

/** Any URI will do; tokens carry the configured audience instead. */
const RESOURCE = 'urn:beschlussbuch';
const CLAIMS = ['person', 'function', 'ministry', 'origin', 'name'] as const;
const HOUR = 3600;
const TIMES = {
  ClientCredentials: HOUR,
  AccessToken: HOUR,
  IdToken: HOUR,
  Interaction: HOUR,
  Session: 8 * HOUR,
  Grant: 8 * HOUR,
};

/** Throws in production, on other hosts than loopback, and for an issuer that is not ours. */
export function checkDevelopment({ mode, host, issuer, publicUrl }: Configuration): void {
  if (mode === 'production' || process.env['NODE_ENV'] === 'production') {
    throw new Error('The development provider does not run in production.');
  }
  if (!isLoopback(host)) throw new Error(`The development provider runs on loopback only, not on ${host}.`);
  if (!issuer.startsWith(`${publicUrl}/`)) throw new Error(`ISSUER must lie below ${publicUrl}, not at ${issuer}.`);
}

/** An issuer without passwords, so only for people at this machine: checkDevelopment first. */
export async function developmentProvider(
  configuration: Configuration,
  persons: readonly Identity[],
  development: Development,
): Promise<DevelopmentProvider> {
  const path = new URL(configuration.issuer).pathname;
  // Loaded here, so that no production process contains it.
  const { Provider: OpenIdProvider } = await import('oidc-provider');
  const provider = new OpenIdProvider(configuration.issuer, settings(configuration, persons, development, path));
  return { path, handler: withPersonsPage(provider, persons) };
}

function settings(
  configuration: Configuration,
  persons: readonly Identity[],
  { secret, key = newKey() }: Development,
  path: string,
): ProviderConfiguration {
  const byPerson = new Map(persons.map((person) => [person.person, claimsOf(person)]));
  const byProgram = new Map(persons.map((person) => [programId(person.person), claimsOf(person)]));
  return {
    clients: [browser(configuration), ...persons.map(({ person }) => program(person, secret))],
    clientDefaults: { id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'client_secret_post' },
    jwks: { keys: [{ ...key, alg: 'ES256', use: 'sig' }] },
    cookies: { keys: [createHmac('sha256', secret).update('cookies').digest('hex')] },
    claims: { openid: ['sub', ...CLAIMS] },
    // The claims belong into the id token; nobody asks the userinfo endpoint.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: TIMES,
    interactions: { url: (_ctx, { uid }) => `${path}/interaction/${uid}` },
    findAccount: (_ctx, sub) => {
      const claims = byPerson.get(sub);
      return claims && { accountId: sub, claims: () => ({ sub, ...claims }) };
    },
    extraTokenClaims: (_ctx, token) => byProgram.get(token.clientId ?? ''),
    loadExistingGrant: givenConsent,
    renderError: (ctx, { error, error_description }) => {
      ctx.type = 'text/plain';
      ctx.body = `${error}: ${error_description ?? ''}\n`;
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, client) => (byProgram.has(client.clientId) ? RESOURCE : []),
        getResourceServerInfo: () => resourceServer(configuration),
      },
    },
  };
}

const resourceServer = ({ audience }: Configuration): ResourceServer => ({
  scope: '',
  audience,
  accessTokenTTL: HOUR,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
});

/** Our own clients need nobody's consent. */
async function givenConsent({ oidc }: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']>> {
  const { client, session } = oidc;
  const grant = new oidc.provider.Grant({
    ...(client ? { clientId: client.clientId } : {}),
    ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
  });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

const browser = ({ clientId, clientSecret, publicUrl }: Configuration): ClientMetadata => ({
  client_id: clientId,
  client_secret: clientSecret,
  redirect_uris: [`${publicUrl}/auth/callback`],
  grant_types: ['authorization_code'],
});

const program = (person: string, secret: string): ClientMetadata => ({
  client_id: programId(person),
  client_secret: programSecret(secret, person),
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
});

const claimsOf = (person: Identity): Record<string, string> =>
  Object.fromEntries(
    CLAIMS.flatMap((claim) => {
      const value = person[claim];
      return value === undefined ? [] : [[claim, value]];
    }),
  );

const newKey = (): JWK => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

function withPersonsPage(provider: Provider, persons: readonly Identity[]): RequestHandler {
  const router = Router();
  // People change roles here: every login begins without the session of the one before, and asks for the person again.
  router.use(({ headers }, _response, next) => {
    if (headers.cookie !== undefined) headers.cookie = headers.cookie.replace(/(^|; *)_session(\.sig)?=[^;]*/g, '');
    next();
  });
  router.get('/interaction/:uid', async (request, response) => {
    await provider.interactionDetails(request, response);
    const language = request.acceptsLanguages('de', 'en') === 'en' ? 'en' : 'de';
    response.set('Cache-Control', 'no-store').type('html').send(personsPage(persons, language));
  });
  router.post('/interaction/:uid', express.urlencoded({ extended: false, limit: '1kb' }), async (request, response) => {
    const body = request.body as { readonly person?: unknown } | undefined;
    const accountId = persons.find(({ person }) => person === body?.person)?.person;
    const result = accountId === undefined ? { error: 'access_denied' } : { login: { accountId, remember: false } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  router.use(provider.callback());
  return router;
}
