import { CurrentIdentity, type Identity } from '#edge';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { applyDecorators, Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { MatterPath } from './dto/parameters.dto.js';
import { sight } from './matters.js';
import { ocel } from './ocel/ocel.js';
import { BATCH, type SecretBallots, secretIn, secretNow } from './secret-ballots.js';
import { SOURCES, type Sources } from './sources.js';
import { sendFile } from './stream.js';
import { mayExport } from './viewer.js';

const NDJSON = 'application/x-ndjson';

const text = (events: readonly StoredEvent[]): string => events.map(({ record }) => `${record}\n`).join('');

/**
 * Whether a file holds the event. Streams have no gaps in it, so that it can be replayed: a matter whose sealed ballot is
 * running ends before the first record that would tell a vote.
 */
const isTold = (secret: SecretBallots, { stream, revision }: StoredEvent): boolean =>
  revision < (secret.get(stream)?.from ?? Infinity);

/** Only up to the position: what came later may tell votes of ballots that were not looked at. */
async function* linesUntil(
  store: Pick<EventStore, 'readAll' | 'compare'>,
  head: Position | undefined,
  secret: SecretBallots,
): AsyncGenerator<string> {
  if (head === undefined) return;
  for await (const events of store.readAll(undefined, BATCH)) {
    const until = events.filter(({ position }) => store.compare(position, head) <= 0);
    yield text(until.filter((event) => isTold(secret, event)));
    if (until.length < events.length) return;
  }
}

async function* linesOfStream(
  events: AsyncIterable<StoredEvent>,
  last: number,
  secret: SecretBallots,
): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.revision > last || !isTold(secret, event)) return;
    yield text([event]);
  }
}

const WITHHELD = 'Withheld-Streams';

/** A method that answers with records. */
const Exported = (operationId: string, path: string, summary: string): MethodDecorator =>
  applyDecorators(
    Get(path),
    ApiOperation({
      operationId,
      summary,
      description: 'A matter whose sealed ballot is running ends before the first record that would tell a vote.',
    }),
    ApiProduces(NDJSON),
    ApiOkResponse({
      schema: { type: 'string' },
      headers: { [WITHHELD]: { description: 'How many matters end so', schema: { type: 'integer' } } },
    }),
  );

/** The records as they are stored, one per line, for audit, chair and secretariat. Erasable values stay sealed. */
@Controller()
@ApiTags('Export')
@ApiBearerAuth('bearer')
@ApiCookieAuth('cookie')
export class ExportController {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  @Exported('export', 'export', 'All records in the order of the log')
  async all(@CurrentIdentity() identity: Identity, @Res() response: Response): Promise<void> {
    mayExport(identity);
    const { store } = this.sources;
    const head = await store.head();
    const secret = await secretNow(store);
    await this.send(response, 'beschlussbuch', secret, linesUntil(store, head, secret));
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

  @Exported('exportMatter', 'matters/:matter/export', 'The records of one matter')
  async one(
    @Param() { matter }: MatterPath,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    const { store } = this.sources;
    const { revision } = await sight(this.sources, identity, { matter });
    const name = `matter-${matter}`;
    const secret = await secretIn(store, [name]);
    await this.send(response, name, secret, linesOfStream(store.readStream(name), revision, secret));
  }

  private send(response: Response, name: string, secret: SecretBallots, lines: AsyncIterable<string>): Promise<void> {
    const headers = { [WITHHELD]: String(secret.size) };
    return sendFile(response, { type: NDJSON, name: `${name}.jsonl`, headers }, lines);
  }
}
