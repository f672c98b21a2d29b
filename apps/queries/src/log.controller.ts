import { refuse } from '#domain';
import { Public } from '#edge';
import { VerificationFailure } from '#evidence';
import type { RecordRef } from '#log';
import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ConsistencyQuery, RecordPath, WitnessQuery } from './dto/parameters.dto.js';
import { SOURCES, type Sources } from './sources.js';

const TEXT = 'text/plain; charset=utf-8';

const refOf = (record: string): RecordRef => (/^\d+$/.test(record) ? { index: BigInt(record) } : { eventId: record });

/** Checkpoints and proofs in the texts of C2SP. They tell sizes and hashes, no content; only receipts ask for a login. */
@Controller('log')
@ApiTags('Log')
export class LogController {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  @Get('checkpoint')
  @Public()
  @Header('Content-Type', TEXT)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'checkpoint', summary: 'Size and root of the log, signed (C2SP tlog-checkpoint)' })
  @ApiProduces('text/plain')
  async checkpoint(): Promise<string> {
    return (await this.sources.log.checkpoint()) ?? refuse('NOT_FOUND');
  }

  @Get('keys')
  @Public()
  @Header('Content-Type', TEXT)
  @ApiOperation({
    operationId: 'logKeys',
    summary: 'Keys that have signed (vkeys), the newest first; trust needs a policy',
  })
  @ApiProduces('text/plain')
  async keys(): Promise<string> {
    return (await this.sources.log.keys()).map((vkey) => `${vkey}\n`).join('');
  }

  @Get('consistency')
  @Public()
  @Header('Content-Type', TEXT)
  @ApiOperation({ operationId: 'consistency', summary: 'That a larger tree continues a smaller one: hashes in base64' })
  @ApiProduces('text/plain')
  async consistency(@Query() { first, second }: ConsistencyQuery): Promise<string> {
    try {
      const proof = await this.sources.log.consistency(BigInt(first), BigInt(second));
      return proof.map((hash) => `${hash.toString('base64')}\n`).join('');
    } catch (error) {
      if (error instanceof VerificationFailure) refuse('NOT_FOUND');
      throw error;
    }
  }

  @Get('witness-request')
  @Public()
  @Header('Content-Type', TEXT)
  @ApiOperation({ operationId: 'witnessRequest', summary: 'What a witness is asked that knows so many records (C2SP)' })
  @ApiProduces('text/plain')
  async witnessRequest(@Query() { old }: WitnessQuery): Promise<string> {
    return (await this.sources.log.witnessRequest(BigInt(old))) ?? refuse('NOT_FOUND');
  }

  @Get('receipts/:record')
  @ApiBearerAuth('bearer')
  @ApiCookieAuth('cookie')
  @Header('Content-Type', TEXT)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'receipt',
    summary: 'That a record is in the log, by its index or the id of its event (C2SP tlog-proof)',
  })
  @ApiProduces('text/plain')
  async receipt(@Param() { record }: RecordPath): Promise<string> {
    return (await this.sources.log.receipt(refOf(record))) ?? refuse('NOT_FOUND');
  }
}
