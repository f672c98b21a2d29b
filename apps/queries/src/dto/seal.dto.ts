import { ApiProperty } from '@nestjs/swagger';
import type { Sealed } from '../answers/seal.js';

const DESCRIPTION =
  'PENDING: no receipt yet. SEALED (versiegelt): under a checkpoint that the log has signed. ' +
  'WITNESSED (bezeugt): under one that a quorum of witnesses has cosigned';

export class SealedDto implements Sealed {
  @ApiProperty({ enum: ['PENDING', 'SEALED', 'WITNESSED'], description: DESCRIPTION })
  readonly seal!: Sealed['seal'];
}
