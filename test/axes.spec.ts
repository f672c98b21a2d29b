import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash, parseRecord, writeRecord } from '#evidence';
import fc from 'fast-check';
import { run } from '../apps/auditor/src/run.js';
import { agreementBook, agreementWritten, inForce, reduced } from './agreement.histories.js';
import { bundleOf, checkpointOf, sealed, world } from './bundle.support.js';
import { agreed, BOOK, circulated, decidedFinally, HOUSES, ROUNDS, written } from './matter.histories.js';

const SILENT = '22222222-2222-4222-8222-222222222222';
const FINAL = '33333333-3333-4333-8333-333333333333';
const NOTICED = '88888888-8888-4888-8888-888888888888';
const MAIL = '66666666-6666-4666-8666-666666666666';
const REDUCED = '44444444-4444-4444-8444-444444444444';

const folder = mkdtempSync(join(tmpdir(), 'axes-'));
const path = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const jsonLines = (name: string, records: readonly string[]) => path(name, `${records.join('\n')}\n`);

const round = ROUNDS.first;
const ballot = (seat: string, value: 'CONSENT' | 'OBJECTION') => ({ round, seat, version: 1, value, reason: 'Grund' });

/** A vote by mail: in the house on the 12th, recorded on the 14th, after one that came over the portal. */
const byMail = () =>
  written(MAIL, [
    ...circulated(),
    ['2027-01-13T09:00:00+01:00', 'BMI/REP', 'CastVote', ballot('BMI', 'CONSENT')],
    ['2027-01-14T09:00:00+01:00', 'SEC/A', 'RecordVote', ballot('BMF', 'OBJECTION'), '2027-01-12T09:00:00+01:00'],
  ]);

let records: readonly string[] = [];
let file = '';
let bundle = '';

