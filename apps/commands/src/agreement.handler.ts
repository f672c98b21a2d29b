import { agreement, type AgreementCommand, agreementVisibility, allowedIn, maySee } from '#domain';
import type { Answer } from '#event-store';
import { agreementFacts, agreementMarks } from '#facts';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DESK, type Desk } from './desk.js';
import { AgreementRequest } from './requests.js';
import { submit } from './submission.js';

@CommandHandler(AgreementRequest)
export class AgreementHandler implements ICommandHandler<AgreementRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute(request: AgreementRequest): Promise<Answer> {
    const { desk } = this;
    const { identity, data, type } = request;
    return submit(desk, request, {
      decider: agreement,
      stream: `agreement-${data.agreement}`,
      body: () => '',
      visible: (state) => maySee(identity, agreementVisibility(state)),
      facts: (folded, { now }) => {
        const command = { type, data } as Pick<AgreementCommand, 'type' | 'data'>;
        return agreementFacts(desk.registry, { command, folded, now });
      },
      marks: (state, facts) => agreementMarks(state, data, facts),
      next: ({ phase }) => ({ commands: allowedIn(phase) }),
    });
  }
}
