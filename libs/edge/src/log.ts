import type { LoggerService } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';

/** Injection token of the pino logger. */
export const LOGGER = Symbol('logger');

export const createLogger = (level: string): Logger => pino({ level });

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
      if (message instanceof Error) logger[level]({ ...fields, err: message });
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
