import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DESK, type Desk } from './desk.js';
import type { UploadedEvidenceDto } from './dto/answer.dto.js';
import { EvidenceUpload } from './requests.js';

@CommandHandler(EvidenceUpload)
export class EvidenceHandler implements ICommandHandler<EvidenceUpload> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute({ name, bytes }: EvidenceUpload): Promise<UploadedEvidenceDto> {
    return this.desk.vault.keepDocument(name, bytes);
  }
}
