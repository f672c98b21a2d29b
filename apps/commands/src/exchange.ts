import { invalidPayload } from '#edge';
import type { Answer } from '#event-store';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { isTame, sealIn } from './plain-json.js';

const SEALED = 'a member named "#" stands for words in the vault, which no request can name';
/** A problem repeats no name of a hostile body at full length. */
const LONGEST_FIELD = 200;

/** Refuses a body that must not reach class-transformer; interceptors come before the validation pipe. */
@Injectable()
export class TameBody implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const body: unknown = context.switchToHttp().getRequest<Request>().body;
    const problem = 'the body must be an object of moderate depth, without names that every object has';
    if (Array.isArray(body) || !isTame(body)) throw invalidPayload([{ field: '', problem }]);
    const field = sealIn(body);
    if (field !== undefined) throw invalidPayload([{ field: field.slice(0, LONGEST_FIELD), problem: SEALED }]);
    return next.handle();
  }
}

/** Names the new revision in ETag; a repeated command recorded nothing, so its answer is 200, not 201. */
@Injectable()
export class AnswerHeaders implements NestInterceptor<Answer, Answer> {
  intercept(context: ExecutionContext, next: CallHandler<Answer>): Observable<Answer> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map((answer) => {
        response.set('ETag', `"${answer.revision}"`);
        if (answer.repeated) response.status(200).set('Idempotent-Replayed', 'true');
        return answer;
      }),
    );
  }
}
