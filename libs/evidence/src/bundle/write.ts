import { parseCheckpoint } from '../checkpoint.js';
import { fail } from '../failure.js';
import { leafHash, sha256Base64Url } from '../hash.js';
import { noteParts } from '../note.js';
import { parseRecord } from '../record.js';
import { digestsIn } from '../seal.js';
import { SUM_DIGITS, SUM_EVERY } from './grammar.js';
import { type BundleHead, headLines } from './head.js';
import { prunedTree } from './tree.js';

/** What comes next in the order of the log: a record with disclosures of its values, a withheld leaf, or a subtree. */
export type BundleEntry =
  | { readonly record: string; readonly disclosures?: readonly string[] }
  | { readonly withheld: string }
  | { readonly level: number; readonly hash: string };

/** The disclosures in the order in which their digests stand in the record. */
function openings(record: string, disclosures: readonly string[]): string[] {
  if (disclosures.length === 0) return [];
  const known = new Map(disclosures.map((disclosure) => [sha256Base64Url(disclosure), disclosure]));
  const digests = [...new Set(digestsIn(parseRecord(record).data))];
  const found = digests.flatMap((digest) => known.get(digest) ?? []);
  if (found.length !== known.size) fail('DIGEST_MISMATCH');
  return found.map((disclosure) => `#opening ${disclosure}`);
}

/** Lines of sums: the first digits of the hashes of the leaves since the last such line. */
function summing() {
  let digits = '';
  const flush = (): string[] => {
    const line = digits === '' ? [] : [`#sum ${digits}`];
    digits = '';
    return line;
  };
  return {
    add: (leaf: string): string[] => {
      digits += leaf.slice(0, SUM_DIGITS);
      return digits.length === SUM_EVERY * SUM_DIGITS ? flush() : [];
    },
    flush,
  };
}

/**
 * Writes a bundle in the order of the log, line by line, each text with its newline: the same input gives the same bytes.
 * VerificationFailure at the end where the entries are not the tree of the last checkpoint: what was written is worthless.
 */
export async function* writeBundle(
  head: BundleHead,
  entries: AsyncIterable<BundleEntry> | Iterable<BundleEntry>,
): AsyncGenerator<string> {
  const tree = prunedTree();
  const sums = summing();
  yield `${headLines(head).join('\n')}\n`;
  for await (const entry of entries) {
    const lines: string[] = [];
    if ('level' in entry) {
      tree.add(entry.level, Buffer.from(entry.hash, 'hex'));
      lines.push(`#proof ${entry.level} ${entry.hash}`);
    } else {
      const leaf = 'record' in entry ? leafHash(entry.record) : entry.withheld;
      tree.add(0, Buffer.from(leaf, 'hex'));
      if ('record' in entry) lines.push(entry.record, ...openings(entry.record, entry.disclosures ?? []));
      else lines.push(`-${entry.withheld}`);
      lines.push(...sums.add(leaf));
    }
    yield `${lines.join('\n')}\n`;
  }
  for (const line of sums.flush()) yield `${line}\n`;
  const { size, root } = parseCheckpoint(noteParts(head.checkpoints.at(-1) ?? '').text);
  if (tree.size() !== size || !tree.root().equals(root)) fail('ROOT_MISMATCH', `${tree.size()} of ${size}`);
}
