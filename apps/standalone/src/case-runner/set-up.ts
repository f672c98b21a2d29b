import { dayOf, instant } from '#domain';
import { loadPreset, type Preset } from '../bootstrap/preset.js';
import { adoptRuleBook, draftRuleBooks, shippedRuleBooks } from '../bootstrap/rulebooks.js';
import { sender } from '../bootstrap/send.js';
import type { Client } from '../http/client.js';
import type { Case } from './case-file.js';

const START = '2026-12-01T08:00:00+01:00';
const LEGAL_BASIS = { type: 'ORGANISATION_DECREE', reference: 'Fall-Rechtsgrundlage' };

/** Clock of the set-up. Throws on a text that is no instant. */
export const startOf = ({ start = START }: Case): string => {
  const normal = instant(start);
  if (normal === undefined) throw new Error(`${start} is no instant`);
  return normal;
};

/** What the set-up depends on: cases with the same text begin with the same events. */
export const setUpKey = ({ preset, rulebooks, overrides = {}, place, start }: Case): string =>
  JSON.stringify([preset, rulebooks, overrides, place, start]);

/** Loads the preset, writes all shipped rule books as drafts, and puts those of the case in force. */
export const setUp = async (client: Client, described: Case, preset: Preset): Promise<void> => {
  const send = sender(client);
  const { rulebooks, overrides = {}, place } = described;
  const evidence = await client.upload('SEC/A', 'besetzung.txt', 'Besetzung der Sitze auf Ersuchen der Häuser');
  const shipped = shippedRuleBooks();
  await Promise.all([loadPreset(send, preset, evidence), draftRuleBooks(send, shipped)]);
  const validFrom = dayOf(startOf(described));
  for (const name of rulebooks) {
    const book = shipped.find(({ id, version }) => `${id}@${version}` === name);
    if (!book) throw new Error(`the rule book ${name} is not shipped`);
    const changes = overrides[book.id] ?? {};
    const where = place === undefined ? {} : { place };
    await adoptRuleBook(send, book, { legalBasis: LEGAL_BASIS, validFrom, changes, ...where });
  }
};
