import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decide,
  type Erasable,
  erasedIn,
  evolve,
  explanationOf,
  type Matter,
  matter,
  type MatterCommand,
  type MatterEvent,
  recount,
  type Recorded,
  statusOf,
  tallyOf,
} from '#domain';
import { digestsIn, parseRecord, sealData, writeRecord } from '#evidence';
import fc from 'fast-check';
import { run } from '../apps/auditor/src/run.js';
import { facts, step } from '../libs/domain/test/course.js';
import { choices, play } from '../libs/domain/test/histories.js';
import { basis, decidedFinally, written } from './matter.histories.js';

const MUCH_LATER = '2099-01-01T10:00:00.000Z';
const legalGround = { type: 'LAW', reference: 'Art. 17 DSGVO' } as const;

type Event = Recorded<MatterEvent>;
const fold = (history: readonly Event[]): Matter =>
  history.reduce((state, event) => evolve(matter, state, event), matter.initial);

/** The history as the log holds it: every erasable value is a digest. */
function sealed(history: readonly Event[]): {
  readonly history: readonly Event[];
  readonly digests: readonly string[];
} {
  const digests: string[] = [];
  const events = history.map((event) => {
    const { data, disclosures } = sealData(event.data, matter.erasable[event.type] ?? []);
    digests.push(...disclosures.map(({ digest }) => digest));
    return { ...event, data } as unknown as Event;
  });
  return { history: events, digests };
}

/** What is told about results: everything but the words. */
function told(state: Matter): unknown {
  const { positions, ...explanation } = explanationOf(state);
  return {
    explanation,
    positions: positions.map(({ reason: _, ...position }: { readonly reason?: Erasable }) => position),
    status: statusOf(state, MUCH_LATER),
    tallies: state.rounds.map(({ id }) => tallyOf(state, id)),
  };
}

const requested = step(
  'RequestErasure',
  { erasure: 'x1', person: 'BMF/REP', legalGround },
  { by: 'DSB/1', at: MUCH_LATER },
);
const approvedOf = (digests: readonly string[]) =>
  step('ApproveErasure', { erasure: 'x1' }, { by: 'REG/1', at: MUCH_LATER, facts: { digests } });

function further(history: readonly Event[], command: MatterCommand): readonly Event[] {
  const { person: sub, function: role } = command.meta.actor;
  const events = decide(matter, command, fold(history)).map((event, index): Event => ({
    ...event,
    entry: { at: command.meta.now, revision: history.length + index, by: { sub, org: 'BMI', role }, commandId: 'c' },
  }));
  return [...history, ...events];
}

/** Only what is over can be erased: an open matter is withdrawn, a decision in force expires. */
function over(history: readonly Event[]): readonly Event[] {
  const { phase, endedAt, lead } = fold(history);
  const at = '2060-01-01T10:00:00.000Z';
  if (endedAt !== undefined) return history;
  if (phase !== 'ENACTED') return further(history, step('WithdrawMatter', { reason: 'x' }, { by: `${lead}/REF`, at }));
  const entry = { at, revision: history.length, by: { sub: 'system', org: 'SYSTEM', role: 'SYSTEM' }, commandId: 'c' };
  return [...history, { type: 'DecisionExpired', data: { validUntil: '2059-12-31' }, entry }];
}

describe('in every history', () => {
  it('words change nothing that is told, so erasing them does not either (I13)', () => {
    fc.assert(
      fc.property(choices, fc.infiniteStream(fc.boolean()), (chosen, coins) => {
        const { history } = play(chosen);
        if (fold(history).phase === 'NONE') return;
        const log = sealed(history);
        expect(told(fold(log.history))).toEqual(told(fold(history)));
        const gone = log.digests.filter(() => coins.next().value);
        const ended = over(log.history);
        const erased = further(further(ended, requested), approvedOf(gone));
        // Only added to: every record, and with it every proof, is what it was.
        expect(erased.slice(0, ended.length)).toEqual(ended);
        expect(told(fold(erased))).toEqual(told(fold(ended)));
        expect([...erasedIn(fold(erased)).digests.keys()]).toEqual(gone);
      }),
      { numRuns: 25 },
    );
  });

  it('every result is counted again from records whose words are gone', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        const log = sealed(play(chosen).history).history;
        for (const event of log) {
          if (event.type !== 'ResultEstablished') continue;
          const before = fold(log.slice(0, event.entry.revision));
          expect(recount(before, event.data, facts.hash)).toStrictEqual(event.data);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('an auditor with a matter whose words are gone', () => {
  const ID = '33333333-3333-4333-8333-333333333333';
  const OTHER = '44444444-4444-4444-8444-444444444444';
  const folder = mkdtempSync(join(tmpdir(), 'erased-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function replayed(name: string, lines: readonly string[]): Promise<string> {
    const file = join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    let out = '';
    const code = await run(['replay', file, '--matter', ID], {
      out: (text) => (out += `${text}\n`),
      err: (text) => (out += `${text}\n`),
    });
    expect(code).toBe(0);
    return out;
  }

  it('replays it, decides it again and finds every result as before', async () => {
    const basics = basis().flatMap(({ records }) => records);
    const { records } = await written(ID, [
      ...decidedFinally(),
      ['2027-12-01T10:00:00+01:00', 'SEC/A', 'EndDecision', { kind: 'REVOKED', by: OTHER, reason: 'überholt' }],
      ['2058-01-02T10:00:00+01:00', 'DSB/1', 'RequestErasure', { erasure: ID, person: 'BMF/REP', legalGround }],
      ['2058-01-03T10:00:00+01:00', 'REG/1', 'ApproveErasure', { erasure: ID }],
    ]);
    const digests = records.flatMap((record) => digestsIn(parseRecord(record).data));
    expect(digests.length).toBeGreaterThan(5);
    const last = parseRecord(records.at(-1) ?? '');
    const erasing = writeRecord({ ...last, data: { ...last.data, digests } });
    const before = await replayed('before.jsonl', [...basics, ...records.slice(0, -2)]);
    const after = await replayed('after.jsonl', [...basics, ...records.slice(0, -1), erasing]);
    expect(before).toContain('FinalDecisionTaken: nachgerechnet, stimmt überein');
    // Two more events show the same tally twice more.
    const results = (text: string) =>
      new Set(text.split('\n').filter((line) => /nachgerechnet|Auszählung|phase:/.test(line)));
    expect(results(after)).toEqual(results(before));
    expect(after).toContain('ValuesErased');
    expect(after).not.toContain('abweichend');
  });
});
