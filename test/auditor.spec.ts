import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leafHash, parseRecord, writeRecord } from '#evidence';
import fc from 'fast-check';
import { run } from '../apps/auditor/src/run.js';
import { agreementBook, agreementWritten, drafted, expired, reduced } from './agreement.histories.js';
import { bundleOf, checkpointOf, sealed, world } from './bundle.support.js';
import { agreed, circulated, decidedFinally, decidedOnVersion2, HOUSES, ROUNDS, written } from './matter.histories.js';

const SILENT = '22222222-2222-4222-8222-222222222222';
const FINAL = '33333333-3333-4333-8333-333333333333';

const REDUCED = '44444444-4444-4444-8444-444444444444';
const EXPIRED = '55555555-5555-4555-8555-555555555555';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const PROGRAM = ['--conditions=source', '--import', path('./typescript.js'), path('../apps/auditor/src/main.ts')];

const agreements = () => Promise.all([agreementWritten(REDUCED, reduced()), agreementWritten(EXPIRED, expired())]);

const folder = mkdtempSync(join(tmpdir(), 'auditor-'));
const file = join(folder, 'export.jsonl');
let lines: readonly string[] = [];

beforeAll(async () => {
  const matters = [await written(SILENT, agreed()), await written(FINAL, decidedFinally())];
  const streams = [...agreementBook(), ...(await agreements()), ...matters];
  lines = [...world(), ...streams.flatMap(({ records }) => records)];
  writeFileSync(file, `${lines.join('\n')}\n`);
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

/** Another export beside the good one. */
function exported(name: string, content: string | Uint8Array | readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, Array.isArray(content) ? `${content.join('\n')}\n` : (content as string | Uint8Array));
  return path;
}

/** The good export with the data of the first event of a type changed, well-formed as a record. */
function forged(type: string, change: (data: Record<string, unknown>) => object): string {
  const at = lines.findLastIndex((line) => parseRecord(line).type === type);
  const record = parseRecord(lines[at] ?? '');
  const data = change({ ...record.data });
  return exported('forged.jsonl', lines.with(at, writeRecord({ ...record, data })));
}

describe('replay', () => {
  it('lists the matters of an export and asks to name one', async () => {
    const { code, out } = await beschlussbuch('replay', file);
    expect(code).toBe(0);
    expect(out).toContain(`${FINAL}  ENACTED  Registerportal`);
    expect(out).toContain('--matter');
  });

  it('reads a bundle as an export', async () => {
    const bundle = exported('log.govlog', await sealed(lines));
    const named = ['--matter', FINAL];
    expect(await beschlussbuch('replay', bundle, ...named)).toEqual(await beschlussbuch('replay', file, ...named));
    expect(await beschlussbuch('explain', bundle, ...named)).toEqual(await beschlussbuch('explain', file, ...named));
  });

  it('shows a matter event by event: who, what changed, electorate, tally, deadlines, allowed next', async () => {
    const { code, out } = await beschlussbuch('replay', file, '--matter', FINAL);
    expect(code).toBe(0);
    expect(out).toContain('phase: ROUND_CLOSED → DISSENT');
    expect(out).toContain(`Stimmberechtigt: ${HOUSES.join(', ')}`);
    expect(out).toContain('Auszählung: E 7, Y 1, N 2, A 0, S 4, V 0, C 0 (consensus-silence@1) DISSENT');
    expect(out).toContain('ROUND 2027-01-25T23:00:00.000Z');
    expect(out).toMatch(/Nächste Schritte: .*CastVote/);
  });

  it('decides every result and every final decision again', async () => {
    const { out } = await beschlussbuch('replay', file, '--matter', FINAL);
    expect(out).toContain('ResultEstablished: nachgerechnet, stimmt überein');
    expect(out).toContain('FinalDecisionTaken: nachgerechnet, stimmt überein');
  });

  it('stops at an instant of recording', async () => {
    const { out } = await beschlussbuch('replay', file, '--matter', FINAL, '--at', '2027-01-13T12:00:00+01:00');
    expect(out.match(/^#\d+ {2}2027-/gm)).toHaveLength(7);
  });

  it('speaks JSON, one line per event and finding, and English', async () => {
    const { out } = await beschlussbuch('replay', file, '--matter', SILENT, '--json');
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(rows[9]).toMatchObject({ type: 'DecisionEnacted', phase: { before: 'AGREED', after: 'ENACTED' } });
    expect(rows.slice(10)).toContainEqual({ revision: 8, type: 'ResultEstablished', verdict: 'CONFIRMED' });
    expect(rows.slice(10).every((row) => 'verdict' in row && row.verdict === 'CONFIRMED')).toBe(true);
    expect((await beschlussbuch('replay', file, '--matter', SILENT, '--lang', 'en')).out).toContain('Electorate:');
  });

  it('runs as a program', () => {
    const { status, stdout } = spawnSync(process.execPath, [...PROGRAM, 'replay', file], { encoding: 'utf8' });
    expect(stdout).toContain(FINAL);
    expect(status).toBe(0);
  });
});

describe('the program, where an output fails,', () => {
  /** Takes nothing: whoever writes is told that there is no room. */
  const FULL = openSync('/dev/full', 'w');
  afterAll(() => closeSync(FULL));
  const called = (out: number | 'ignore', err: number | 'ignore', ...args: string[]) =>
    spawnSync(process.execPath, [...PROGRAM, ...args], { stdio: ['ignore', out, err] }).status;
  /** Whoever reads it has closed the pipe before anything was written. */
  const unread = async (...args: string[]) => {
    const child = spawn(process.execPath, [...PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.destroy();
    const [code] = (await once(child, 'exit')) as [number];
    return code;
  };

  it('ends with the code of what was wrong, also where nobody hears it', () => {
    expect(called('ignore', FULL, 'verify', '--bogus')).toBe(64);
    expect(called('ignore', FULL, 'replay', join(folder, 'nowhere'))).toBe(4);
  });

  it('ends with the code of what it found, also where nobody reads it', async () => {
    const { records } = await written(FINAL, decidedFinally());
    const entries = records.map((record, at) => (at === 0 ? { withheld: leafHash(record) } : { record }));
    const beginning = exported('beginning.govlog', await bundleOf(entries, [await checkpointOf(records)]));
    expect(called(FULL, 'ignore', 'replay', beginning)).toBe(3);
    expect(await unread('replay', beginning)).toBe(3);
  });

  it('is content with a reader who has seen enough, and not with a disk that has no room', async () => {
    expect(await unread('replay', file)).toBe(0);
    expect(called(FULL, 'ignore', 'replay', file)).toBe(3);
  });
});

describe('explain', () => {
  it('says by which conditions a result came about and which record each vote is', async () => {
    const { code, out } = await beschlussbuch('explain', file, '--matter', SILENT);
    expect(code).toBe(0);
    expect(out).toContain('Ergebnis: AGREED');
    expect(out).toContain('+ no-objection: 0 = 0, erfüllt');
    expect(out).toMatch(/BMI: CONSENT {2}\(Eintrag #6\)/);
    expect(out).toContain('Zustimmung durch Schweigen: AA, BMAS, BMF, BMG, BMVg');
  });

  it('names legal basis, dissent and answers of a final decision', async () => {
    const { out } = await beschlussbuch('explain', file, '--matter', FINAL);
    expect(out).toContain('verfehlt um 2');
    expect(out).toMatch(/Rechtsgrundlage: ORGANISATION_DECREE Organisationserlass/);
    expect(out).toContain('Ohne Einvernehmen von: BMF, BMI');
    expect(out).toContain('Beantwortete Widersprüche: BMF, BMI');
  });
});

describe('explain of a final decision on another version than the one voted on', () => {
  const AMENDED = '66666666-6666-4666-8666-666666666666';
  let path = '';
  let types: readonly string[] = [];
  const record = (type: string, place = -1) => types.flatMap((one, rev) => (one === type ? [rev] : [])).at(place) ?? -1;
  const explained = async (...more: string[]) =>
    (await beschlussbuch('explain', path, '--matter', AMENDED, ...more)).out;

  beforeAll(async () => {
    const { records } = await written(AMENDED, decidedOnVersion2());
    types = records.map((line) => parseRecord(line).type);
    path = exported('version2.jsonl', [...world(), ...records]);
  });

  it('names both versions, who decided, who is bound, and the record behind each', async () => {
    const out = await explained();
    expect(out).toMatch(/^Abgestimmte Fassung: 1 \(SHA-256 [0-9a-f]{64}\) {2}\(Eintrag #0\)$/m);
    expect(out).toContain(`Ergebnis: DISSENT  (Eintrag #${record('ResultEstablished')})`);
    expect(out).toContain(`Regel: consensus-silence@1  (Eintrag #${record('RoundOpened')})`);
    expect(out).toContain(`Regelbuch: RB-POLOPS@1.0.0  (Eintrag #${record('ProcedureOpened')})`);
    expect(out).toContain('angenommen: rulebook-RB-POLOPS Eintrag #2');
    const ladder = ['LevelOpened', 'AttemptRecorded', 'LevelClosed'].map((type) => `#${record(type, 0)}`).join(', ');
    expect(out).toContain(`Ebene: DIRECTORATE NOT_AGREED  (Einträge ${ladder})`);
    expect(out).toContain(`Eskalation ausgeschöpft  (Eintrag #${record('EscalationExhausted')})`);
    const final = record('FinalDecisionTaken');
    expect(out).toContain(`Abschließende Entscheidung: BMDS, STATE_SECRETARY  (Eintrag #${final})`);
    expect(out).toMatch(/Zuständigkeit nach: \S+ \(RB-POLOPS@1\.0\.0\)/);
    expect(out).toMatch(new RegExp(`^Beschluss: DA-2027-\\S+ {2}\\(Eintrag #${record('DecisionEnacted')}\\)$`, 'm'));
    expect(out.match(/^ {2}Fassung: 2 \(SHA-256 [0-9a-f]{64}\)$/gm)).toHaveLength(2);
    expect(out).toContain(`Bindet: ${HOUSES.join(', ')}`);
    expect(out).toContain('Wirksam ab: 2027-03-18');
  });

  it('says the same in English and as JSON', async () => {
    const out = await explained('--lang', 'en');
    expect(out).toMatch(/^Version voted on: 1 /m);
    expect(out).toContain(`Final decision: BMDS, STATE_SECRETARY  (record #${record('FinalDecisionTaken')})`);
    expect(out).toMatch(/^ {2}Binds: AA, /m);
    expect(JSON.parse((await explained('--json')).split('\n')[0] ?? '')).toMatchObject({
      ...{ version: { no: 1, revision: 0 }, revision: record('ResultEstablished') },
      finalDecision: { decider: 'BMDS', version: 2, revision: record('FinalDecisionTaken') },
      decision: { version: 2, binds: HOUSES, revision: record('DecisionEnacted') },
    });
  });
});

describe('an agreement', () => {
  const told = (...args: string[]) => beschlussbuch(args[0] ?? '', file, '--agreement', ...args.slice(1));

  it('is listed beside the matters, and replayed by the same steps', async () => {
    expect((await beschlussbuch('replay', file)).out).toContain(`${REDUCED}  REDUCED  Gemeinsame Geschäftsstelle`);
    const { code, out } = await told('replay', REDUCED);
    expect(code).toBe(0);
    expect(out).toContain('phase: CONCLUDED → SIGNED');
    expect(out).toContain('NOTICE BMG 2027-12-31T23:00:00.000Z');
    expect(out).toMatch(/Nächste Schritte: .*GiveNotice/);
    expect(out).not.toContain('Stimmberechtigt');
  });

  it('is decided again where it entered into force, a party left, or its term ended', async () => {
    const { out } = await told('replay', REDUCED);
    expect(out).toContain('AgreementActivated: nachgerechnet, stimmt überein');
    expect(out).toContain('AgreementSigned: nachgerechnet, stimmt überein');
    expect(out).toContain('PartyLeft: nachgerechnet, stimmt überein');
    expect((await told('replay', EXPIRED)).out).toContain('AgreementExpired: nachgerechnet, stimmt überein');
  });

  it('deviates where a record says what the rules do not', async () => {
    const share = forged('FundingRevisionRequired', () => ({ openShareBp: 1 }));
    expect(await beschlussbuch('replay', share, '--agreement', REDUCED)).toMatchObject({ code: 2 });
    const backing = forged('BackingDeclared', (data) => ({ ...data, rank: 'DESK' }));
    const { code, out } = await beschlussbuch('explain', backing, '--agreement', EXPIRED);
    expect(code).toBe(2);
    expect(out).toContain('BACKING_MISSING');
  });

  it('is not decided again without the rule book and the houses', async () => {
    const [{ records }] = await agreements();
    const { code, out } = await beschlussbuch('replay', exported('va.jsonl', records), '--agreement', REDUCED);
    expect(code).toBe(3);
    expect(out).toContain('AgreementActivated: nicht nachgerechnet');
    expect(out).not.toContain('stimmt überein');
  });

  it('is explained by the records that bind each house', async () => {
    const { out } = await told('explain', REDUCED, '--lang', 'en');
    expect(out).toContain('Parties: BMAS, BMDS');
    expect(out).toMatch(/BMDS: AgreementSigned {2}\(record #\d+\) STATE_SECRETARY, ADVANCED/);
    expect(out).toContain('Rule: all-parties-consent@1');
    expect(out).toMatch(/Rule book: RB-VV@1\.0\.0 {2}\(record #1\); adopted: rulebook-RB-VV record #2/);
    expect(out).toMatch(/Version in force from: 2027-01-01 {2}\(record #\d+\)/);
    expect(out).toMatch(/Notice: BMG ORDINARY 2027-12-31 {2}\(record #\d+\)/);
    expect(out).toMatch(/Left: BMG 2027-12-31; remaining BMAS, BMDS {2}\(record #\d+\)/);
    expect(out).toMatch(/Open share: 3500 bp {2}\(record #\d+\)/);
    expect(out).toContain('BMG 2027: 3500 bp');
    const { out: past } = await told('explain', EXPIRED, '--json', '--at', '2027-06-01T12:00:00+02:00');
    expect(JSON.parse(past.split('\n')[0] ?? '')).toMatchObject({ phase: 'IN_FORCE', marks: ['BACKING_WITHDRAWN'] });
  });

  it('that is only a draft is explained as well', async () => {
    const streams = [...agreementBook(), await agreementWritten(REDUCED, drafted())];
    const draft = exported('draft.jsonl', [...world(), ...streams.flatMap(({ records }) => records)]);
    expect((await beschlussbuch('explain', draft, '--agreement', REDUCED)).code).toBe(0);
  });
});

describe('a deviation', () => {
  const CASES: readonly (readonly [string, string, (data: Record<string, unknown>) => object])[] = [
    ['another outcome', 'ResultEstablished', (data) => ({ ...data, outcome: 'INCOMPLETE' })],
    ['another tally', 'ResultEstablished', (data) => ({ ...data, objections: ['BMF'] })],
    ['another grant', 'FinalDecisionTaken', (data) => ({ ...data, grant: 'CG-X' })],
    ['an objection that was not answered', 'FinalDecisionTaken', (data) => ({ ...data, answers: [] })],
    ['an enacted text that was not decided', 'DecisionEnacted', (data) => ({ ...data, textHash: '0'.repeat(64) })],
  ];

  it.each(CASES)('is found: %s', async (_, type, change) => {
    const { code, out } = await beschlussbuch('replay', forged(type, change), '--matter', FINAL);
    // A forged result may make what follows impossible: then the history is broken, which is as loud.
    expect([2, 4]).toContain(code);
    if (code === 2) expect(out).toContain('WEICHT AB');
  });

  it('is no verdict where the rule book is missing: then it says what it could not decide', async () => {
    const { records } = await written(FINAL, decidedFinally());
    const { code, out } = await beschlussbuch('replay', exported('one.jsonl', records), '--matter', FINAL);
    expect(code).toBe(3);
    expect(out).toContain('fehlt das Regelbuch');
  });

  it('is never found in what the rules themselves yielded, whoever votes what in any order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(HOUSES),
        fc.array(fc.constantFrom('CONSENT', 'OBJECTION', 'ABSTENTION', 'NOT_CONCERNED'), {
          minLength: 7,
          maxLength: 7,
        }),
        async (seats, values) => {
          const round = ROUNDS.first;
          const votes = seats.map((seat, index) => {
            const value = values[index] ?? 'CONSENT';
            const data = { round, seat, version: 1, value, reason: 'Grund' } as const;
            return ['2027-01-12T09:00:00+01:00', `${seat}/REP`, 'CastVote', data] as const;
          });
          const steps = [
            ...circulated(),
            ...votes,
            ['2027-01-26T00:00:00+01:00', 'SEC/A', 'CloseRoundAtDeadline', { round }] as const,
            ['2027-01-26T12:05:00+01:00', 'SEC/A', 'EstablishResult', { round }] as const,
          ];
          const records = [...world(), ...(await written(SILENT, steps)).records];
          const { code, out } = await beschlussbuch('explain', exported('law.jsonl', records), '--matter', SILENT);
          expect(out).toContain('stimmt überein');
          expect(code).toBe(0);
        },
      ),
      { numRuns: 30 },
    ));
});

describe('what is no export', () => {
  const replayed = async (name: string, content: Parameters<typeof exported>[1]) => {
    const answer = await beschlussbuch('replay', exported(name, content), '--matter', FINAL);
    expect(answer.err).not.toMatch(/ at .*:\d+:\d+/);
    return answer;
  };

  it('is refused with the number of the line', async () => {
    const first = lines[0] ?? '';
    const files: readonly (readonly [string | Uint8Array | readonly string[], RegExp])[] = [
      ['hello\n', /^Zeile 1: .*kein Eintrag/],
      [[first, '{}'], /^Zeile 2: .*kein Eintrag/],
      [[first, ` ${lines[1] ?? ''}`], /^Zeile 2: .*NOT_CANONICAL/],
      [new Uint8Array([0xff, 0xfe, 0x00, 0x0a]), /^Zeile 1: .*UTF-8/],
      ['x'.repeat(200_000), /^Zeile 1: .*länger/],
      [lines.toSpliced(8, 1), /^Zeile \d+: Lücke/],
      [[...lines, lines.at(-1) ?? ''], /^Zeile \d+: Lücke/],
      ['[['.repeat(20_000), /^Zeile 1: .*kein Eintrag/],
    ];
    for (const [index, [content, sentence]] of files.entries()) {
      const { code, err } = await replayed(`bad-${index}.jsonl`, content);
      expect(err).toMatch(sentence);
      expect(code).toBe(4);
    }
  });

  it('is refused for an event or a stream that no rule knows', async () => {
    const record = parseRecord(lines.at(-1) ?? '');
    const unknown = writeRecord({ ...record, type: 'constructor', rev: record.rev + 1 });
    expect((await replayed('unknown.jsonl', [...lines, unknown])).err).toContain('Unbekanntes Ereignis: constructor');
    const strange = writeRecord({ ...record, stream: 'toString-1', rev: 0 });
    expect((await replayed('strange.jsonl', [...lines, strange])).err).toContain('Unbekannte Art von Strom');
  });

  it('is refused for an event that does not fit the history', async () => {
    const last = parseRecord(lines.at(-1) ?? '');
    const { data } = parseRecord(lines.at(-2) ?? '');
    const misfit = writeRecord({ ...last, type: 'FinalDecisionTaken', rev: last.rev + 1, data });
    const { code, err } = await replayed('misfit.jsonl', [...lines, misfit]);
    expect(err).toMatch(/passt nicht/);
    expect(code).toBe(4);
  });

  it('ends with a sentence, whatever a record is made to say', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.nat(),
        fc.constantFrom(null, 7, 'x', [], {}, ['x']),
        async (place, member, value) => {
          const at = place % lines.length;
          const record = parseRecord(lines[at] ?? '');
          const names = Object.keys(record.data);
          const data = { ...record.data, [names[member % names.length] ?? 'x']: value };
          const path = exported('fuzzed.jsonl', lines.with(at, writeRecord({ ...record, data })));
          for (const command of ['replay', 'explain']) {
            expect([0, 2, 3, 4]).toContain((await beschlussbuch(command, path, '--matter', FINAL)).code);
          }
        },
      ),
      { numRuns: 150 },
    ));

  it('may not exist, or not hold the matter', async () => {
    expect((await beschlussbuch('replay', join(folder, 'nowhere'))).err).toContain('ENOENT');
    const { code, err } = await beschlussbuch('explain', file, '--matter', ROUNDS.first);
    expect(err).toContain('enthält diese Vorlage');
    expect(code).toBe(4);
  });

  it('cannot steer the terminal', async () => {
    const escape = String.fromCharCode(27);
    const { records } = await written(SILENT, circulated('INTERN', `Titel ${escape}[2J \u202e`));
    const { out } = await beschlussbuch('replay', exported('hostile.jsonl', records));
    expect(out).toContain('\\u001b[2J \\u202e');
    expect(out).not.toContain(escape);
  });
});

describe('whatever a record says', () => {
  /** Orders to the terminal in one byte or two, a turned direction, a sign that takes two units, and a line of its own. */
  const NASTY = '\u001b]0;X\u0007\u009b2J\u202e\u{e0041}\n#0  gefälscht';
  const told = async (...args: string[]) => {
    const { code, out, err } = await beschlussbuch(...args);
    expect(out + err).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(out + err).not.toMatch(/^#0 {2}gefälscht/m);
    return { code, out, err };
  };
  const NAMED = [
    ['matter', FINAL],
    ['agreement', REDUCED],
  ] as const;

  it('in the name of its stream, a list shows it on one line, and gives it to programs as it is', async () => {
    const draft = parseRecord(lines.find((line) => parseRecord(line).type === 'MatterDrafted') ?? '');
    const named = exported('named.jsonl', [writeRecord({ ...draft, rev: 0, stream: `matter-${NASTY}` })]);
    const { code, out } = await told('replay', named);
    expect(out).toMatch(/^\\u001b\]0;X\\u0007\\u009b2J\\u202e\\udb40\\udc41\\u000a#0 {2}.* {2}DRAFT {2}/);
    expect(code).toBe(0);
    const [first = ''] = (await told('replay', named, '--json')).out.split('\n');
    expect(JSON.parse(first)).toMatchObject({ matter: NASTY });
  });

  it('of an instant, a deadline shows it on its line, and gives it to programs as it is', async () => {
    const due = forged('RoundOpened', (data) => ({ ...data, dueAt: `${String(data['dueAt'])}${NASTY}` }));
    const { out } = await told('replay', due, '--matter', FINAL);
    expect(out).toMatch(/Laufende Fristen: .*ROUND 2027-01-25T23:00:00\.000Z\\u001b.*\\u000a#0 {2}gefälscht/);
    const rows = (await told('replay', due, '--matter', FINAL, '--json')).out.split('\n').filter(Boolean);
    const deadlines = rows.flatMap((row) => (JSON.parse(row) as { deadlines?: { dueAt: string }[] }).deadlines ?? []);
    expect(deadlines.some(({ dueAt }) => dueAt.endsWith(NASTY))).toBe(true);
  });

  it.each(NAMED)('wherever it says it, an answer about a %s keeps its lines and its signs', (kind, id) => {
    const END_OF_TEXT = /"(?=[,}\]])/g;
    const own = lines.flatMap((line, at) => {
      const { stream, data } = parseRecord(line);
      return stream === `${kind}-${id}` && JSON.stringify(data).search(END_OF_TEXT) > 0 ? [at] : [];
    });
    return fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.boolean(), async (place, member, isJson) => {
        const at = own[place % own.length] ?? 0;
        const record = parseRecord(lines[at] ?? '');
        const text = JSON.stringify(record.data);
        const ends = [...text.matchAll(END_OF_TEXT)];
        const end = ends[member % ends.length]?.index ?? 0;
        const spoilt = `${text.slice(0, end)}${JSON.stringify(NASTY).slice(1, -1)}${text.slice(end)}`;
        const data = JSON.parse(spoilt) as (typeof record)['data'];
        const nasty = exported('nasty.jsonl', lines.with(at, writeRecord({ ...record, data })));
        for (const command of ['replay', 'explain'])
          await told(command, nasty, `--${kind}`, id, ...(isJson ? ['--json'] : []));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a call', () => {
  it.each([
    [],
    ['replay'],
    ['explain', 'file'],
    ['destroy', 'file'],
    ['replay', 'file', 'more'],
    ['replay', 'file', '--at', 'yesterday'],
    ['replay', 'file', '--lang', 'fr'],
    ['replay', 'file', '--unknown'],
    ['replay', 'file', `--matter=${FINAL}`, `--agreement=${FINAL}`],
  ])('that is wrong ends with 64 and names the help: %s %s %s %s', async (...args) => {
    const { code, err } = await beschlussbuch(...args.filter((arg) => typeof arg === 'string'));
    expect(code).toBe(64);
    expect(err).toContain('beschlussbuch --help');
  });

  it('for help is answered in both languages', async () => {
    expect(await beschlussbuch('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Ende: 0') });
    expect((await beschlussbuch('--help', '--lang', 'en')).out).toContain('Exit: 0');
  });
});