beforeAll(async () => {
  const matters = await Promise.all([written(SILENT, agreed()), written(FINAL, decidedFinally()), byMail()]);
  const streams = [...agreementBook(), await agreementWritten(REDUCED, reduced()), ...matters];
  records = [...world(), ...streams.flatMap((stream) => stream.records)];
  file = jsonLines('export.jsonl', records);
  bundle = path('log.govlog', await sealed(records));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function beschlussbuch(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await run(args, {
    out: (text) => (said.out += `${text}\n`),
    err: (text) => (said.err += `${text}\n`),
  });
  return { code, ...said };
}

interface Row {
  readonly differences: readonly { readonly aspect: string; readonly of?: string; readonly after?: unknown }[];
  readonly [name: string]: unknown;
}

async function rows(...args: string[]): Promise<readonly Row[]> {
  const { out } = await beschlussbuch(...args, '--json');
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

const revisionsIn = (list: readonly Row[]) => list.flatMap(({ revision, data }) => (data ? [revision] : []));
const indexOf = (stream: string, rev: number): number =>
  records.map((record) => parseRecord(record)).findIndex((record) => record.stream === stream && record.rev === rev);

describe('a bundle', () => {
  it.each([['matter', FINAL] as const, ['agreement', REDUCED] as const])(
    'tells of a %s what the export tells',
    async (kind, id) => {
      for (const command of ['replay', 'explain'])
        expect(await beschlussbuch(command, bundle, `--${kind}`, id)).toEqual(
          await beschlussbuch(command, file, `--${kind}`, id),
        );
      expect(await beschlussbuch('replay', bundle)).toEqual(await beschlussbuch('replay', file));
    },
  );

  /** A bundle of part of the log: the rest is withheld by its leaf hash. */
  const hiding = async (name: string, hides: (stream: string, rev: number) => boolean) => {
    const entries = records.map((record) => {
      const { stream, rev } = parseRecord(record);
      return hides(stream, rev) ? { withheld: leafHash(record) } : { record };
    });
    return path(name, await bundleOf(entries, [await checkpointOf(records)]));
  };

  it('that hides the rule book is replayed, and says what could not be decided again', async () => {
    const hidden = await hiding('no-book.govlog', (stream) => stream.startsWith('rulebook-'));
    const { code, out } = await beschlussbuch('replay', hidden, '--matter', FINAL);
    expect(code).toBe(3);
    expect(out).toContain('fehlt das Regelbuch');
    expect(out).not.toContain('WEICHT AB');
  });

  it('that hides a record of the matter shows what stands before it, and says that the rest is not shown', async () => {
    const hidden = await hiding('gap.govlog', (stream, rev) => stream === `matter-${FINAL}` && rev === 6);
    const { code, out } = await beschlussbuch('replay', hidden, '--matter', FINAL);
    expect(code).toBe(3);
    expect(out).toContain('#5 ');
    expect(out).not.toContain('#7 ');
    expect(out).toContain('Ab Eintrag #6 fehlen');
    expect((await beschlussbuch('redecide', hidden, '--rulebook', book('same', BOOK), '--matter', FINAL)).code).toBe(3);
  });

  it('that hides records of a matter lists it with a mark, and what hides its beginning without title and phase', async () => {
    const gap = await hiding('gap.govlog', (stream, rev) => stream === `matter-${FINAL}` && rev === 6);
    const { code, out } = await beschlussbuch('replay', gap);
    expect(code).toBe(3);
    expect(out).toMatch(
      new RegExp(`${FINAL}  ROUND_OPEN  Registerportal\n  Ab Eintrag #6 fehlen in der Datei Einträge`),
    );
    const tail = await hiding('tail.govlog', (stream, rev) => stream === `matter-${FINAL}` && rev === 0);
    const unknown = await beschlussbuch('replay', tail, '--lang', 'en');
    expect(unknown.code).toBe(3);
    expect(unknown.out).toContain(`${FINAL}  The bundle does not hold this matter or agreement from its beginning`);
    expect(await rows('replay', tail)).toContainEqual({ matter: FINAL, hiddenFrom: 0 });
  });

  it('that hides the beginning allows no conclusion', async () => {
    const hidden = await hiding('tail.govlog', (stream, rev) => stream === `matter-${FINAL}` && rev === 0);
    const { code, err } = await beschlussbuch('replay', hidden, '--matter', FINAL);
    expect(code).toBe(3);
    expect(err).toContain('nicht von ihrem Anfang an');
  });

  it('with a line that is none is refused with its number', async () => {
    const broken = path('broken.govlog', readFileSync(bundle, 'utf8').replace('#sum ', '#some '));
    const { code, err } = await beschlussbuch('replay', broken);
    expect(err).toMatch(/^Zeile \d+: .*kein Eintrag/);
    expect(code).toBe(4);
    expect((await beschlussbuch('replay', path('head.govlog', '#govlog 1\n#manifest {}\n'))).code).toBe(4);
  });
});

describe('a command of which the log holds the beginning only', () => {
  const isOf = (id: string) => (record: string) => parseRecord(record).stream === `matter-${id}`;
  /** The matter that ends with its final decision, without the enactment, and what stands before and behind it. */
  const parts = () => {
    const half = records.filter(isOf(FINAL)).slice(0, -1);
    return {
      half,
      before: records.filter((one) => !isOf(FINAL)(one) && !isOf(MAIL)(one)),
      after: records.filter(isOf(MAIL)),
    };
  };
  const explained = (source: string, ...more: string[]) =>
    beschlussbuch('explain', source, '--matter', FINAL, '--lang', 'en', ...more);

  it('deviates where records of other streams follow, in a bundle as in an export, whatever place is asked for', async () => {
    const { half, before, after } = parts();
    const log = [...before, ...half, ...after];
    const begun = path('begun.govlog', await sealed(log));
    for (const source of [begun, jsonLines('begun.jsonl', log)])
      for (const more of [[], ['--at', `revision:${half.length - 1}`], ['--at', '2027-03-18']]) {
        const { code, out } = await explained(source, ...more);
        expect(out).toContain(`#${half.length - 1}  FinalDecisionTaken: DEVIATES`);
        expect(code).toBe(2);
      }
  });

  it('deviates where its stream goes on, whatever is hidden behind it', async () => {
    const { half, before, after } = parts();
    const id = randomUUID();
    const said = { seat: 'BMF', text: 'Standpunkt' };
    const last = parseRecord(half.at(-1) ?? '');
    const statement = {
      ...last,
      id,
      rev: half.length,
      type: 'StatementRecorded',
      cmd: { ...last.cmd, id },
      data: said,
    };
    const [next = '', ...others] = after;
    const log = [...before, ...half, next, writeRecord(statement), ...others];
    const hiding = async (name: string, isHidden: (record: string) => boolean) => {
      const entries = log.map((record) => (isHidden(record) ? { withheld: leafHash(record) } : { record }));
      return explained(path(name, await bundleOf(entries, [await checkpointOf(log)])));
    };
    const { code, out } = await hiding('goes-on.govlog', (record) => record === next);
    expect(out).toContain(`#${half.length - 1}  FinalDecisionTaken: DEVIATES`);
    expect(code).toBe(2);
    // Where more may follow behind it, that comes before what deviates.
    const open = await hiding('goes-further.govlog', isOf(MAIL));
    expect(open.out).toContain(`#${half.length - 1}  FinalDecisionTaken: DEVIATES`);
    expect(open.code).toBe(3);
  });

  it('is as recorded where a signed log ends with it, and deviates where an export does', async () => {
    const { half, before } = parts();
    const log = [...before, ...half];
    const { code, out } = await explained(path('ending.govlog', await sealed(log)));
    expect(out).toContain('FinalDecisionTaken: decided again, the same');
    expect(code).toBe(0);
    expect((await explained(jsonLines('ending.jsonl', log))).code).toBe(2);
  });

  it('is not decided again where the place behind it is hidden, or the file is cut off there', async () => {
    const { half, before, after } = parts();
    const log = [...before, ...half, ...after];
    const [next = ''] = after;
    const entries = log.map((record) => (record === next ? { withheld: leafHash(record) } : { record }));
    const checkpoint = await checkpointOf(log);
    const whole = await bundleOf(
      log.map((record) => ({ record })),
      [checkpoint],
    );
    const last = half.at(-1) ?? '';
    for (const source of [
      path('behind.govlog', await bundleOf(entries, [checkpoint])),
      path('cut.govlog', whole.slice(0, whole.indexOf(last) + last.length + 1)),
    ]) {
      const { code, out } = await explained(source);
      expect(out).toContain('FinalDecisionTaken: not decided again, for the file hides what follows at once');
      expect(code).toBe(3);
    }
  });
});

describe('a bundle that hides what may be the end of a matter', () => {
  const isOf = (id: string) => (record: string) => parseRecord(record).stream === `matter-${id}`;
  const lastOf = (id: string): number => records.filter(isOf(id)).length - 1;
  /** Where in the log the first of these records stands. */
  const placeOf = (isIt: (record: string) => boolean): number => records.findIndex(isIt);
  const withholding = async (isHidden: (record: string) => boolean, manifest?: Parameters<typeof bundleOf>[2]) => {
    const entries = records.map((record) => (isHidden(record) ? { withheld: leafHash(record) } : { record }));
    return path('tail.govlog', await bundleOf(entries, [await checkpointOf(records)], manifest));
  };
  /** Those from the sixth on. */
  const isTail = (record: string) => isOf(SILENT)(record) && parseRecord(record).rev > 5;

  it.each([
    ['de', 'Hinter Eintrag #5 verbirgt die Datei Einträge; ob welche davon hierher gehören, ist nicht bekannt.'],
    ['en', 'Behind record #5 the file hides records; whether any of them belong here is not known.'],
  ])('is replayed, explained and compared as far as it goes, and says that more may follow: %s', async (lang, said) => {
    const file = await withholding(isTail);
    const named = ['--matter', SILENT, '--lang', lang];
    for (const call of [
      ['replay', file],
      ['explain', file],
      ['diff', file, 'revision:1', '2027-06-01'],
    ]) {
      const { code, out } = await beschlussbuch(...call, ...named);
      expect(out).toContain(`\n${said}\n`);
      expect(code).toBe(3);
    }
    const list = await beschlussbuch('replay', file, '--lang', lang);
    expect(list.out).toMatch(new RegExp(`^${SILENT}  ROUND_OPEN  .*\n  ${said}$`, 'm'));
    expect(list.code).toBe(3);
    const call = ['redecide', file, '--rulebook', book('same', BOOK), '--matter', SILENT, '--lang', lang];
    const { code, out } = await beschlussbuch(...call);
    expect(out).toContain(`\n  ? ${said}\n`);
    expect(code).toBe(3);
  });

  it('says the same to programs', async () => {
    const file = await withholding(isTail);
    const mayGoOn = { after: 5, promised: false };
    expect(await rows('replay', file, '--matter', SILENT)).toContainEqual({ mayGoOn });
    expect(await rows('replay', file)).toContainEqual(expect.objectContaining({ matter: SILENT, mayGoOn }));
    expect(await rows('redecide', file, '--rulebook', book('same', BOOK), '--matter', SILENT)).toContainEqual({
      ...{ matter: SILENT, mayGoOn },
    });
  });

  it('says nothing of places before what is hidden, nor of a matter that goes on behind it', async () => {
    const file = await withholding((record) => parseRecord(record).stream === 'ministry-BMF');
    for (const id of [SILENT, FINAL])
      expect((await beschlussbuch('replay', file, '--matter', id)).out).not.toContain('Hinter');
    const tail = await withholding(isTail);
    const until = (place: string) => beschlussbuch('replay', tail, '--matter', SILENT, '--at', place);
    for (const place of ['revision:5', `index:${placeOf(isTail) - 1}`]) {
      const { code, out } = await until(place);
      expect(out).not.toContain('Hinter Eintrag');
      expect(code).toBe(0);
    }
    const before = parseRecord(records.find(isTail)!).at;
    // What is recorded at an instant may stand anywhere behind; but what is followed by its next record is complete.
    expect((await until(before)).code).toBe(3);
    expect(await until('2027-01-11T09:30:00+01:00')).toMatchObject({ code: 0 });
    expect((await until(`index:${placeOf(isTail)}`)).code).toBe(3);
  });

  it('takes the word of whoever exported all of one matter, and says that it is one', async () => {
    const others = (record: string) => isOf(FINAL)(record) || isOf(MAIL)(record);
    const file = await withholding(others, { kind: 'stream', stream: `matter-${SILENT}` });
    const { code, out } = await beschlussbuch('replay', file, '--matter', SILENT);
    expect(out).toContain(
      `Hinter Eintrag #${lastOf(SILENT)} lässt die Datei Einträge aus; dass keiner davon hierher gehört`,
    );
    expect(code).toBe(0);
    const english = await beschlussbuch('replay', file, '--matter', SILENT, '--lang', 'en');
    expect(english.out).toContain('that none of them belongs here is the word of whoever exported it.');
    expect(await rows('replay', file, '--matter', SILENT)).toContainEqual({
      ...{ mayGoOn: { after: lastOf(SILENT), promised: true } },
    });
  });
});

describe('a decision that names what it rests on', () => {
  const [SEAT, ADDED] = [randomUUID(), randomUUID()];
  /** A record of the registry: a seat of the body that ended before anything was decided. */
  const ended = (id: string) => {
    const body = records.map((record) => parseRecord(record)).filter(({ stream }) => stream === 'body-DA');
    return writeRecord({
      ...{ ...body.at(-1)!, id, rev: body.length, type: 'SeatEnded', at: '2027-01-05T08:00:00.000Z' },
      ...{ cmd: { id, sha256: '0'.repeat(64) }, data: { body: 'DA', seat: 'BMF', on: '2027-01-05' } },
    });
  };
  /** All records of the matters name these. */
  const resting = (...after: readonly string[]) =>
    records.map((record) => {
      const fields = parseRecord(record);
      return fields.stream.startsWith('matter-') ? writeRecord({ ...fields, after }) : record;
    });
  const isOfMatter = (record: string) => parseRecord(record).stream.startsWith('matter-');
  const hiding = async (log: readonly string[], hidden: string | undefined) => {
    const entries = log.map((record) => (record === hidden ? { withheld: leafHash(record) } : { record }));
    return path('resting.govlog', await bundleOf(entries, [await checkpointOf(log)]));
  };
  const explained = (file: string, ...more: string[]) => beschlussbuch('explain', file, '--matter', FINAL, ...more);

  it.each([
    ['de', 'nicht nachgerechnet, denn in der Datei fehlt ein Eintrag, auf den sich dieser beruft', 'stimmt überein'],
    ['en', 'not decided again, for the file lacks a record that this one names as its basis', 'the same'],
  ])('is not decided again where that is hidden: %s', async (lang, said, confirmed) => {
    const seat = ended(SEAT);
    const log = resting(leafHash(seat));
    const file = await hiding(log.toSpliced(log.findIndex(isOfMatter), 0, seat), seat);
    const { code, out } = await explained(file, '--lang', lang);
    expect(out).toContain(`FinalDecisionTaken: ${said}`);
    expect(out).not.toContain(confirmed);
    expect(code).toBe(3);
    const last = { type: 'FinalDecisionTaken', verdict: 'NOT_RECOMPUTED', lacking: 'NAMED' };
    expect(await rows('replay', file, '--matter', FINAL)).toContainEqual(expect.objectContaining(last));
  });

  it.each([
    ['de', 'Der Eintrag beruft sich auf einen, den es vor ihm nicht gibt.'],
    ['en', 'The record names as its basis one that is not there before it.'],
  ])('deviates where nothing is hidden, and there is no such record before it: %s', async (lang, said) => {
    const seat = ended(SEAT);
    const log = [...resting(leafHash(seat)), seat];
    const file = path('unknown-basis.govlog', await sealed(log));
    const { code, out } = await explained(file, '--lang', lang);
    expect(out).toContain(`FinalDecisionTaken: ${said}\n      ${leafHash(seat)}\n`);
    expect(code).toBe(2);
    expect(await rows('replay', file, '--matter', FINAL)).toContainEqual(
      expect.objectContaining({ type: 'VoteCast', verdict: 'BASIS_UNKNOWN', found: leafHash(seat) }),
    );
    // Of an export nobody promises that it holds everything.
    expect((await explained(jsonLines('unknown-basis.jsonl', log))).code).toBe(3);
  });

  it('is decided again where that is there, be it a version or a round of its own, whatever else is hidden', async () => {
    const known = records.findLast((record) => parseRecord(record).stream === 'body-DA')!;
    const own: string[] = [];
    const log = records.map((record) => {
      if (parseRecord(record).stream !== `matter-${FINAL}`) return record;
      const named = writeRecord({ ...parseRecord(record), after: [leafHash(known), ...own] });
      if (['MatterDrafted', 'RoundOpened'].includes(parseRecord(record).type)) own.push(leafHash(named));
      return named;
    });
    const seat = ended(ADDED).replaceAll('body-DA', 'body-DB');
    const file = await hiding(log.toSpliced(log.findIndex(isOfMatter), 0, seat), seat);
    const { code, out } = await explained(file);
    expect(out).toContain('FinalDecisionTaken: nachgerechnet, stimmt überein');
    expect(out).not.toContain('beruft');
    expect(own).toHaveLength(2);
    // Nothing is hidden behind the last matter of the log.
    expect(code).toBe(0);
  });
});

describe('the time of recording', () => {
  const upTo = (at: string, id = FINAL) => rows('replay', file, '--matter', id, '--at', at);

  it('is an instant, a day until its end, a place in the log, or a revision', async () => {
    const seven = [0, 1, 2, 3, 4, 5, 6];
    expect(revisionsIn(await upTo('2027-01-13T12:00:00+01:00'))).toEqual(seven);
    expect(revisionsIn(await upTo('2027-01-13'))).toEqual(seven);
    expect(revisionsIn(await upTo('revision:6'))).toEqual(seven);
    expect(revisionsIn(await upTo(`index:${indexOf(`matter-${FINAL}`, 6)}`))).toEqual(seven);
  });

  it('ends a day in Berlin, not in Greenwich', async () => {
    // The round is closed at midnight of the 26th in Berlin, which is 23:00 of the 25th in UTC.
    expect(revisionsIn(await upTo('2027-01-25'))).not.toContain(8);
    expect(revisionsIn(await upTo('2027-01-26'))).toContain(8);
  });

  it('at the last place tells what is told without it', async () => {
    const last = parseRecord(records.findLast((record) => record.includes(`matter-${FINAL}`)) ?? '').rev;
    const whole = await beschlussbuch('replay', file, '--matter', FINAL);
    for (const at of [`index:${records.length - 1}`, `revision:${last}`])
      expect(await beschlussbuch('replay', file, '--matter', FINAL, '--at', at)).toEqual(whole);
  });

  it('between the records of one command deviates in nothing', async () => {
    const taken = records.findIndex((record) => record.includes('"FinalDecisionTaken"'));
    const { code, out } = await beschlussbuch('replay', file, '--matter', FINAL, '--at', `index:${taken}`);
    expect(code).toBe(0);
    expect(out).not.toContain('WEICHT AB');
  });

  it('is also the instant that effects are told for', async () => {
    const explained = async (at: string, lang: string) =>
      (await beschlussbuch('explain', file, '--matter', SILENT, '--at', at, '--lang', lang)).out;
    expect(await explained('2027-01-28', 'de')).toContain('  Wirkung: am 2027-01-28 noch keine\n');
    expect(await explained('2027-01-31', 'en')).toContain('  Effect: none yet on 2027-01-31\n');
    expect(await explained('2027-02-01', 'de')).toContain('  Wirkung: IN_FORCE\n');
    expect(await upTo('2027-02-01', SILENT)).toContainEqual(
      expect.objectContaining({ askedFor: '2027-02-01T22:59:59.999Z', changed: ['effect: – → IN_FORCE'] }),
    );
  });

  it('is also the instant that deadlines are told for, and that a passing in silence is held against', async () => {
    const at = (day: string, ...more: string[]) =>
      beschlussbuch('replay', file, '--matter', MAIL, '--at', day, ...more);
    const { code, out } = await at('2027-06-01');
    expect(code).toBe(2);
    const [, standing = ''] = out.split('Stand zu diesem Zeitpunkt: ROUND_OPEN\n');
    expect(standing).toMatch(
      /^ {6}Laufende Fristen: ROUND 2027-01-25T23:00:00.000Z \(verstrichen, nicht aufgezeichnet\)$/m,
    );
    expect(standing).not.toContain('MODE_OBJECTION');
    expect((await at('2027-06-01', '--lang', 'en')).out).toMatch(
      /^ROUND 2027-01-25T23:00:00.000Z: passed, not recorded$/m,
    );
    expect((await beschlussbuch('explain', file, '--matter', MAIL, '--known-on', '2027-06-01')).code).toBe(2);
    // Timers that come a day late are still recorded.
    const patient = await at('2027-01-26');
    expect(patient.code).toBe(0);
    expect(patient.out).toContain('Laufende Fristen: ROUND 2027-01-25T23:00:00.000Z\n');
  });

  it('holds no passing against anybody that was over when it was recorded, until a day after that', async () => {
    const notice = { party: 'BMG', kind: 'EXTRAORDINARY', effectiveOn: '2027-05-06', reason: 'R' } as const;
    const { records: late } = await agreementWritten(NOTICED, [
      ...inForce(),
      ['2027-05-20T10:00:00+02:00', 'SEC/A', 'GiveNotice', notice, '2027-05-05T10:00:00+02:00'],
    ]);
    const basis = [...world(), ...agreementBook().flatMap((one) => one.records)];
    const noticed = path('noticed.govlog', await sealed([...basis, ...late]));
    const at = (day: string) => beschlussbuch('replay', noticed, '--agreement', NOTICED, '--at', day);
    expect((await at('2027-05-20')).code).toBe(0);
    expect((await at('2027-05-21')).code).toBe(2);
  });

  it('holds no passing against anybody that may be recorded in what a bundle hides', async () => {
    const own = (record: string) => parseRecord(record).stream === `matter-${MAIL}`;
    const log = [...records.filter(own), ...records.filter((record) => !own(record))];
    const entries = log.map((record) => (own(record) ? { record } : { withheld: leafHash(record) }));
    const checkpoints = [await checkpointOf(log)];
    const at = async (name: string, text: string) =>
      beschlussbuch('replay', path(name, text), '--matter', MAIL, '--at', '2027-06-01', '--lang', 'en');
    const { code, out } = await at('open.govlog', await bundleOf(entries, checkpoints));
    expect(out).toContain('ROUND 2027-01-25T23:00:00.000Z: passed; whether that was recorded is hidden in the file');
    expect(code).toBe(3);
    // A bundle of one matter promises all of it.
    const named = await at(
      'named.govlog',
      await bundleOf(entries, checkpoints, { kind: 'stream', stream: `matter-${MAIL}` }),
    );
    expect(named.out).toContain('ROUND 2027-01-25T23:00:00.000Z: passed, not recorded');
  });

  it('names no revision that is not there', async () => {
    const { code, err } = await beschlussbuch('replay', file, '--matter', FINAL, '--at', 'revision:999');
    expect(code).toBe(4);
    expect(err).toContain('keinen Eintrag mit dieser Nummer: 999');
  });

  it('shows at every place a beginning of the whole', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(15), async (revision) => {
        const all = revisionsIn(await rows('replay', file, '--matter', FINAL));
        expect(revisionsIn(await upTo(`revision:${revision}`))).toEqual(all.slice(0, revision + 1));
      }),
      { numRuns: 10 },
    ));
});

describe('the time of knowing', () => {
  it('counts a vote from its receipt on, and the time of recording does not', async () => {
    const known = await rows('replay', file, '--matter', MAIL, '--known-on', '2027-01-12');
    expect(known.find(({ revision }) => revision === 6)).toMatchObject({ type: 'VoteCast', tally: { N: 1, Y: 0 } });
    expect(known).toContainEqual({
      knownOn: '2027-01-12T22:59:59.999Z',
      leftOut: [{ revision: 5, type: 'VoteCast', at: '2027-01-13T08:00:00.000Z' }],
      unfolded: [],
    });
    expect(revisionsIn(await rows('replay', file, '--matter', MAIL, '--at', '2027-01-12'))).toEqual([0, 1, 2, 3, 4]);
  });

  it('is told in words, and the rest is still decided again from all that was recorded', async () => {
    const { code, out } = await beschlussbuch(
      'replay',
      file,
      '--matter',
      MAIL,
      '--known-on',
      '2027-01-12',
      '--lang',
      'en',
    );
    expect(code).toBe(0);
    expect(out).toContain('Not known until 2027-01-12T22:59:59.999Z and left out: 1');
    expect(out).toContain('VoteCast: decided again, the same');
  });

  it('may be combined with the time of recording', async () => {
    const both = ['--at', 'revision:5', '--known-on', '2027-01-12'];
    expect(revisionsIn(await rows('replay', file, '--matter', MAIL, ...both))).toEqual([0, 1, 2, 3, 4]);
  });

  it('is also told of lists and explanations', async () => {
    expect((await beschlussbuch('replay', file, '--known-on', '2027-01-12')).out).toContain(`${FINAL}  ROUND_OPEN`);
    const { out } = await beschlussbuch('explain', file, '--agreement', REDUCED, '--known-on', '2027-06-01');
    expect(out).toContain('Parteien: BMAS, BMG, BMDS');
  });

  it('before anything was known is said to be so', async () => {
    const { code, err } = await beschlussbuch('replay', file, '--matter', MAIL, '--known-on', '2026-01-01');
    expect(code).toBe(4);
    expect(err).toContain('noch nichts bekannt');
  });

  it('says what cannot be followed without records that were not known yet', async () => {
    const backdated = records.map((line) => {
      const record = parseRecord(line);
      const isVote = record.stream === `matter-${MAIL}` && record.rev === 6;
      return isVote
        ? writeRecord({ ...record, data: { ...record.data, receivedAt: '2027-01-11T07:30:00.000Z' } })
        : line;
    });
    const early = jsonLines('early.jsonl', backdated);
    const { code, out } = await beschlussbuch(
      'replay',
      early,
      '--matter',
      MAIL,
      '--known-on',
      '2027-01-11T08:45:00+01:00',
    );
    expect(code).toBe(3);
    expect(out).toContain('nicht nachvollziehbar ohne Einträge, die noch nicht bekannt waren: 1');
    const list = await beschlussbuch('replay', early, '--known-on', '2027-01-11T08:45:00+01:00');
    expect(list.code).toBe(3);
    expect(list.out).toContain('nicht nachvollziehbar ohne Einträge, die noch nicht bekannt waren: 1');
  });
});

describe('a letter received before the draft', () => {
  const LETTER = '77777777-7777-4777-8777-777777777777';
  const request = { party: 'BITKOM', level: 'VERBAND', requestedDepth: 'CONSULT' } as const;
  const lone = async () => {
    const [draft] = agreed();
    const at = '2027-01-11T09:00:00+01:00';
    const moves = [draft!, [at, 'SEC/A', 'RequestParticipation', request, '2027-01-05T09:00:00+01:00'] as const];
    return jsonLines('letter.jsonl', (await written(LETTER, moves)).records);
  };

  it.each([
    ['de', 'was ohne ihren Anfang nichts ändert: #1 ParticipationRequested'],
    ['en', 'which changes nothing without its beginning: #1 ParticipationRequested'],
  ])('shows no matter without a name, and is named: %s', async (lang, sentence) => {
    const call = ['replay', await lone(), '--matter', LETTER, '--known-on', '2027-01-06', '--lang', lang];
    const { code, out, err } = await beschlussbuch(...call);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(sentence);
  });

  it('stands in no list, and in the matter once that is drafted', async () => {
    expect((await beschlussbuch('replay', await lone(), '--known-on', '2027-01-06')).out).not.toContain(LETTER);
    const later = await rows('replay', await lone(), '--matter', LETTER, '--known-on', '2027-01-11');
    expect(revisionsIn(later)).toEqual([0, 1]);
  });
});

describe('diff', () => {
  const between = async (from: string, to: string, ...more: string[]) =>
    (await rows('diff', file, from, to, '--matter', FINAL, ...more))[0]?.differences ?? [];

  it('says what changed between two places', async () => {
    const found = await between('2027-01-12', '2027-01-26T12:30:00+01:00');
    expect(found).toContainEqual({ aspect: 'phase', before: 'ROUND_OPEN', after: 'DISSENT' });
    expect(found).toContainEqual({ aspect: 'votes', of: 'BMF', before: 'SILENT', after: 'OBJECTION' });
    expect(found).toContainEqual({ aspect: 'tally', of: 'N', before: 0, after: 2 });
    expect(found).toContainEqual({ aspect: 'outcome', after: 'DISSENT' });
    expect(found.find(({ aspect, of }) => aspect === 'deadlines' && of === 'ROUND')).not.toHaveProperty('after');
    expect(found.map(({ aspect }) => aspect)).not.toContain('electorate');
  });

  it('speaks German and English', async () => {
    const { code, out } = await beschlussbuch('diff', file, 'revision:4', 'revision:5', '--matter', FINAL);
    expect(code).toBe(0);
    expect(out).toContain('Stimme BMDS: SILENT → CONSENT');
    const english = await beschlussbuch('diff', file, 'revision:4', 'revision:5', '--matter', FINAL, '--lang', 'en');
    expect(english.out).toContain('Vote BMDS: SILENT → CONSENT');
  });

  it('says of an agreement parties, shares and notices', async () => {
    const [notice] = await rows('diff', bundle, '2026-12-31', '2027-06-01', '--agreement', REDUCED);
    expect(notice?.differences).toEqual([
      { aspect: 'effect', before: 'NONE', after: 'IN_FORCE' },
      { aspect: 'notices', of: 'BMG', after: 'ORDINARY 2027-12-31' },
      { aspect: 'deadlines', of: 'NOTICE BMG', after: '2027-12-31T23:00:00.000Z' },
    ]);
    const [left] = await rows('diff', bundle, '2027-06-01', '2028-01-01', '--agreement', REDUCED);
    expect(left?.differences).toContainEqual({
      ...{ aspect: 'parties', before: ['BMAS', 'BMG', 'BMDS'], after: ['BMAS', 'BMDS'] },
    });
  });

  it('keeps to what was known', async () => {
    const [late] = await rows('diff', file, 'revision:4', 'revision:6', '--matter', MAIL, '--known-on', '2027-01-12');
    expect(late?.differences).not.toContainEqual(expect.objectContaining({ aspect: 'votes', of: 'BMI' }));
    expect(late?.differences).toContainEqual(expect.objectContaining({ of: 'BMF', after: 'OBJECTION' }));
  });

  it('between a place and itself is empty, and back again the reverse', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(20), fc.nat(20), async (a, b) => {
        const [from, to] = [`revision:${a}`, `revision:${b}`];
        expect(await between(from, from)).toEqual([]);
        const turned = (await between(to, from)).map((one) => ('before' in one ? one.before : undefined));
        expect((await between(from, to)).map(({ after }) => after).sort()).toEqual(turned.sort());
      }),
      { numRuns: 8 },
    ));
});

