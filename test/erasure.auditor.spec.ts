import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestsIn, parseRecord, writeRecord } from '#evidence';
import { run } from '../apps/auditor/src/run.js';
import { world } from './bundle.support.js';
import { decidedFinally, written } from './matter.histories.js';

const legalGround = { type: 'LAW', reference: 'Art. 17 DSGVO' } as const;

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
    const basics = world();
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
    // Two more events show the same tally twice more, and are decided again themselves.
    const results = (text: string) =>
      new Set(
        text
          .split('\n')
          .filter(
            (line) => /nachgerechnet|Auszählung|phase:/.test(line) && !/ErasureRequested|ValuesErased/.test(line),
          ),
      );
    expect(results(after)).toEqual(results(before));
    expect(after).toContain('ValuesErased: nachgerechnet, stimmt überein');
    expect(after).not.toContain('abweichend');
  });
});
