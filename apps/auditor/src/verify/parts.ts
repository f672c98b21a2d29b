import { type Json, type JsonObject, parseRecord, sha256Hex, type Skimmed } from '#evidence';
import type { Findings } from './findings.js';
import { place } from './judgements.js';

const SAYS_SO = Buffer.from('"splitFrom":');

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
  const split = (bytes: Buffer) => {
    const { stream, data } = parseRecord(bytes.toString());
    const { parts: list } = data as JsonObject;
    if (!Array.isArray(list)) return;
    for (const part of list.filter(isObject)) named.set(nameOf(stream, streamOf(part['matter'])), digestOf(part));
  };
  const drafted = (bytes: Buffer, index: bigint, hidden: boolean) => {
    const record = parseRecord(bytes.toString());
    const data = record.data as JsonObject;
    if (record.by.role !== 'SYSTEM') return;
    const known = named.get(nameOf(streamOf(data['splitFrom']), record.stream));
    if (known === digestOf(data) || (known === undefined && hidden)) return;
    found.add({ code: 'DECISION_DEVIATES', ...place(record, index), expected: 'MatterSplit', found: record.type });
  };
  /** `hidden` tells whether anything before it is not here: then it may be what named the part. */
  return ({ type }: Skimmed, bytes: Buffer, index: bigint, hidden: boolean): void => {
    if (type === 'MatterSplit') split(bytes);
    else if (type === 'MatterDrafted' && bytes.includes(SAYS_SO)) drafted(bytes, index, hidden);
  };
}
