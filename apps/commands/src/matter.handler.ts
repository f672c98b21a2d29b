import { inPhase, matter, type MatterCommand, maySee, refuse, visibilityOf } from '#domain';
import type { Answer } from '#event-store';
import { matterFacts, pinned } from '#facts';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DESK, type Desk } from './desk.js';
import { MatterRequest } from './requests.js';
import { submit } from './submission.js';

@CommandHandler(MatterRequest)
export class MatterHandler implements ICommandHandler<MatterRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute(request: MatterRequest): Promise<Answer> {
    const { desk } = this;
    const { identity, data, type } = request;
    return submit(desk, request, {
      decider: matter,
      stream: `matter-${data.matter}`,
      body: (state) => state.body || ('body' in data ? data.body : ''),
      visible: (state) => {
        if (!maySee(identity, visibilityOf(state))) refuse('NOT_FOUND');
      },
      facts: (folded, person, sent) => {
        const command = { type, data: sent } as Pick<MatterCommand, 'type' | 'data'>;
        return matterFacts(desk.registry, desk.folds, { command, folded, now: desk.clock.now(), person });
      },
      marks: (state) => pinned(state, data),
      next: ({ phase, ruleBook }) => ({ commands: inPhase(phase), ...(ruleBook ? { ruleBook } : {}) }),
    });
  }
}
