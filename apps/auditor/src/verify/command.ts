import { type FileHandle, open, readFile, rename, writeFile } from 'node:fs/promises';
import type { Lines } from '../output.js';
import { type Bilingual, say } from '../words.js';
import { type Code, EXIT } from './codes.js';
import { reportOn } from './file.js';
import { exitOf, type Finding } from './findings.js';
import type { Trust } from './opening.js';
import type { Report } from './report.js';
import { type Request, requested } from './request.js';
import { reportJson, reportText } from './text.js';
import { VERIFY_HELP } from './help.js';

/** What the caller named cannot be used. */
const USAGE = 64;
/** A policy or a checkpoint is a page of text; a larger file is something else. */
const MAX_SMALL_FILE = 1_000_000;

/** Ends the work before the bundle is read. */
class Unusable extends Error {
  constructor(readonly finding: Finding) {
    super(finding.code);
  }
}

const systemCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Told by the operating system, as of a file that is not there. */
const isOfSystem = (error: unknown): boolean => typeof error === 'object' && error !== null && 'syscall' in error;

/** What `read` makes of a file. */
async function smallFile<T>(path: string, code: Code, read: (bytes: Uint8Array) => T): Promise<T> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > MAX_SMALL_FILE) throw new Unusable({ code, found: `${bytes.length} bytes` });
    return read(bytes);
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable({ code, found: systemCode(error) });
  }
}

const utf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

/** With --update nothing needs to be remembered yet. */
async function rememberedIn({ remember, update }: Request): Promise<string | undefined> {
  if (remember === undefined) return undefined;
  try {
    return await smallFile(remember, 'REMEMBERED_UNREADABLE', utf8);
  } catch (error) {
    if (update && error instanceof Unusable && error.finding.found === 'ENOENT') return undefined;
    throw error;
  }
}

async function trustIn(request: Request, seen?: string): Promise<Trust> {
  const { policy: path } = request;
  const policy = path === undefined ? undefined : await smallFile(path, 'POLICY_UNREADABLE', (bytes) => bytes);
  const remembered = seen ?? (await rememberedIn(request));
  return { ...(policy === undefined ? {} : { policy }), ...(remembered === undefined ? {} : { remembered }) };
}

/** `seen` is a checkpoint that takes the place of the remembered one. */
async function verified(request: Request, seen?: string): Promise<Report> {
  const trust = await trustIn(request, seen);
  let file: FileHandle | undefined;
  try {
    file = await open(request.file);
    return await reportOn(file, trust, request.threads);
  } catch (error) {
    if (error instanceof Unusable) throw error;
    if (isOfSystem(error)) throw new Unusable({ code: 'NO_FILE', found: systemCode(error) });
    // Whatever it was, nothing is proven, and the caller gets a report like any other.
    throw new Unusable({ code: 'PROGRAM_FAILED', found: error instanceof Error ? error.message : String(error) });
  } finally {
    await file?.close();
  }
}

/** Whole or not at all: a half-written memory would be worse than none. Answers why it could not be written. */
async function remember(path: string, checkpoint: string): Promise<string | undefined> {
  const draft = `${path}.new`;
  try {
    await writeFile(draft, checkpoint, { flush: true });
    await rename(draft, path);
    return undefined;
  } catch (error) {
    return systemCode(error) || String(error);
  }
}

const nothing = { scope: '', origin: '', size: '0', root: '', checkpoint: '' };
const none = { keys: [], records: 0, withheld: 0, omitted: '0', opened: 0, streams: 0, decided: 0, confirmed: 0 };

function unusable(error: unknown): Report {
  if (!(error instanceof Unusable)) throw error;
  const { code } = error.finding;
  return { ...nothing, ...none, exit: exitOf([code]), findings: [error.finding], counts: { [code]: 1 } };
}

/** What the bundle of the old log is worth by itself; the new one must continue its checkpoint. */
const predecessorOf = async ({ predecessor: file, ...request }: Request): Promise<Report | undefined> =>
  file === undefined ? undefined : verified({ ...request, file, predecessor: undefined }).catch(unusable);

/** Of the predecessor, where one is given, and of the log. */
async function reportsOf(request: Request): Promise<readonly Report[]> {
  const old = await predecessorOf(request);
  const report = await verified(request, old?.checkpoint || undefined).catch(unusable);
  return old ? [old, report] : [report];
}

/** Remembers what was proven, where that was asked for. Answers with a sentence where the file cannot be written. */
async function remembered({ update, remember: path }: Request, report: Report | undefined) {
  if (!update || path === undefined || report?.exit !== EXIT.PROVEN) return undefined;
  const why = await remember(path, report.checkpoint);
  if (why === undefined) return undefined;
  const sentence: Bilingual = [
    `Der Prüfpunkt konnte nicht gemerkt werden, alles andere gilt: ${path}: ${why}`,
    `The checkpoint could not be remembered, all else holds: ${path}: ${why}`,
  ];
  return sentence;
}

/** `beschlussbuch verify`: resolves with its exit code; whatever the file holds, the answer is a report. Throws Usage. */
export async function verify(args: readonly string[], output: Lines): Promise<number> {
  const request = requested(args);
  if ('help' in request) {
    output.out(...say(VERIFY_HELP, request.help).split('\n'));
    return EXIT.PROVEN;
  }
  const reports = await reportsOf(request);
  for (const one of reports)
    output.out(...(request.json ? [reportJson(one)] : reportText(one, request.language).split('\n')));
  const why = await remembered(request, reports.at(-1));
  if (why !== undefined) output.err(say(why, request.language));
  return why === undefined ? exitOf(reports.flatMap(({ counts }) => Object.keys(counts) as Code[])) : USAGE;
}
