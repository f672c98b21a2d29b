import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CLOCK, type Clock } from './clock.js';
import { CONFIGURATION, type Configuration } from './configuration.js';
import { HealthController, READINESS, readiness } from './health.js';
import { IdentityGuard } from './identity.guard.js';
import { IDENTITY_SOURCES, identitySources } from './identity.sources.js';
import type { Identity } from './identity.js';
import { createLogger, LOGGER } from './log.js';
import { AuthController } from './login/auth.controller.js';
import {
  checkDevelopment,
  type Development,
  DEVELOPMENT_PROVIDER,
  developmentProvider,
} from './login/development-provider.js';
import { createIssuer, ISSUER } from './login/issuer.js';
import { createSessions, NO_SESSIONS, SESSIONS } from './login/session.js';
import { ProblemFilter } from './problem.filter.js';
import { validationPipe } from './validation.js';

/** What an application hands to its edge. */
export interface Edge {
  readonly configuration: Configuration;
  readonly clock: Clock;
  /** Persons of the preset: accounts of the development provider, actors of the case mode. */
  readonly persons?: readonly Identity[];
  /** Database whose schema `session` was migrated. Without one sessions are in memory; in production there are none then. */
  readonly sessionsDatabaseUrl?: string;
  /** Where people log in: here unless told. Elsewhere, this service only reads the sessions, and has no routes `/auth`. */
  readonly login?: 'here' | 'elsewhere';
  /** Runs the development provider at `/oidc`. */
  readonly development?: Development;
}

/** Global module of every HTTP application: identity, problems, validation, login, health. Needs prepareApp. */
@Module({})
export class EdgeModule {
  /** Throws where the configuration does not allow what is asked for. */
  static register(edge: Edge): DynamicModule {
    const { configuration, clock, persons = [], sessionsDatabaseUrl, login = 'here', development } = edge;
    if (development) checkDevelopment(configuration);
    // Those in memory would end with the process, and other services would not know them.
    const hasSessions = sessionsDatabaseUrl !== undefined || configuration.mode !== 'production';
    const place = {
      ...(sessionsDatabaseUrl === undefined ? {} : { databaseUrl: sessionsDatabaseUrl }),
      readOnly: login === 'elsewhere',
    };
    const issuer = createIssuer(configuration);
    const logger = createLogger(configuration.logLevel);
    return {
      module: EdgeModule,
      global: true,
      controllers: [...(hasSessions && login === 'here' ? [AuthController] : []), HealthController],
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: CLOCK, useValue: clock },
        { provide: LOGGER, useValue: logger },
        { provide: READINESS, useValue: readiness() },
        { provide: ISSUER, useValue: issuer },
        { provide: IDENTITY_SOURCES, useValue: identitySources(configuration, issuer, persons) },
        {
          provide: SESSIONS,
          useFactory: () => (hasSessions ? createSessions(configuration, place, logger) : NO_SESSIONS),
        },
        {
          provide: DEVELOPMENT_PROVIDER,
          useFactory: () => development && developmentProvider(configuration, persons, development),
        },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_GUARD, useClass: IdentityGuard },
      ],
      exports: [CONFIGURATION, CLOCK, LOGGER, READINESS],
    };
  }
}
