import { LOGGER } from '#edge';
import type { Answer } from '#event-store';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { mergeMap, type Observable } from 'rxjs';
import { DESK, type Desk } from './desk.js';

/** Nobody is kept longer, whatever he prefers; in seconds. */
const LONGEST_WAIT = 10;
const WAIT = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?=$|[,;])/i;

/** Seconds that `Prefer: wait=5` asks for; a preference that cannot be read is none. Source: RFC 7240, sections 2, 4.3. */
export const waitOf = (prefer: string | undefined): number =>
  Math.min(Number(WAIT.exec(prefer ?? '')?.[1] ?? 0), LONGEST_WAIT);

const isAnswer = (body: unknown): body is Answer =>
  typeof body === 'object' && body !== null && 'stream' in body && 'events' in body;

/** Adds the receipts to the answer of a command whose sender prefers to wait for them; late ones can be asked for later. */
@Injectable()
export class Receipts implements NestInterceptor {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const seconds = request.method === 'POST' ? waitOf(request.get('Prefer')) : 0;
    if (seconds === 0) return next.handle();
    return next.handle().pipe(
      mergeMap(async (body: unknown) => {
        const receipts = isAnswer(body) ? await this.receiptsOf(body, seconds * 1_000) : undefined;
        if (receipts === undefined) return body;
        http.getResponse<Response>().set('Preference-Applied', `wait=${seconds}`);
        return { ...(body as Answer), receipts };
      }),
    );
  }

  private async receiptsOf({ stream, revision, events }: Answer, ms: number): Promise<readonly string[] | undefined> {
    const { log } = this.desk;
    try {
      if (!(await log.sealed(stream, revision, ms))) return undefined;
      const found = await Promise.all(events.map((event) => log.receipt({ stream, revision: event.revision })));
      return found.flatMap((receipt) => receipt ?? []);
    } catch (error) {
      // The command is recorded, whatever becomes of its receipt: a failure would tell the sender the contrary.
      this.logger.error({ stream, revision, failure: String(error) }, 'receipts could not be made');
      return undefined;
    }
  }
}
