import { Public } from '#edge';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DESK, type WorkerDesk } from './desk.js';
import { metricsOf } from './seal.js';

/** Figures about the log; they tell sizes and times, no content. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(DESK) private readonly desk: WorkerDesk) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): string {
    const { seal, witnessing } = this.desk;
    return seal ? metricsOf(seal.status(), witnessing?.status(), witnessing?.failures()) : '';
  }
}
