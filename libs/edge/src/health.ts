import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from './identity.guard.js';

/** Injection token of the Readiness. */
export const READINESS = Symbol('readiness');

/** What a service needs before it can serve; modules name their checks while they start. */
export interface Readiness {
  /** The check rejects if its part is not usable; two seconds without an answer count as a failure. */
  add(name: string, check: () => Promise<unknown>): void;
  report(): Promise<Readonly<Record<string, 'ok' | 'failed'>>>;
}

const PATIENCE = 2000;

export function readiness(): Readiness {
  const checks = new Map<string, () => Promise<unknown>>();
  return {
    add: (name, check) => void checks.set(name, check),
    report: async () => {
      const found = [...checks].map(async ([name, check]) => [name, await outcome(check)] as const);
      return Object.fromEntries(await Promise.all(found));
    },
  };
}

async function outcome(check: () => Promise<unknown>): Promise<'ok' | 'failed'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'failed'>((resolve) => {
    timer = setTimeout(() => resolve('failed'), PATIENCE);
  });
  const answer = Promise.resolve()
    .then(check)
    .then(
      () => 'ok' as const,
      () => 'failed' as const,
    );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** `/health`: the process answers. `/health/ready`: everything it needs answers. */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(@Inject(READINESS) private readonly checks: Readiness) {}

  @Get()
  @ApiOkResponse({ description: 'The process is alive' })
  alive(): { readonly status: 'alive' } {
    return { status: 'alive' };
  }

  @Get('ready')
  @ApiOkResponse({ description: 'Everything the service needs can be used' })
  @ApiServiceUnavailableResponse({ description: 'Something the service needs cannot be used' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<unknown> {
    const checks = await this.checks.report();
    const ready = Object.values(checks).every((check) => check === 'ok');
    if (!ready) response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: ready ? 'ready' : 'unready', checks };
  }
}
