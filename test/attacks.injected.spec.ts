import { parseRecord, writeRecord } from '#evidence';
import { alone, attackedLogs } from './attacks.logs.js';
import { appendAll, exported, FINAL, NOBODY, plainNote, program, SILENT } from './attacks.support.js';
import { basis, BOOK } from './matter.histories.js';

const logs = attackedLogs();

/** What the program says of a log that was sealed with what was appended to the store behind the history. */
async function verdict(more: readonly string[], log = logs.past().log) {
  const { place, one } = await logs.sealed(log);
  await appendAll(place.store, more);
  await one.sealed(BigInt(log.length + more.length));
  return program({ bundle: await exported(place), policy: await alone(place) });
}

/** What a service writes whose hands are not bound by the rules: the record `like`, at the end of its stream. */
const next = (index: number, change: (data: Record<string, unknown>) => object): string => {
  const { log } = logs.past();
  const like = parseRecord(log[index]!);
  const rev = log.filter((record) => parseRecord(record).stream === like.stream).length;
  const cmd = { ...like.cmd, id: NOBODY };
  const at = '2027-03-19T00:00:00.000Z';
  return writeRecord({ ...like, id: NOBODY, rev, cmd, at, data: { ...like.data, ...change({ ...like.data }) } });
};

describe('appended properly to the store, and sealed', () => {
  it('nothing but the truth is proven', async () => {
    expect(await verdict([])).toMatchObject({ code: 0 });
  });

  it('a wrong outcome injected ends with 2 and names the decision', async () => {
    const past = logs.past();
    const result = past.at('ResultEstablished');
    const wrong = next(result, () => ({ outcome: 'AGREED' }));
    const { code, said } = await verdict([wrong]);
    expect(code).toBe(2);
    expect(said).toContain(`DECISION_DEVIATES  #${past.log.length}  matter-${FINAL}@${parseRecord(wrong).rev}`);
  });

  it('a wrong outcome in the place of the right one ends with 2 and names the decision', async () => {
    const past = logs.past();
    const index = past.at('ResultEstablished');
    const upTo = past.changedData('ResultEstablished', (data) => ({ ...data, outcome: 'AGREED' })).slice(0, index + 1);
    const { code, said } = await verdict([], upTo);
    const { stream, revision } = past.place(index);
    expect(code).toBe(2);
    expect(said).toContain(`DECISION_DEVIATES  #${index}  ${stream}@${revision}`);
  });

  it('a record that the rules cannot follow, in a running ballot, ends with 2 and names it', async () => {
    const past = logs.past();
    const index = past.at('VoteCast');
    const upTo = past.log.slice(0, index + 1);
    const like = parseRecord(past.log[index]!);
    const [type, rev, cmd] = ['CorrectionRefused', like.rev + 1, { ...like.cmd, id: NOBODY }];
    const data = { correction: NOBODY, reason: 'Es gab keine' };
    const { code, said } = await verdict([writeRecord({ ...like, id: NOBODY, type, rev, cmd, data })], upTo);
    expect(code).toBe(2);
    expect(said).toContain(`HISTORY_BROKEN  #${upTo.length}  ${like.stream}@${rev}`);
  });

  it('a request replayed ends with 1 and names its second record', async () => {
    const past = logs.past();
    const vote = parseRecord(past.log[past.at('VoteCast')]!);
    const { rev } = parseRecord(next(past.at('VoteCast'), () => ({})));
    const again = writeRecord({ ...vote, id: NOBODY, rev, at: '2027-03-19T00:00:00.000Z' });
    const { code, said } = await verdict([again]);
    expect(code).toBe(1);
    expect(said).toContain(`COMMAND_REPEATED  #${past.log.length}  ${vote.stream}@${rev}`);
  });

  it('a rule book swapped before anything was sealed ends with 2 and names what it would have decided', async () => {
    const past = logs.past();
    const [, books] = basis({ ...BOOK, procedure: { ...BOOK.procedure, graceTime: '18:00' } });
    const drafted = past.at('RuleBookDrafted');
    const { code, said } = await verdict([], past.log.with(drafted, books!.records[0]!));
    expect(code).toBe(2);
    const { stream, revision } = past.place(past.at('RoundClosed'));
    expect(said).toContain(`DECISION_DEVIATES  #${past.at('RoundClosed')}  ${stream}@${revision}`);
  });

  it('an escalation silently omitted ends with 2 and names the level that is overdue', async () => {
    const past = logs.past();
    const opened = past.at('LevelOpened');
    const { code, said } = await verdict([plainNote('2027-05-01T08:00:00.000Z')], past.log.slice(0, opened + 1));
    expect(code).toBe(2);
    expect(said).toContain(`DEADLINE_OMITTED  #${opened}  matter-${FINAL}`);
    expect(said).toContain('LEVEL');
  });

  it('a deadline passed in silence ends with 2 and names the round', async () => {
    const past = logs.past();
    const closed = past.log.findIndex((record) => parseRecord(record).type === 'RoundClosed');
    const silent = past.log.slice(0, closed).filter((record) => !record.includes(FINAL));
    const { code, said } = await verdict([plainNote('2027-02-20T08:00:00.000Z')], silent);
    expect(code).toBe(2);
    expect(said).toContain(`DEADLINE_OMITTED  #${silent.length - 1}  matter-${SILENT}`);
  });
});
