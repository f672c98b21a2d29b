import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash } from '#evidence';
import { run } from '../apps/auditor/src/run.js';
import { bundleOf, checkpointOf, sealed, world } from './bundle.support.js';

const ID = '33333333-3333-4333-8333-333333333333';

async function beschlussbuch(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const output = { out: (text: string) => (said.out += `${text}\n`), err: (text: string) => (said.err += `${text}\n`) };
  return { code: await run(args, output), ...said };
}

type Both = readonly [de: string, en: string];

const PLACE: Both = [
  'ist kein Tag, kein Zeitpunkt, kein index:N und kein revision:N.',
  'is no day, no instant, no index:N and no revision:N.',
];
const COMMANDS = 'replay, explain, diff, redecide, verify';
const missing = (option: string): Both => [`${option}: der Wert fehlt.`, `${option}: the value is missing.`];
const twice = (option: string): Both => [`${option}: steht mehr als einmal da.`, `${option}: is given more than once.`];
const unnamed: Both = ['Es fehlt --matter ID oder --agreement ID.', 'What is missing: --matter ID or --agreement ID.'];

const GENERAL: readonly (readonly [call: string, de: string, en: string])[] = [
  ['', `Es fehlt ein Befehl: ${COMMANDS}.`, `A command is missing: ${COMMANDS}.`],
  ['destroy f', `"destroy" ist kein Befehl (${COMMANDS}).`, `"destroy" is no command (${COMMANDS}).`],
  ['--json verify f', 'verify muss das erste Wort sein.', 'verify must be the first word.'],
  ['replay', 'replay: es fehlt eine Datei.', 'replay: a file is missing.'],
  ['replay f more', '"more" ist ein Wort zu viel.', '"more" is one word too many.'],
  ['replay f --at 2026-02-30', `--at: "2026-02-30" ${PLACE[0]}`, `--at: "2026-02-30" ${PLACE[1]}`],
  ['replay f --at index:-1', `--at: "index:-1" ${PLACE[0]}`, `--at: "index:-1" ${PLACE[1]}`],
  [
    'replay f --known-on index:1',
    '--known-on: "index:1" ist kein Tag und kein Zeitpunkt.',
    '--known-on: "index:1" is no day and no instant.',
  ],
  ['replay f --at', ...missing('--at')],
  ['replay f --at --json', ...missing('--at')],
  ['replay f --matter=', ...missing('--matter')],
  ['replay f --matter=4711', '--matter: "4711" ist keine Kennung (UUID).', '--matter: "4711" is no id (UUID).'],
  ['replay f --agreement=x', '--agreement: "x" ist keine Kennung (UUID).', '--agreement: "x" is no id (UUID).'],
  [
    `replay f --matter ${ID} --agreement ${ID}`,
    '--matter und --agreement: nur eines von beiden.',
    '--matter and --agreement: only one of both.',
  ],
  [`replay f --matter ${ID} --matter=${ID}`, ...twice('--matter')],
  ['replay f --json --json', ...twice('--json')],
  ['replay f --json=1', '--json: nimmt keinen Wert.', '--json: takes no value.'],
  ['replay f --sure=1', '--sure: diese Option gibt es nicht.', '--sure: there is no such option.'],
  ['replay f -m x', '-m: diese Option gibt es nicht.', '-m: there is no such option.'],
  [
    'replay f --at revision:1',
    'revision:N ist ein Eintrag von etwas, das genannt ist: es fehlt --matter ID oder --agreement ID.',
    'revision:N is a record of something that is named; what is missing: --matter ID or --agreement ID.',
  ],
  ['replay f --rulebook b', '--rulebook: gehört nur zu redecide.', '--rulebook: belongs to redecide alone.'],
  ['explain f', ...unnamed],
  ['diff f 2027-01-01 2027-01-02', ...unnamed],
  [`diff f --matter ${ID}`, 'diff: es fehlen die Stellen A und B.', 'diff: the places A and B are missing.'],
  [`diff f 2027-01-01 --matter ${ID}`, 'diff: es fehlt die Stelle B.', 'diff: the place B is missing.'],
  [`diff f 2027-01-01 x --matter ${ID}`, `B: "x" ${PLACE[0]}`, `B: "x" ${PLACE[1]}`],
  [
    `diff f 2027-01-01 2027-01-02 2027-01-03 --matter ${ID}`,
    '"2027-01-03" ist ein Wort zu viel.',
    '"2027-01-03" is one word too many.',
  ],
  [
    `diff f 2027-01-01 2027-01-02 --matter ${ID} --at 2027-01-01`,
    '--at: gehört nicht zu diff, das seine Stellen A und B nach der Datei nennt.',
    '--at: does not belong to diff, which names its places A and B after the file.',
  ],
  ['redecide f', 'redecide: es fehlt --rulebook BUCH.', 'redecide: --rulebook BOOK is missing.'],
  [
    'redecide f --rulebook b --known-on 2027-01-01',
    '--known-on: gehört nicht zu redecide.',
    '--known-on: does not belong to redecide.',
  ],
];