const book = (name: string, content: object): string => path(`${name}.json`, JSON.stringify(content));
const changed = (how: (track: NonNullable<(typeof BOOK.tracks)['COMMITTEE']>) => object) => ({
  ...BOOK,
  tracks: { ...BOOK.tracks, COMMITTEE: { ...BOOK.tracks.COMMITTEE, ...how(BOOK.tracks.COMMITTEE!) } },
});
const written1 = (...rules: readonly { rule: string; params: object }[]) =>
  changed(() => ({ rules: rules.map((rule) => ({ ...rule, modes: ['WRITTEN'] })) }));

interface Judged {
  readonly type: string;
  readonly compared: readonly { readonly what: string; readonly recorded?: string; readonly found?: string }[];
  readonly doubts: readonly { readonly code: string; readonly subjects: readonly string[] }[];
}

describe('redecide', () => {
  const under = async (content: object, id: string, source = file) =>
    (await rows(
      'redecide',
      source,
      '--rulebook',
      book('other', content),
      '--matter',
      id,
    )) as unknown as readonly Judged[];
  const judgedIn = (list: readonly Judged[], type: string) => list.find((one) => one.type === type);
  const doubtsIn = (list: readonly Judged[]) => list.flatMap(({ doubts }) => doubts.map(({ code }) => code));

  it('under the same rule book deviates in nothing, of matters and agreements alike', async () => {
    for (const source of [file, bundle]) {
      const matters = await beschlussbuch('redecide', source, '--rulebook', book('same', BOOK), '--matter', FINAL);
      expect(matters.out).not.toMatch(/^ {2}[!?]/m);
      expect(matters.out).toMatch(/= Abschließende Entscheidung: TAKEN/);
      expect(matters.code).toBe(0);
      const vv = 'presets/rulebooks/RB-VV-1.0.0.json';
      expect((await beschlussbuch('redecide', source, '--rulebook', vv, '--agreement', REDUCED)).code).toBe(0);
    }
    expect((await beschlussbuch('redecide', file, '--rulebook', book('same', BOOK), '--matter', SILENT)).code).toBe(0);
  });

  it('counts the same votes by another rule', async () => {
    const list = await under(written1({ rule: 'unanimous-express@1', params: {} }), SILENT);
    expect(judgedIn(list, 'ResultEstablished')?.compared).toContainEqual(
      expect.objectContaining({ what: 'OUTCOME', recorded: 'AGREED', found: 'INCOMPLETE' }),
    );
    // What followed the result rests on it.
    expect(judgedIn(list, 'DecisionEnacted')?.doubts).toContainEqual({ code: 'EARLIER_RESULT_DIFFERS', subjects: [] });
  });

  it('counts by the same rule with other parameters', async () => {
    const list = await under(written1({ rule: 'objection-threshold@1', params: { k: 2 } }), FINAL);
    expect(judgedIn(list, 'ResultEstablished')?.compared).toContainEqual(
      expect.objectContaining({ what: 'OUTCOME', recorded: 'DISSENT', found: 'AGREED' }),
    );
  });

  it('computes other periods, and says whose vote came after such an end', async () => {
    const short = changed(() => ({ period: 'PT36H', minPeriod: 'PT24H' }));
    const list = await under(short, FINAL);
    expect(judgedIn(list, 'RoundOpened')?.compared).toContainEqual(
      expect.objectContaining({
        what: 'ROUND',
        recorded: '2027-01-25T23:00:00.000Z',
        found: '2027-01-12T20:00:00.000Z',
      }),
    );
    expect(judgedIn(list, 'ResultEstablished')?.doubts).toContainEqual({
      code: 'VOTES_AFTER_END',
      subjects: ['BMF', 'BMI'],
    });
  });

  it('says who could still have answered in a longer round', async () => {
    const list = await under(
      changed(() => ({ period: 'P21D' })),
      SILENT,
    );
    expect(judgedIn(list, 'ResultEstablished')?.doubts).toContainEqual({
      code: 'LONGER_TO_ANSWER',
      subjects: HOUSES.filter((house) => house !== 'BMDS' && house !== 'BMI'),
    });
  });

  it('knows no final decision where the book has none', async () => {
    const list = await under(
      changed(() => ({ finalDecision: null })),
      FINAL,
    );
    expect(judgedIn(list, 'FinalDecisionTaken')?.compared).toContainEqual(
      expect.objectContaining({ what: 'FINAL_DECISION', recorded: 'TAKEN', found: 'FINAL_DECISION_NOT_ENABLED' }),
    );
    expect(judgedIn(list, 'EscalationExhausted')?.compared[0]).not.toHaveProperty('found');
  });

  it.each([
    ['de', '? ein früheres Ergebnis wäre anders; ob es dazu gekommen wäre, ist offen', 'nachgerechnet', 'bei 1 lässt'],
    ['en', '? an earlier result would differ; whether it had come to this is open', 'computed', 'of 1 not'],
  ])('names as open what followed a final decision that it refuses: %s', async (lang, open, computed, doubtful) => {
    const content = changed(() => ({ finalDecision: null }));
    const call = ['redecide', file, '--rulebook', book('no-final', content), '--matter', FINAL];
    const { code, out } = await beschlussbuch(...call, '--lang', lang);
    expect(code).toBe(2);
    expect(out).toMatch(/^#\d+ {2}FinalDecisionTaken\n {2}!.* TAKEN → FINAL_DECISION_NOT_ENABLED$/m);
    expect(out.slice(out.search(/^#\d+ {2}DecisionEnacted/m))).toContain(`DecisionEnacted\n  ${open}\n`);
    expect(out.split(open)).toHaveLength(2);
    // What the book had nothing to compare with is not counted.
    const compared = (await under(content, FINAL)).filter((one) => one.compared.length > 0);
    expect(out).toContain(`: ${compared.length} ${computed}, 2 `);
    expect(out).toContain(doubtful);
  });

  it('says what it cannot conclude: another track, a rule that nobody can count, a missing calendar, a missing book', async () => {
    expect(doubtsIn(await under({ ...BOOK, bodies: ['ITPLR'] }, FINAL))).toContain('NOT_COVERED');
    expect(doubtsIn(await under(written1({ rule: 'lottery@1', params: {} }), FINAL))).toContain('RULE_UNKNOWN');
    expect(doubtsIn(await under({ ...BOOK, place: 'BONN' }, FINAL))).toContain('CALENDAR_MISSING');
    const alone = jsonLines('alone.jsonl', (await written(FINAL, decidedFinally())).records);
    expect(doubtsIn(await under(BOOK, FINAL, alone))).toContain('PINNED_BOOK_MISSING');
    expect((await beschlussbuch('redecide', alone, '--rulebook', book('same', BOOK))).code).toBe(3);
  });

  it('asks of agreements for rank, signature, backing', async () => {
    const vv = JSON.parse(readFileSync('presets/rulebooks/RB-VV-1.0.0.json', 'utf8')) as { agreement: object };
    const strict = book('strict', {
      ...vv,
      agreement: { ...vv.agreement, consentRank: 'MINISTER', backingRank: 'MINISTER' },
    });
    const { code, out } = await beschlussbuch('redecide', file, '--rulebook', strict, '--agreement', REDUCED);
    expect(code).toBe(2);
    expect(out).toContain('! Zustimmung: GIVEN → MANDATE_INSUFFICIENT');
    expect(out).toContain('! Inkrafttreten: ACTIVATED → BACKING_MISSING BMAS, BMDS, BMG');
    // The first consent that does not suffice leaves open everything after it.
    const [first = '', ...more] = out.split(/^(?=#)/m).slice(1);
    expect(first).not.toContain('?');
    expect(more.every((one) => one.includes('? ein früheres Ergebnis wäre anders'))).toBe(true);
  });

  it.each([
    ['no-json', 'period: P14D', 'Regelbuch kann nicht gelesen werden: JSON'],
    ['no-object', '[]', 'Stelle, verlangt): ., {…}'],
    ['period', JSON.stringify(changed(() => ({ period: '14 Tage' }))), 'tracks.COMMITTEE.period, P14D |'],
    ['track', JSON.stringify({ ...BOOK, tracks: { BUDGET: {} } }), 'tracks.BUDGET, '],
    ['rules', JSON.stringify(changed(() => ({ rules: [{ rule: 'x' }] }))), 'tracks.COMMITTEE.rules[0].modes, […]'],
    ['roles', JSON.stringify({ ...BOOK, roles: undefined }), 'roles, {…}'],
  ])('refuses a malformed rule book at its place: %s', async (name, content, sentence) => {
    const { code, err } = await beschlussbuch('redecide', file, '--rulebook', path(`bad-${name}.json`, content));
    expect(err).toContain(sentence);
    expect(code).toBe(4);
  });

  it('reads every rule book that is shipped', async () => {
    for (const name of ['GGO', 'ITPLR', 'ITZV', 'POLOPS', 'VV', 'VWVFG']) {
      const shipped = `presets/rulebooks/RB-${name}-1.0.0.json`;
      expect([0, 2, 3]).toContain((await beschlussbuch('redecide', file, '--rulebook', shipped)).code);
    }
  });

  it('refuses a rule book that is not there', async () => {
    expect((await beschlussbuch('redecide', file, '--rulebook', join(folder, 'none'))).err).toContain('ENOENT');
  });
});

describe('a call', () => {
  it.each([
    ['replay', 'file', '--at', 'revision:1'],
    ['replay', 'file', '--at', 'index:01'],
    ['replay', 'file', '--known-on', 'index:1'],
    ['diff', 'file', 'revision:1', `--matter=${FINAL}`],
    ['diff', 'file', 'revision:1', 'revision:2'],
    ['diff', 'file', '2027-01-01', '2027-01-02', `--matter=${FINAL}`, '--at=2027-01-01'],
    ['redecide', 'file'],
    ['redecide', 'file', '--rulebook=b', '--known-on=2027-01-01'],
    ['replay', 'file', '--rulebook=b'],
  ])('that is wrong ends with 64 and names the help: %s %s %s %s', async (...args) => {
    const { code, err } = await beschlussbuch(...args.filter((arg) => typeof arg === 'string'));
    expect(code).toBe(64);
    expect(err).toContain('beschlussbuch --help');
  });
});
