import { ApiProblems } from '#edge';
import { applyDecorators, Controller, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandAnswerDto } from './dto/answer.dto.js';
import { AnswerHeaders, TameBody } from './exchange.js';
import { TakesSender } from './sender.js';

/** Problems of every command. */
export const PROBLEMS = {
  400: 'The payload is incomplete or malformed, INVALID_PAYLOAD',
  401: 'Nobody is logged in, or the token is not valid',
  403: 'Person, house or mandate do not permit this step',
  404: 'Not there, or not visible to the sender',
  409: 'The state does not allow this step, or it has changed meanwhile',
  410: 'Too late',
  413: 'The request is too large',
  415: 'The body is not JSON',
  422: 'A rule forbids this step',
} as const;

const ETag = { ETag: { description: 'Revision of the stream, for If-Match', schema: { type: 'string' as const } } };
const Applied = { 'Preference-Applied': { schema: { type: 'string' as const } } };
const Replayed = { 'Idempotent-Replayed': { schema: { type: 'string' as const, enum: ['true'] } } };

/** A controller that takes commands at `path`. */
export const Commands = (path: string, tag: string): ClassDecorator =>
  applyDecorators(Controller(path), ApiTags(tag), ApiProblems(PROBLEMS), UseInterceptors(TameBody, AnswerHeaders));

/** A method that takes the command `type` as POST on a sub-resource; its rest parameter is the Sender. */
export const Act = (type: string, path: string, summary: string): MethodDecorator =>
  applyDecorators(
    Post(path),
    TakesSender,
    ApiOperation({ operationId: type, summary }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same key with the same content is recorded once',
      schema: { type: 'string', format: 'uuid' },
    }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'Revision that the sender has seen; refused if the stream has changed since',
      schema: { type: 'string', pattern: '^"\\d+"$' },
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: '`wait=5`: answer when the records are sealed, with their receipts, or after so many seconds',
      schema: { type: 'string' },
    }),
    ApiCreatedResponse({ type: CommandAnswerDto, description: 'Recorded', headers: { ...ETag, ...Applied } }),
    ApiOkResponse({
      type: CommandAnswerDto,
      description: 'Was recorded before',
      headers: { ...ETag, ...Replayed, ...Applied },
    }),
  );
