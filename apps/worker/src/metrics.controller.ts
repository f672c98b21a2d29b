import { Public } from '#edge';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DESK, type WorkerDesk } from './desk.js';
import { metricsOf } from './seal.js';
import { selfCheckMetrics } from './self-check.js';
import { type Ticking, TICKING } from './ticking.js';

/** Figures about log, timers and views; they tell sizes and times, no content. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(DESK) private readonly desk: WorkerDesk,
    @Inject(TICKING) private readonly timers: Ticking,
  ) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics(): Promise<string> {
    const { seal, witnessing } = this.desk;
    const log = seal ? metricsOf(seal.status(), witnessing?.status(), witnessing?.failures()) : '';
    return log + this.timers.metrics() + (await selfCheckMetrics(this.desk.checking));
  }
}
