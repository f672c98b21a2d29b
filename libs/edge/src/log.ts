import type { LoggerService } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { type DestinationStream, type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';
import { isError, told } from './logged-error.js';

/** Injection token of the pino logger. */
export const LOGGER = Symbol('logger');

/** Lines of JSON to `destination`, to the standard output unless told. Of errors, however they come in, only `told`. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      // Pino's own would copy every member of an error.
      serializers: { err: told },
      hooks: {
        logMethod([first, ...rest], method) {
          const fields = isError(first) ? { err: first } : first;
          method.apply(this, [told(fields), ...rest.map((one: unknown) => told(one))] as Parameters<typeof method>);
        },
      },
    },
    destination,
  );

/**
 * Logs a line per answer. Only what is named here is logged: no header, no query (it carries codes of the login), no body.
 */
export const requestLog = (logger: Logger): RequestHandler =>
  pinoHttp<Request, Response>({
    logger,
    wrapSerializers: false,
    serializers: {
      req: ({ method, originalUrl }: Request) => ({ method, path: originalUrl.replace(/\?.*$/s, '') }),
      res: ({ statusCode }: Response) => ({ status: statusCode }),
    },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'warn' : 'info'),
    autoLogging: { ignore: ({ url }) => url.startsWith('/health') },
  });

/** Lets Nest write into the same log. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void => {
      const fields = { context: rest.at(-1), ...(rest.length > 1 ? { rest: rest.slice(0, -1) } : {}) };
      if (isError(message)) logger[level]({ ...fields, err: message });
      else logger[level](fields, String(message));
    };
  return {
    log: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    debug: write('debug'),
  };
}
