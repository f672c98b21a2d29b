import { Public } from '#edge';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DESK, type WorkerDesk } from './desk.js';
import { metricsOf } from './seal.js';
import { selfCheckMetrics } from './self-check.js';

/** Figures about log and views; they tell sizes and times, no content. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(DESK) private readonly desk: WorkerDesk) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics(): Promise<string> {
    const { seal, witnessing } = this.desk;
    const log = seal ? metricsOf(seal.status(), witnessing?.status(), witnessing?.failures()) : '';
    return log + (await selfCheckMetrics(this.desk));
  }
}
