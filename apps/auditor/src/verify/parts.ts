import { type Json, type JsonObject, parseRecord, sha256Hex, type Skimmed } from '#evidence';
import type { Findings } from './findings.js';
import { place } from './judgements.js';

const SAYS_SO = '"splitFrom":';

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
const streamOf = (id: Json | undefined): string => (typeof id === 'string' ? `matter-${id}` : '');

/** What a part is about, by which its draft is told from another one. */
const digestOf = ({ title = null, text = null, areas = null }: JsonObject): string =>
  sha256Hex(JSON.stringify([title, text, areas]));

/**
 * Drafts that the system made of the parts of a matter: each was named when that was split, with the same words. Whoever
 * reads all matters has to look, for either stands in a stream of its own.
 */
export function parts(found: Findings) {
  const named = new Map<string, string>();
  const nameOf = (whole: string, part: string) => `${whole} ${part}`;
  const split = (text: string) => {
    const { stream, data } = parseRecord(text);
    const { parts: list } = data as JsonObject;
    if (!Array.isArray(list)) return;
    for (const part of list.filter(isObject)) named.set(nameOf(stream, streamOf(part['matter'])), digestOf(part));
  };
  const drafted = (text: string, index: bigint, hidden: boolean) => {
    if (!text.includes(SAYS_SO)) return;
    const record = parseRecord(text);
    const data = record.data as JsonObject;
    if (record.by.role !== 'SYSTEM') return;
    const known = named.get(nameOf(streamOf(data['splitFrom']), record.stream));
    if (known === digestOf(data) || (known === undefined && hidden)) return;
    found.add({ code: 'DECISION_DEVIATES', ...place(record, index), expected: 'MatterSplit', found: record.type });
  };
  /** `hidden` tells whether anything before it is not here: then it may be what named the part. */
  return ({ type }: Skimmed, bytes: Buffer, index: bigint, hidden: boolean): void => {
    if (type === 'MatterSplit') split(bytes.toString());
    else if (type === 'MatterDrafted') drafted(bytes.toString(), index, hidden);
  };
}
