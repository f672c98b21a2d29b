import { refuse } from '#domain';
import { CurrentIdentity, type Identity } from '#edge';
import type { Manifest } from '#evidence';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { sight as sightOfAgreement } from './agreements.js';
import { bundle } from './bundle.js';
import { AgreementPath, BundleQuery, MatterPath, RangeQuery } from './dto/parameters.dto.js';
import { openings } from './answers/openings.js';
import { sight } from './matters.js';
import { SOURCES, type Sources } from './sources.js';
import { sendFile } from './stream.js';
import { mayExport } from './viewer.js';

const TEXT = 'text/plain';

/** Bundles for `beschlussbuch verify`, for audit, chair and secretariat. Values stay sealed but for those of a matter that are named. */
@Controller()
@ApiTags('Export')
@ApiBearerAuth('bearer')
@ApiCookieAuth('cookie')
export class BundleController {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  @Get('bundle')
  @ApiOperation({ operationId: 'bundle', summary: 'The sealed log, or a range of it, as a bundle to verify offline' })
  @ApiProduces(TEXT)
  async whole(
    @Query() { from, to }: RangeQuery,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    if ((from === undefined) !== (to === undefined)) refuse('INVALID_PAYLOAD', { fields: ['from', 'to'] });
    if (from === undefined || to === undefined) return this.send(response, 'beschlussbuch', { kind: 'log' });
    if (from >= to) refuse('INVALID_PAYLOAD', { fields: ['from', 'to'] });
    return this.send(response, `range-${from}-${to}`, { kind: 'range', from: BigInt(from), to: BigInt(to) });
  }

  @Get('matters/:matter/bundle')
  @ApiOperation({
    operationId: 'bundleMatter',
    summary: 'One matter with all it rests on, as a bundle to verify offline',
  })
  @ApiProduces(TEXT)
  async matter(
    @Param() { matter }: MatterPath,
    @Query() { digests }: BundleQuery,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    await sight(this.sources, identity, { matter });
    const chosen = digests ? (await openings(this.sources, { matter, digests }, identity)).openings : [];
    const opened = new Map(chosen.map(({ digest, disclosure }) => [digest, disclosure]));
    const stream = `matter-${matter}`;
    return this.send(response, stream, { kind: 'stream', stream }, opened);
  }

  @Get('agreements/:agreement/bundle')
  @ApiOperation({
    operationId: 'bundleAgreement',
    summary: 'One agreement with all it rests on, as a bundle to verify offline',
  })
  @ApiProduces(TEXT)
  async agreement(
    @Param() { agreement }: AgreementPath,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    await sightOfAgreement(this.sources, identity, { agreement });
    const stream = `agreement-${agreement}`;
    return this.send(response, stream, { kind: 'stream', stream });
  }

  private async send(
    response: Response,
    name: string,
    manifest: Manifest,
    opened?: ReadonlyMap<string, string>,
  ): Promise<void> {
    const pieces = await bundle(this.sources, manifest, opened);
    await sendFile(response, { type: `${TEXT}; charset=utf-8`, name: `${name}.govlog` }, pieces);
  }
}
