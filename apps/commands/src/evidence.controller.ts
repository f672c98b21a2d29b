import { ApiProblems, CurrentIdentity, type Identity, invalidPayload } from '#edge';
import { Body, Controller, Headers, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PROBLEMS } from './act.js';
import { UploadedEvidenceDto } from './dto/answer.dto.js';
import { EvidenceUpload, type UploadedEvidence } from './requests.js';
import { label } from './shape.js';

/** Type of a body that is a file; the module reads it as bytes on this path only. */
export const FILE_TYPE = 'application/octet-stream';

@Controller('evidence')
@ApiTags('Evidence')
@ApiProblems(PROBLEMS)
export class EvidenceController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Post()
  @ApiOperation({ operationId: 'UploadEvidence', summary: 'Upload a file that a command names as its evidence' })
  @ApiConsumes(FILE_TYPE)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'X-File-Name', required: true, description: 'Percent-encoded UTF-8', schema: { type: 'string' } })
  @ApiCreatedResponse({ type: UploadedEvidenceDto })
  upload(
    @Body() bytes: unknown,
    @Headers('X-File-Name') encodedName: string | undefined,
    @CurrentIdentity() identity: Identity,
  ): Promise<UploadedEvidence> {
    const name = decoded(encodedName ?? '');
    if (!label.test(name))
      throw invalidPayload([{ field: 'X-File-Name', problem: `X-File-Name must be ${label.name}` }]);
    if (!Buffer.isBuffer(bytes) || bytes.length === 0)
      throw invalidPayload([{ field: '', problem: `the body must be bytes, ${FILE_TYPE}` }]);
    return this.bus.execute(new EvidenceUpload(name, bytes, identity));
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
