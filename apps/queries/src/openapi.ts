import { ProblemDto } from '#edge';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `Questions to the ledger of interministerial decisions. Each is a GET; its operation id is the name of
the question. With \`asOf\` the answer is the one that was true in the log at that instant, with \`revision\` it waits
until it knows of that revision. Lists and objects in a query are JSON text.`;

/** Serves the OpenAPI document of the service as a page at /api and as JSON at /api-json. */
export function serveDocument(app: INestApplication): void {
  const frame = new DocumentBuilder()
    .setTitle('Beschlussbuch: questions')
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
  const document = () => SwaggerModule.createDocument(app, frame, { extraModels: [ProblemDto] });
  // The badge of Swagger UI would send the document's address to an online validator.
  SwaggerModule.setup('api', app, document, { raw: ['json'], swaggerOptions: { validatorUrl: 'none' } });
}
