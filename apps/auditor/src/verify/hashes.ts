import { agreementHashes, stableText } from '#domain';
import { type JsonObject, sha256Hex } from '#evidence';

/** Events that hold a whole text and its hash. */
const OF_TEXTS: ReadonlySet<string> = new Set([
  ...['MatterDrafted', 'MatterRevised', 'MatterAmended', 'ConstructiveVetoRaised'],
  ...['AgreementDrafted', 'AgreementRevised', 'AmendmentProposed'],
]);
/** Events that hold a whole rule book and its hash. */
const OF_RULE_BOOKS: ReadonlySet<string> = new Set(['RuleBookDrafted', 'RuleBookRevised']);

/** A draft without a text is one of the empty text; elsewhere the text that was there before stays. */
const textIn = (type: string, { text }: JsonObject) => (type === 'MatterDrafted' ? (text ?? '') : text);

/** The member that is not the hash of what the payload holds; undefined where all are, or the payload holds no text. */
export function wrongHash(type: string, data: JsonObject): string | undefined {
  if (OF_TEXTS.has(type)) {
    const text = textIn(type, data);
    if (typeof text === 'string' && sha256Hex(text) !== data['textHash']) return 'textHash';
    // Later versions are hashed with the parts that they took over: that is decided again.
    if (type !== 'AgreementDrafted') return undefined;
    return agreementHashes(data as never, sha256Hex).contentHash === data['contentHash'] ? undefined : 'contentHash';
  }
  if (!OF_RULE_BOOKS.has(type)) return undefined;
  return sha256Hex(stableText(data['content'] ?? null)) === data['contentHash'] ? undefined : 'contentHash';
}
