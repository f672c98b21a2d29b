import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#domain';
import { CLOCK, type Clock, CONFIGURATION, type Configuration, LOGGER, READINESS, type Readiness } from '#edge';
import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { ADVANCE, advancing } from './advance.js';
import { CaseClockController } from './case-clock.controller.js';
import { DESK, openDesk, type Place, type WorkerDesk } from './desk.js';
import { sweep } from './erasing.js';
import { MetricsController } from './metrics.controller.js';
import { eachInTurn, nightly } from './nightly.js';
import { alarmOf, policyOf } from './seal.js';
import { selfCheck } from './self-check.js';
import { type Ticking, TICKING, ticking } from './ticking.js';

export interface WorkerOptions extends Place {
  /** A controlled clock, set over HTTP; otherwise time passes by itself. */
  readonly caseMode: boolean;
}

const INTERVAL_MS = 1_000;
/** A log out of reach is sought for longer than anybody waits for a service to end. */
const GRACE_MS = 5_000;

/** A check of health: rejects with the alarm, if there is one. */
const quiet = (alarm: string | undefined): Promise<void> =>
  alarm === undefined ? Promise.resolve() : Promise.reject(new Error(alarm));

/** Projections, timers and reactions. Serves no business over HTTP. */
@Module({})
export class WorkerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private night: Promise<void> = Promise.resolve();
  private ending = false;
  private readonly isNight: (now: Instant) => boolean;

  constructor(
    @Inject(DESK) private readonly desk: WorkerDesk,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(TICKING) private readonly timers: Ticking,
    @Inject(READINESS) readiness: Readiness,
  ) {
    readiness.add('projections', () => this.healthy());
    readiness.add('receipts', () => this.sealing());
    readiness.add('timers', () => quiet(timers.alarm()));
    this.isNight = nightly(desk.clock.now());
  }

  static register({ caseMode, ...place }: WorkerOptions): DynamicModule {
    // Before anything starts: what a person wrote wrongly is answered with a sentence, within Nest it would be a stack.
    if (place.log) policyOf(place.log);
    return {
      module: WorkerModule,
      controllers: [MetricsController, ...(caseMode ? [CaseClockController] : [])],
      providers: [
        {
          provide: DESK,
          inject: [CLOCK, LOGGER],
          useFactory: (clock: Clock, logger: Logger) => openDesk(place, clock, logger),
        },
        { provide: ADVANCE, inject: [DESK], useFactory: advancing },
        {
          provide: TICKING,
          inject: [DESK, LOGGER],
          useFactory: (desk: WorkerDesk, logger: Logger) => ticking(desk, logger),
        },
      ],
    };
  }

  onApplicationBootstrap(): void {
    if (this.configuration.mode !== 'case') this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending = true;
    clearTimeout(this.timer);
    const working = Promise.all([this.running, this.night]);
    await Promise.race([working, sleep(GRACE_MS, undefined, { ref: false })]);
    await this.desk.close();
  }

  private schedule(): void {
    if (this.ending) return;
    this.timer = setTimeout(() => {
      this.running = this.tick().finally(() => this.schedule());
    }, INTERVAL_MS);
    this.timer.unref();
  }

  /** What fails now is due in a second as well: nothing is lost, it only comes later. */
  private async tick(): Promise<void> {
    const { clock } = this.desk;
    // Not waited for: deadlines pass at night as well. Nor is it left out where they cannot be recorded.
    if (this.isNight(clock.now())) this.night = this.workOfNight(clock.now());
    try {
      await this.timers.tick();
    } catch (error) {
      if (!this.ending) this.log.warn({ err: error }, 'Timers will be tried again');
    }
  }

  /** What fails tonight is done tomorrow. */
  private workOfNight(now: Instant): Promise<void> {
    const sweeping = async () => this.log.info(await sweep(this.desk.erasing), 'The vault was swept');
    const checking = async () => {
      await selfCheck(this.desk.checking, { now, cause: `night of ${now.slice(0, 10)}` }, (comparison) => {
        if (comparison.differences > 0) this.log.error(comparison, 'The views differ from the log');
      });
    };
    return eachInTurn([sweeping, checking], (error) => {
      if (!this.ending) this.log.error({ err: error }, 'The work of the night was not finished');
    });
  }

  private sealing(): Promise<void> {
    const { seal, witnessing } = this.desk;
    return quiet(seal && alarmOf(seal.status(), witnessing?.status()));
  }

  private healthy(): Promise<void> {
    const stopped = this.desk.projections.status().find(({ state }) => state === 'stopped');
    return quiet(stopped?.failure ?? this.desk.reactions.failure());
  }
}
