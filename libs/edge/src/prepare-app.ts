import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Configuration } from './configuration.js';
import { LOGGER, nestLogger, requestLog } from './log.js';
import { DEVELOPMENT_PROVIDER, type DevelopmentProvider } from './login/development-provider.js';
import { SESSIONS, type Sessions } from './login/session.js';
import { Fault } from './faults.js';

const JSON_TYPES = ['application/json', 'application/*+json'];
const LARGEST_JSON = 256 * 1024;

/**
 * Installs what must stand before the routes: call it before `init` or `listen` of an application that imports the
 * EdgeModule. The order counts: the provider reads bodies itself, sessions come before everything that asks for them.
 */
export function prepareApp(application: INestApplication, configuration: Configuration): void {
  const app = application as NestExpressApplication;
  const logger = app.get<Logger>(LOGGER);
  const provider = app.get<DevelopmentProvider | undefined>(DEVELOPMENT_PROVIDER);
  app.useLogger(nestLogger(logger));
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  app.set('query parser', 'simple');
  app.use(requestLog(logger));
  app.use(securityHeaders(configuration));
  if (provider) app.use(provider.path, provider.handler);
  app.use(unlessNamed(app.get<Sessions>(SESSIONS).middleware));
  app.use(readableBodies);
  app.useBodyParser('json', { limit: LARGEST_JSON, type: JSON_TYPES });
}

/** Who names himself by a token or a header of cases is not asked for a session, so none is looked up or made. */
const unlessNamed =
  (sessions: RequestHandler): RequestHandler =>
  (request, response, next) => {
    const named = request.get('Authorization') ?? request.get('X-Case-Actor');
    if (named === undefined) sessions(request, response, next);
    else next();
  };

/** Nothing from elsewhere runs or is loaded in our pages. Forms may lead to the issuer. */
function securityHeaders({ issuer, publicUrl }: Configuration): RequestHandler {
  const secure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'", new URL(issuer).origin],
      },
    },
    // With `no-referrer` browsers hide the origin of forms, and the check of the origin refused them.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure,
  });
}

/** The parsers pass over what they cannot read; the sender would be told that every field is missing. */
const readableBodies: RequestHandler = (request, _response, next) => {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  const empty = encoding === undefined && Number(length) === 0;
  // Raw bytes are for the few routes that take files; all others see no body.
  if (empty || request.is([...JSON_TYPES, 'application/octet-stream'])) next();
  else next(new Fault('MEDIA_TYPE_UNSUPPORTED'));
};
