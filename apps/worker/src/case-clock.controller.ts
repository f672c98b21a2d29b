import type { Instant } from '#domain';
import { instant } from '#domain';
import { CLOCK, type Clock, invalidPayload, Public } from '#edge';
import type { Answer } from '#event-store';
import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ADVANCE, type Advance } from './advance.js';

/** The clock of executable cases; mounted in case mode only, which production refuses. */
@ApiExcludeController()
@Public()
@Controller('case')
export class CaseClockController {
  constructor(
    @Inject(ADVANCE) private readonly time: Advance,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put('clock')
  async set(@Body() body: Readonly<Record<string, unknown>>): Promise<{ now: Instant; events: Answer['events'] }> {
    const at = typeof body['at'] === 'string' ? instant(body['at']) : undefined;
    if (at === undefined) throw invalidPayload([{ field: 'at', problem: 'at must be an instant with offset' }]);
    if (at < this.clock.now()) throw invalidPayload([{ field: 'at', problem: 'the clock does not run backwards' }]);
    const events = await this.time.advance(at);
    return { now: this.clock.now(), events };
  }

  @Get('settled')
  async settled(): Promise<{ now: Instant }> {
    await this.time.settled();
    return { now: this.clock.now() };
  }
}
