import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { parseRecord, writeRecord } from '#evidence';
import type { LogReader } from '#log';
import { run } from '../apps/auditor/src/run.js';
import type { Report } from '../apps/auditor/src/verify/report.js';
import { verifier } from '../apps/auditor/src/verify/verifier.js';
import { bundle } from '../apps/queries/src/bundle.js';
import { inOrder, policies, world } from './bundle.support.js';
import { newFolder } from './log.support.js';
import { agreed, decidedFinally, written } from './matter.histories.js';

export const SILENT = '22222222-2222-4222-8222-222222222222';
export const FINAL = '33333333-3333-4333-8333-333333333333';
export const NOBODY = '00000000-0000-4000-8000-000000000000';

export type Fields = ReturnType<typeof parseRecord>;

/** A whole history that its operator may rewrite: a matter agreed by silence, and one that was decided finally. */
export interface History {
  readonly log: readonly string[];
  /** Index of the last record of a type. */
  at(type: string): number;
  /** Stream and revision of a record. */
  place(index: number): { readonly stream: string; readonly revision: number };
  /** The log with one record changed by somebody who then signs everything again. */
  rewritten(index: number, change: (record: Fields) => object): readonly string[];
  changedData(type: string, change: (data: Record<string, unknown>) => object): readonly string[];
}

/** A history of these records. */
export const historyOf = (log: readonly string[]): History => {
  const fields = (index: number): Fields => parseRecord(log[index]!);
  const at = (type: string): number => log.findLastIndex((record) => parseRecord(record).type === type);
  const rewritten: History['rewritten'] = (index, change) =>
    log.with(index, writeRecord({ ...fields(index), ...change(fields(index)) }));
  return {
    ...{ log, at, rewritten },
    place: (index) => ({ stream: fields(index).stream, revision: fields(index).rev }),
    changedData: (type, change) => rewritten(at(type), ({ data }) => ({ data: change({ ...data }) })),
  };
};

export const history = async (): Promise<History> => {
  const matters = [await written(SILENT, agreed()), await written(FINAL, decidedFinally())];
  return historyOf(inOrder([...world(), ...matters.flatMap(({ records }) => records)]));
};

/** The report on a bundle, by a policy and perhaps a checkpoint that somebody kept. */
export const verified = (text: string, policy = policies.alone, remembered?: string): Report => {
  const { push, end } = verifier({ policy, ...(remembered === undefined ? {} : { remembered }) });
  push(Buffer.from(text));
  return end();
};

export const codes = ({ findings }: Report): readonly string[] => [...new Set(findings.map(({ code }) => code))];

/** Something harmless in the registry. */
export const plainNote = (instant: string): string =>
  writeRecord({
    ...{ v: 1, id: NOBODY, stream: 'ministry-BMX', rev: 0, type: 'MinistryRegistered', sv: 1, at: instant, after: [] },
    by: { org: 'DA', role: 'SEC', sub: 'p' },
    cmd: { id: NOBODY, sha256: '0'.repeat(64) },
    data: { ministry: 'BMX', name: 'X', areas: [], places: [], validFrom: '2027-02-20' },
  });

/** What the query service hands out of a sealed log. */
export const exported = async (place: { readonly store: EventStore; readonly reader: LogReader }): Promise<string> => {
  const { store, reader: log } = place;
  let text = '';
  for await (const piece of (await bundle({ store, log }, { manifest: { kind: 'log' } })).pieces) text += piece;
  return text;
};

/** Appends records, each to its stream, as a service would that believes the rules allowed them. */
export const appendAll = async (store: EventStore, records: readonly string[]): Promise<void> => {
  for (const record of records) {
    const { stream, rev, id, type } = parseRecord(record);
    await store.append(stream, rev - 1, [{ id, type, record }]);
  }
};

interface Files {
  readonly bundle: string;
  readonly policy?: string;
  readonly remember?: string;
}

/** What `beschlussbuch verify` ends with and says, in English. */
export const program = async (files: Files): Promise<{ readonly code: number; readonly said: string }> => {
  const folder = newFolder();
  const written = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const { bundle: text, policy, remember } = files;
  const args = ['verify', written('log.govlog', text), '--lang', 'en'];
  if (policy !== undefined) args.push('--policy', written('policy', policy));
  if (remember !== undefined) args.push('--remember', written('remembered', remember));
  let said = '';
  const code = await run(args, { out: (line) => (said += line), err: (line) => (said += line) });
  return { code, said };
};
