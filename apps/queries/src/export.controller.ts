import { CurrentIdentity, type Identity } from '#edge';
import type { StoredEvent } from '#event-store';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { MatterPath } from './dto/parameters.dto.js';
import { sight } from './matters.js';
import { ocel } from './ocel/ocel.js';
import { SOURCES, type Sources } from './sources.js';
import { sendFile } from './stream.js';
import { mayExport } from './viewer.js';

const NDJSON = 'application/x-ndjson';
/** A record may have 64 KiB: so much of the log is in memory at once, whatever the reader's speed. */
const BATCH = 200;

const text = (events: readonly StoredEvent[]): string => events.map(({ record }) => `${record}\n`).join('');

async function* linesOf(batches: AsyncIterable<readonly StoredEvent[]>): AsyncGenerator<string> {
  for await (const events of batches) yield text(events);
}

async function* linesOfStream(events: AsyncIterable<StoredEvent>): AsyncGenerator<string> {
  for await (const event of events) yield text([event]);
}

/** The records as they are stored, one per line, for audit, chair and secretariat. Erasable values stay sealed. */
@Controller()
@ApiTags('Export')
@ApiBearerAuth('bearer')
@ApiCookieAuth('cookie')
export class ExportController {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  @Get('export')
  @ApiOperation({ operationId: 'export', summary: 'All records in the order of the log' })
  @ApiProduces(NDJSON)
  async all(@CurrentIdentity() identity: Identity, @Res() response: Response): Promise<void> {
    mayExport(identity);
    await sendFile(
      response,
      { type: NDJSON, name: 'beschlussbuch.jsonl' },
      linesOf(this.sources.store.readAll(undefined, BATCH)),
    );
  }

  @Get('export/ocel')
  @ApiOperation({
    operationId: 'exportOcel',
    summary: 'The log as OCEL 2.0 for process mining, without VS_NFD and words',
  })
  @ApiProduces('application/json')
  async objectCentric(@CurrentIdentity() identity: Identity, @Res() response: Response): Promise<void> {
    mayExport(identity);
    await sendFile(
      response,
      { type: 'application/json; charset=utf-8', name: 'beschlussbuch.ocel.json' },
      ocel(this.sources.store),
    );
  }

  @Get('matters/:matter/export')
  @ApiOperation({ operationId: 'exportMatter', summary: 'The records of one matter' })
  @ApiProduces(NDJSON)
  async one(
    @Param() { matter }: MatterPath,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    await sight(this.sources, identity, { matter });
    const name = `matter-${matter}`;
    await sendFile(
      response,
      { type: NDJSON, name: `${name}.jsonl` },
      linesOfStream(this.sources.store.readStream(name)),
    );
  }
}
