import { areasReceived, body, calendar, coverageOf, log, ministry, rulebook, ruleBookVersion } from '#domain';
import { sha256Hex } from '#evidence';
import type { Answer, Folded } from '#event-store';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DESK, type Desk } from './desk.js';
import { BodyRequest, CalendarRequest, LogKeyRequest, MinistryRequest, RuleBookRequest } from './requests.js';
import { schemaErrors } from './rulebook-schema.js';
import { submit } from './submission.js';

const nothing = '';
const latest = ({ leaves }: Folded<unknown>): readonly string[] => leaves.slice(-1);

@CommandHandler(MinistryRequest)
export class MinistryHandler implements ICommandHandler<MinistryRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute(request: MinistryRequest): Promise<Answer> {
    const { ministry: code } = request.data;
    return submit(this.desk, request, {
      decider: ministry,
      stream: `ministry-${code}`,
      body: () => nothing,
      facts: async (folded) => {
        const others =
          request.type === 'AnnounceAreaTransfer' ? [...(await this.desk.registry.ministries()).values()] : [];
        const states = others.map(({ state }) => state);
        return { facts: { received: areasReceived(states, code) }, after: latest(folded) };
      },
    });
  }
}

@CommandHandler(BodyRequest)
export class BodyHandler implements ICommandHandler<BodyRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute(request: BodyRequest): Promise<Answer> {
    const { body: code } = request.data;
    const facts = (folded: Folded<unknown>) => Promise.resolve({ facts: undefined, after: latest(folded) });
    return submit(this.desk, request, { decider: body, stream: `body-${code}`, body: () => code, facts });
  }
}

@CommandHandler(CalendarRequest)
export class CalendarHandler implements ICommandHandler<CalendarRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute(request: CalendarRequest): Promise<Answer> {
    const facts = (folded: Folded<unknown>) => Promise.resolve({ facts: undefined, after: latest(folded) });
    return submit(this.desk, request, {
      decider: calendar,
      stream: `calendar-${request.data.place}`,
      body: () => nothing,
      facts,
    });
  }
}

@CommandHandler(LogKeyRequest)
export class LogKeyHandler implements ICommandHandler<LogKeyRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute(request: LogKeyRequest): Promise<Answer> {
    const facts = (folded: Folded<unknown>) => Promise.resolve({ facts: undefined, after: latest(folded) });
    return submit(this.desk, request, { decider: log, stream: 'log-keys', body: () => nothing, facts });
  }
}

@CommandHandler(RuleBookRequest)
export class RuleBookHandler implements ICommandHandler<RuleBookRequest> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute(request: RuleBookRequest): Promise<Answer> {
    // Each adoption looks at all the other books: two at once would not see one another.
    return request.type === 'AdoptRuleBook'
      ? this.desk.inTurn(request.type, () => this.submitted(request))
      : this.submitted(request);
  }

  private submitted(request: RuleBookRequest): Promise<Answer> {
    const { ruleBook: id, version } = request.data;
    return submit(this.desk, request, {
      decider: rulebook,
      stream: `rulebook-${id}`,
      body: () => nothing,
      facts: async (folded) => {
        const books = request.type === 'AdoptRuleBook' ? await this.desk.registry.ruleBooks() : [];
        const others = books.filter(({ state }) => state?.id !== id).flatMap(({ state }) => coverageOf(state));
        const content = ruleBookVersion(folded.state, version)?.content;
        const facts = { hash: sha256Hex, schemaErrors: content ? schemaErrors(content) : [], others };
        return { facts, after: latest(folded) };
      },
    });
  }
}
