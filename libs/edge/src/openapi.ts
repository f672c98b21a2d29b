import { ProblemDto } from './problem.dto.js';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `Ledger of interministerial decisions. A command is a POST on a sub-resource; its operation id is the
type of the command, its path and body together are the payload. Answers name the stream, its new revision and what was
recorded; a refusal is a problem (RFC 9457) with a code, its parameters and the commands that would be allowed.`;

/** OpenAPI 3 document of all controllers of the application. Does not depend on where it runs. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setTitle('Beschlussbuch')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('EUPL-1.2', 'https://eupl.eu/1.2/en/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Programs' }, 'bearer')
    .addCookieAuth(
      'beschlussbuch',
      { type: 'apiKey', in: 'cookie', description: 'People, after /auth/login' },
      'cookie',
    )
    .build();
  return SwaggerModule.createDocument(app, frame, { extraModels: [ProblemDto] });
}

/** Serves the document as a page at /api and as JSON at /api-json. */
export function serveDocument(app: INestApplication): void {
  SwaggerModule.setup('api', app, () => buildDocument(app), {
    raw: ['json'],
    customSiteTitle: 'Beschlussbuch API',
    // The badge of Swagger UI would send the document's address to an online validator.
    swaggerOptions: { validatorUrl: 'none' },
  });
}
