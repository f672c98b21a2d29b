import { ApiProblems, invalidPayload } from '#edge';
import {
  applyDecorators,
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  type NestInterceptor,
  ServiceUnavailableException,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PageDto } from './dto/answer.dto.js';
import { catchError, type Observable } from 'rxjs';

const PROBLEMS = {
  400: 'A parameter is missing, unknown or malformed, INVALID_PAYLOAD',
  401: 'Nobody is logged in, or the token is not valid',
  403: 'The function does not permit this question',
  404: 'Not there, or not visible to the asking person',
  503: 'The answer does not know of the revision yet; ask again',
} as const;

/** An answer is for one person at one instant; where it is not ready yet, the client is told when to come back. */
@Injectable()
class AnswerHeaders implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    // Interceptors come before the check of the shape, which passes over such names.
    const hostile = Object.keys(http.getRequest<Request>().query).filter((name) => name in Object.prototype);
    if (hostile.length > 0) throw invalidPayload(hostile.map((field) => ({ field, problem: `${field} is unknown` })));
    const response = http.getResponse<Response>();
    response.set('Cache-Control', 'no-store');
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof ServiceUnavailableException) response.set('Retry-After', '1');
        throw error;
      }),
    );
  }
}

/** A controller that answers questions at `path`. */
export const Questions = (path: string, tag: string): ClassDecorator =>
  applyDecorators(Controller(path), ApiTags(tag), ApiProblems(PROBLEMS), UseInterceptors(AnswerHeaders));

/** A method that answers the question `name`; `answer` is the class that documents what it answers. */
export const Ask = (name: string, path: string, summary: string, answer: Type): MethodDecorator =>
  applyDecorators(Get(path), ApiOperation({ operationId: name, summary }), ApiOkResponse({ type: answer }));

const FILES =
  'A page as JSON. With `format`, or `Accept: text/csv`, the whole list as a file (CSV: RFC 4180, UTF-8 with byte order mark, ' +
  'headings by Accept-Language, an apostrophe before what would be a formula), unless `limit` asks for a page.';

/** A method that answers the list `name`, as JSON by pages, which `answer` documents, or as a file. */
export const AskList = (name: string, path: string, summary: string, answer: Type = PageDto): MethodDecorator =>
  applyDecorators(
    Get(path),
    ApiOperation({ operationId: name, summary, description: FILES }),
    ApiProduces('application/json', 'text/csv'),
    ApiOkResponse({ type: answer, headers: { Link: { description: 'The next page', schema: { type: 'string' } } } }),
  );

/** Parameters from path and query as one plain object. */
export const asked = <P extends object, Q extends object>(path: P, query: Q): P & Q => Object.assign({}, path, query);
