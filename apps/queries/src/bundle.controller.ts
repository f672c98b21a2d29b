import { ApiProblems, CurrentIdentity, type Identity, invalidPayload } from '#edge';
import type { Manifest } from '#evidence';
import { applyDecorators, Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { sight as sightOfAgreement } from './agreements.js';
import { bundle, type Wanted } from './bundle.js';
import { AgreementPath, BundleQuery, MatterPath, RangeQuery, SealedQuery } from './dto/parameters.dto.js';
import { openings } from './answers/openings.js';
import { sight } from './matters.js';
import { SOURCES, type Sources } from './sources.js';
import { sendFile } from './stream.js';
import { mayExport } from './viewer.js';

const TEXT = 'text/plain';

const PROBLEMS = {
  400: 'A parameter is unknown or malformed, or from and to are no range, INVALID_PAYLOAD',
  401: 'Nobody is logged in, or the token is not valid',
  403: 'The function does not permit to take records away',
  404: 'Not there, not visible to the asking person, or nothing sealed so far; beyond the end the params tell size and logSize',
} as const;

const HEADERS = {
  'Bundle-Size': { description: 'Records under the checkpoint of the bundle', schema: { type: 'integer' as const } },
  'Log-Size': {
    description: 'Records under the last signed checkpoint: more than Bundle-Size where no quorum has witnessed it yet',
    schema: { type: 'integer' as const },
  },
};

/** A method that answers with a bundle. */
const Bundled = (operationId: string, path: string, summary: string): MethodDecorator =>
  applyDecorators(
    Get(path),
    ApiOperation({
      operationId,
      summary,
      description:
        'Ends at the last checkpoint that a quorum of witnesses cosigned, or at the last one where there is none. ' +
        'Records that would tell a vote of a running sealed ballot are withheld.',
    }),
    ApiProduces(TEXT),
    ApiOkResponse({ description: 'docs/bundle-format.md', schema: { type: 'string' }, headers: HEADERS }),
  );

/** What is asked for without a matter. Throws INVALID_PAYLOAD for half a range, and for an empty one. */
function extent({ from, to }: RangeQuery): Manifest {
  if (from === undefined && to === undefined) return { kind: 'log' };
  if (from === undefined || to === undefined) {
    throw invalidPayload([{ field: from === undefined ? 'from' : 'to', problem: 'from and to belong together' }]);
  }
  if (from >= to) {
    const problem = `to must be greater than from, ${from}: the record at to is the first that is left out`;
    throw invalidPayload([{ field: 'to', problem }]);
  }
  return { kind: 'range', from: BigInt(from), to: BigInt(to) };
}

/** Bundles for `beschlussbuch verify`, for audit, chair and secretariat. Values stay sealed but for those of a matter that are named. */
@Controller()
@ApiTags('Export')
@ApiProblems(PROBLEMS)
export class BundleController {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  @Bundled('bundle', 'bundle', 'The sealed log, or a range of it, as a bundle to verify offline')
  async whole(
    @Query() { sealed, ...range }: RangeQuery,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    const manifest = extent(range);
    const name = manifest.kind === 'range' ? `range-${manifest.from}-${manifest.to}` : 'beschlussbuch';
    return this.send(response, name, { manifest, sealed });
  }

  @Bundled('bundleMatter', 'matters/:matter/bundle', 'One matter with all it rests on, as a bundle to verify offline')
  async matter(
    @Param() { matter }: MatterPath,
    @Query() { digests, sealed }: BundleQuery,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    await sight(this.sources, identity, { matter });
    const chosen = digests ? (await openings(this.sources, { matter, digests }, identity)).openings : [];
    const opened = new Map(chosen.map(({ digest, disclosure }) => [digest, disclosure]));
    const stream = `matter-${matter}`;
    return this.send(response, stream, { manifest: { kind: 'stream', stream }, opened, sealed });
  }

  @Bundled(
    'bundleAgreement',
    'agreements/:agreement/bundle',
    'One agreement with all it rests on, as a bundle to verify offline',
  )
  async agreement(
    @Param() { agreement }: AgreementPath,
    @Query() { sealed }: SealedQuery,
    @CurrentIdentity() identity: Identity,
    @Res() response: Response,
  ): Promise<void> {
    mayExport(identity);
    await sightOfAgreement(this.sources, identity, { agreement });
    const stream = `agreement-${agreement}`;
    return this.send(response, stream, { manifest: { kind: 'stream', stream }, sealed });
  }

  private async send(response: Response, name: string, wanted: Wanted): Promise<void> {
    const { size, logSize, pieces } = await bundle(this.sources, wanted);
    const headers = { 'Bundle-Size': String(size), 'Log-Size': String(logSize) };
    await sendFile(response, { type: `${TEXT}; charset=utf-8`, name: `${name}.govlog`, headers }, pieces);
  }
}
