import { verifier } from './verify/verifier.js';
import type { Trust } from './verify/opening.js';
import type { Report } from './verify/report.js';
import { reportJson, reportText } from './verify/text.js';
import type { Language } from './words.js';

/** What a verification found: the same as on the command line, byte for byte. */
export interface Verification {
  readonly report: Report;
  /** As `--json` writes it, on one line. */
  readonly json: string;
  /** As the command line tells it to people. */
  readonly text: Readonly<Record<Language, string>>;
}

/**
 * Verifies a bundle in a page or a worker, as its bytes come, in bounded memory. `policy` is the policy file (its bytes, or its
 * text), `remembered` the text of a checkpoint of an earlier verification. Nothing leaves the page. Rejects only where the bundle
 * cannot be read; whatever is wrong with it is a finding of the report.
 */
export async function verifyBundle(
  bundle: Blob | ReadableStream<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer> | string,
  trust: Trust = {},
): Promise<Verification> {
  const { push, end } = verifier(trust);
  const stream: ReadableStream<Uint8Array> | null = new Response(bundle).body;
  const reader = stream?.getReader();
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) push(piece.value);
  const report = end();
  return {
    report,
    json: reportJson(report),
    text: { de: reportText(report, 'de'), en: reportText(report, 'en') },
  };
}
