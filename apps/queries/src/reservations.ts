import { deadlinesOf, type Matter } from '#domain';
import type { DeadlineRow, RegisterRow } from '#read-model';
import { type Secrecy, secrecyOf, veiledDeadlines } from './ballot-secrecy.js';
import { glance } from './matters.js';
import type { Sources } from './sources.js';
import type { Viewer } from './viewer.js';

interface Veil {
  readonly present: Matter;
  readonly secrecy: Secrecy;
}

/**
 * What lists may tell of reservations: of a ballot that is secret only those of the own house, since only who consents
 * can have one. The views do not know who asks; few of their rows are about reservations, and for those the matter is
 * looked at.
 */
export function reservations(sources: Sources, viewer: Viewer) {
  const veils = new Map<string, Promise<Veil | undefined>>();
  const find = async (matter: string): Promise<Veil | undefined> => {
    const present = (await glance(sources, viewer, { matter }))?.present;
    const secrecy = present && (await secrecyOf(sources, viewer, present));
    return secrecy && { present, secrecy };
  };
  const veilOf = (matter: string): Promise<Veil | undefined> => {
    const veil = veils.get(matter) ?? find(matter);
    veils.set(matter, veil);
    return veil;
  };
  return {
    /** Whether the viewer may know of the reservation of a house in a round. */
    ofHouse: async (matter: string, round: string | undefined, house: string): Promise<boolean> => {
      if (house === viewer.ministry) return true;
      return (await veilOf(matter))?.secrecy.round !== round;
    },
    /** Whether the viewer may know of the deadline; that of a reservation belongs to the last round. */
    ofDeadline: async ({ kind, matter, subject }: DeadlineRow): Promise<boolean> => {
      if (kind !== 'RESERVATION' || matter === null || subject === viewer.ministry) return true;
      return (await veilOf(matter)) === undefined;
    },
    /** The row of a matter with what is due next of what the viewer may know of. */
    inRegister: async (row: RegisterRow): Promise<RegisterRow> => {
      const veil = row.nextDueKind === 'RESERVATION' ? await veilOf(row.matter) : undefined;
      if (!veil) return row;
      const timed = deadlinesOf(veil.present).filter(({ timer }) => timer !== undefined);
      const [next] = veiledDeadlines(timed, veil.present, veil.secrecy);
      return { ...row, nextDueAt: next?.dueAt ?? null, nextDueKind: next?.kind ?? null };
    },
  };
}
