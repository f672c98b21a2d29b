import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { Refusal } from '#domain';
import { OutcomeUnknown } from '#event-store';
import { LOGGER } from './log.js';
import { Fault, type FaultCode } from './faults.js';
import { type Language, type Problem, problemOfFault, problemOfRefusal, RefusedRequest } from './problem.js';

const BY_STATUS: Readonly<Record<number, FaultCode>> = {
  401: 'AUTHENTICATION_REQUIRED',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  503: 'UNAVAILABLE',
};

/** Answers everything that is thrown with a problem; what nobody expected is logged under the number it is answered with. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOf(error, languageOf(request), pathOf(request)) ?? this.incident(error, request);
    if (response.headersSent) {
      // Half an answer must not look whole.
      response.destroy();
      return;
    }
    if (problem.status === 401) response.set('WWW-Authenticate', challenge(problem.code));
    response
      .status(problem.status)
      .vary('Accept-Language')
      .set('Content-Language', languageOf(request))
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  }

  private incident(error: unknown, request: Request): Problem {
    const incident = randomUUID();
    this.logger.error({ err: error, incident, method: request.method, path: pathOf(request) }, 'unexpected error');
    const { detail: _, ...problem } = problemOfFault('INTERNAL_ERROR', languageOf(request), pathOf(request));
    return { ...problem, incident };
  }
}

const languageOf = (request: Request): Language => (request.acceptsLanguages('de', 'en') === 'en' ? 'en' : 'de');

const pathOf = (request: Request): string => request.originalUrl.replace(/[?#].*$/s, '');

/** Source: RFC 6750, section 3. */
const challenge = (code: string): string =>
  code.startsWith('TOKEN_')
    ? `Bearer realm="beschlussbuch", error="invalid_token", error_description="${code}"`
    : 'Bearer realm="beschlussbuch"';

/** Undefined for an error that nobody expected. */
function problemOf(error: unknown, language: Language, path: string): Problem | undefined {
  if (error instanceof RefusedRequest) return problemOfRefusal(error.refusal, language, path, error.context);
  if (error instanceof Refusal) return problemOfRefusal(error, language, path);
  if (error instanceof Fault) return problemOfFault(error.code, language, path);
  // The log is out of reach: its ids make a repetition safe.
  if (error instanceof OutcomeUnknown) return problemOfFault('OUTCOME_UNKNOWN', language, path);
  return error instanceof HttpException ? problemOfException(error, language, path) : undefined;
}

/** Of Nest, Express and the body parser. Their messages may quote the request, so only those about its shape are passed on. */
function problemOfException(error: HttpException, language: Language, path: string): Problem | undefined {
  const status = error.getStatus();
  if (status === 400) {
    const params = { fields: [], errors: [{ field: '', problem: error.message }] };
    return problemOfRefusal(new Refusal('INVALID_PAYLOAD', params), language, path);
  }
  if (status === 403) return problemOfRefusal(new Refusal('FORBIDDEN'), language, path);
  if (status === 404) return problemOfRefusal(new Refusal('NOT_FOUND'), language, path);
  const code = BY_STATUS[status] ?? (status < 500 ? 'REQUEST_REFUSED' : undefined);
  return code && problemOfFault(code, language, path, status);
}
