import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Where what is told about a house comes from. */
export class OriginDto {
  @ApiPropertyOptional({ format: 'uuid' })
  readonly matter?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  readonly agreement?: string;

  @ApiProperty()
  readonly title!: string;
}

export class PagedDto {
  @ApiPropertyOptional({ description: 'The cursor of the next page, if there is one' })
  readonly next?: string;
}
