import { fromRecord, matter, type MatterEvent, type Recorded, Refusal } from '#domain';
import type { Clock } from '#edge';
import { parseRecord } from '#evidence';
import type { StoredEvent } from '#event-store';
import { act, type Office, type SystemCommand } from '#facts';
import { erase, type Erasing } from './erasing.js';

type Reaction = {
  readonly [T in MatterEvent['type']]?: (
    event: Recorded<Extract<MatterEvent, { type: T }>>,
    office: Office,
  ) => Promise<readonly SystemCommand[]>;
};

/** What follows from an event, by event type. */
const reactions: Reaction = {
  // Each part starts anew; an exhausted ladder is not inherited. Source: catalogue 4.1, model 4.5.
  MatterSplit: async ({ data, entry }, { folds }) => {
    const { state } = await folds.current(matter, `matter-${data.matter}`);
    const { body, track, lead, category, bindingness, classification, technicalImpact, organisationalImpact } = state;
    const inherited = { body, track, lead, category, bindingness, classification };
    const impacts = {
      ...(technicalImpact === undefined ? {} : { technicalImpact }),
      ...(organisationalImpact === undefined ? {} : { organisationalImpact }),
    };
    return data.parts.map((part) => ({
      type: 'DraftMatter',
      data: { ...inherited, ...impacts, ...part, splitFrom: data.matter },
      due: entry.at,
      cause: `${data.matter} ${entry.revision}`,
    }));
  },
};

const isKnown = (type: string): type is keyof Reaction => Object.hasOwn(reactions, type);

/** Takes events from the log and sends what follows from them; sent twice, it is recorded once. */
export const react =
  (office: Office, clock: Clock, erasing: Erasing) =>
  async (events: readonly StoredEvent[]): Promise<void> => {
    for (const stored of events) {
      const { type, stream, record } = stored;
      if (type === 'ValuesErased') await erase(erasing, stored);
      if (!isKnown(type) || !stream.startsWith('matter-')) continue;
      const event = fromRecord<MatterEvent>(parseRecord(record));
      const row = reactions[type] as (
        event: Recorded<MatterEvent>,
        office: Office,
      ) => Promise<readonly SystemCommand[]>;
      for (const command of await row(event, office)) await sent(office, command, clock);
    }
  };

/** A part whose id is taken stays as it is: the refusal is final, and trying again would stop everything behind it. */
async function sent(office: Office, command: SystemCommand, clock: Clock): Promise<void> {
  try {
    await act(office, command, clock.now());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