const VERIFY: typeof GENERAL = [
  ['verify', 'verify: es fehlt ein Bündel.', 'verify: a bundle is missing.'],
  ['verify f g', '"g" ist ein Wort zu viel.', '"g" is one word too many.'],
  ['verify f --threads 9', '--threads: "9" ist keine Zahl von 0 bis 4.', '--threads: "9" is no number from 0 to 4.'],
  [
    'verify f --update',
    '--update: es fehlt --remember, wohin der neue Prüfpunkt zu schreiben ist.',
    '--update: --remember is missing, where the new checkpoint is to be written.',
  ],
  [
    'verify f --remember a --predecessor b',
    '--remember und --predecessor: nur eines von beiden.',
    '--remember and --predecessor: only one of both.',
  ],
  ['verify f --policy', ...missing('--policy')],
  ['verify f --remember=', ...missing('--remember')],
  ['verify f --policy p --policy q', ...twice('--policy')],
  ['verify f --at 2027-01-01', '--at: diese Option gibt es nicht.', '--at: there is no such option.'],
];

describe('a wrong call', () => {
  it.each([...GENERAL, ...VERIFY])('is told in one sentence what is wrong with it: %s', async (call, de, en) => {
    const args = call.split(' ').filter((word) => word !== '');
    const help = `beschlussbuch ${args[0] === 'verify' ? 'verify ' : ''}--help`;
    expect(await beschlussbuch(...args)).toEqual({ code: 64, out: '', err: `${de}\nWie es geht, sagt ${help}\n` });
    // What is said must not hide what is missing at the end of the call.
    expect(await beschlussbuch(...args.slice(0, 1), '--lang', 'en', ...args.slice(1))).toEqual({
      ...{ code: 64, out: '', err: `${en}\nHow it is done: ${help} --lang en\n` },
    });
  });

  it.each([['replay'], ['verify']])('in a language that nobody speaks is answered in German: %s', async (command) => {
    const { code, err } = await beschlussbuch(command, 'f', '--lang', 'fr');
    expect(code).toBe(64);
    expect(err).toMatch(/^--lang: "fr" ist weder de noch en\.\n.*--help\n$/);
  });

  it('cannot steer the terminal, nor fill it', async () => {
    const escape = String.fromCharCode(27);
    const { err } = await beschlussbuch('replay', 'f', '--at', `${escape}[2J${'x'.repeat(500)}`);
    expect(err).toContain('\\u001b[2Jxxx');
    expect(err).not.toContain(escape);
    expect(err.length).toBeLessThan(300);
  });

  it('is not one that asks for help', async () => {
    for (const call of [['--help'], ['verify', '--help']]) {
      expect(await beschlussbuch(...call)).toMatchObject({ code: 0, out: expect.stringContaining('Ende: 0'), err: '' });
      expect((await beschlussbuch(...call, '--lang', 'en')).out).toContain('Exit: 0');
    }
  });
});

describe('a place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usage-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('beyond the end of the file is refused, as a revision is that there is not', async () => {
    const records = world();
    const size = records.length;
    const hidden = records.map((record, at) => (at > 5 ? { withheld: leafHash(record) } : { record }));
    const files = [
      path('export.jsonl', `${records.join('\n')}\n`),
      path('log.govlog', await sealed(records)),
      // What a bundle hides at its end has its places in the log nevertheless.
      path('part.govlog', await bundleOf(hidden, [await checkpointOf(records)])),
    ];
    for (const file of files) {
      expect(await beschlussbuch('replay', file, '--at', `index:${size - 1}`)).toMatchObject({ code: 0, err: '' });
      const beyond = ['replay', file, '--at', `index:${size}`];
      const why = `(Stelle, Zahl der Stellen): ${size}, ${size}.\n`;
      expect(await beschlussbuch(...beyond)).toEqual({
        ...{ code: 4, out: '', err: `Das Protokoll in der Datei endet vor dieser Stelle ${why}` },
      });
      expect((await beschlussbuch(...beyond, '--lang', 'en')).err).toMatch(
        /^The log in the file ends before this place/,
      );
    }
  });
});
