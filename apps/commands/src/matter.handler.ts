import { inPhase, matter, type MatterCommand, maySee, visibilityOf } from '#domain';
import type { Answer } from '#event-store';
import { matterFacts, pinned } from '#facts';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DESK, type Desk } from './desk.js';
import { MatterRequest } from './requests.js';
import { withoutSealedVotes } from './sealed-ballot.js';
import { submit } from './submission.js';

@CommandHandler(MatterRequest)
export class MatterHandler implements ICommandHandler<MatterRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  async execute(request: MatterRequest): Promise<Answer> {
    const { desk } = this;
    const { identity, data, type } = request;
    const answer = await submit(desk, request, {
      decider: matter,
      stream: `matter-${data.matter}`,
      body: (state) => state.body || ('body' in data ? data.body : ''),
      visible: (state) => maySee(identity, visibilityOf(state)),
      facts: (folded, { person, data: sent, now }) => {
        const command = { type, data: sent } as Pick<MatterCommand, 'type' | 'data'>;
        return matterFacts(desk.registry, desk.folds, { command, folded, now, person });
      },
      marks: (state) => pinned(state, data),
      next: ({ phase, ruleBook }) => ({ commands: inPhase(phase), ...(ruleBook ? { ruleBook } : {}) }),
    });
    return type === 'RequestCorrection' ? withoutSealedVotes(desk, answer, identity.ministry) : answer;
  }
}
