import { command, specification } from '../testing.js';
import type { JsonObject } from '../json.js';
import type { RuleBookFacts, RuleBookPayloads } from './messages.js';
import { rulebook } from './rulebook.js';
import { coverageOf, inForce, versionOf } from './state.js';

const { given } = specification(rulebook);
const facts: RuleBookFacts = { hash: (text) => `hash of ${text.length}`, schemaErrors: [], others: [] };
const legalBasis = { type: 'ORGANISATION_DECREE', reference: 'Organisationserlass' } as const;
const decision = { type: 'CABINET_DECISION', reference: 'KB 2027-1' } as const;

const finalDecision = { decider: 'DIGITAL_MINISTRY', minRank: 'STATE_SECRETARY', window: 'P14D', reportDatesMin: 1 };
const rules = [{ rule: 'consensus-silence@1', modes: ['WRITTEN'], params: { minExpress: 1, abstentionAllowed: true } }];
const express = [{ rule: 'unanimous-express@1', modes: ['WRITTEN'], params: { abstentionAllowed: true } }];
const grant = { id: 'g1', tracks: ['COMMITTEE'], exclusions: ['FACHKONZEPTION'], legalBasis };
/** Only what the rules of adoption read; the schema is somebody else's promise. */
const content: JsonObject = {
  id: 'RB-X',
  version: '1.0.0',
  legalBasis,
  collegialCabinet: false,
  pilot: false,
  bodies: ['DA'],
  tracks: {
    COMMITTEE: { rules, veto: null, finalDecision, ladder: null, cabinet: null },
    STAGE: { rules: express, veto: null, finalDecision: null, ladder: null, cabinet: null },
  },
  competenceGrants: [grant],
};
const pilot = { pilot: true, pilotEnd: '2027-06-30' };

interface Circumstances {
  readonly by?: string;
  readonly now?: string;
  readonly facts?: RuleBookFacts;
}
const rul = { by: 'RUL/1', facts };
const draft = (change: JsonObject = {}, by: Circumstances = {}) => {
  const whole = { ...content, ...change };
  const version = whole['version'] as string;
  return command('DraftRuleBook', { ruleBook: 'RB-X', version, content: whole }, { ...rul, ...by });
};
const draftFrom = (basedOn: string, version: string, changes: unknown) =>
  command('DraftRuleBook', { ruleBook: 'RB-X', version, basedOn, changes }, rul);
const revise = (changes: unknown, version = '1.0.0', by: Circumstances = {}) =>
  command('ReviseRuleBook', { ruleBook: 'RB-X', version, changes }, { ...rul, ...by });
const submit = (version = '1.0.0', schemaErrors: readonly string[] = []) =>
  command('SubmitRuleBook', { ruleBook: 'RB-X', version }, { by: 'RUL/1', facts: { ...facts, schemaErrors } });
const adopt = (change: Partial<RuleBookPayloads['AdoptRuleBook']> = {}, by: Circumstances = {}) =>
  command(
    'AdoptRuleBook',
    { ruleBook: 'RB-X', version: '1.0.0', decision, validFrom: '2027-02-01', ...change },
    { by: 'CHAIR', facts, ...by },
  );
const discard = (version = '1.0.0', reason = 'überholt') =>
  command('DiscardRuleBook', { ruleBook: 'RB-X', version, reason }, rul);

/** Draft, submission and adoption of a further version. */
const next = (version: string, validFrom: string, change: JsonObject = {}) =>
  [draft({ ...change, version }), submit(version), adopt({ version, validFrom, evaluation: decision })] as const;
const others = (change: Partial<RuleBookFacts['others'][number]> = {}): RuleBookFacts => ({
  ...facts,
  others: [
    { ruleBook: 'RB-Y', version: '1.0.0', bodies: ['DA'], tracks: ['GOALS', 'STAGE'], from: '2026-12-01', ...change },
  ],
});

describe('the draft of a rule book', () => {
  it('records its content with the hash of its stable text', () => {
    given()
      .when(draft())
      .then({
        type: 'RuleBookDrafted',
        data: { ruleBook: 'RB-X', version: '1.0.0', content, contentHash: `hash of ${JSON.stringify(content).length}` },
      });
  });

  it('has the same hash whatever the order of its members', () => {
    const hashes: RuleBookFacts = { ...facts, hash: (text) => text };
    const reversed = Object.fromEntries(Object.entries(content).reverse());
    const hashed = (whole: JsonObject) =>
      given().when(command('DraftRuleBook', { ruleBook: 'RB-X', version: '1.0.0', content: whole }, { facts: hashes }))
        .events;
    expect(hashed(reversed)[0]?.data).toMatchObject({
      contentHash: (hashed(content)[0]?.data as { contentHash: string }).contentHash,
    });
  });

  it('names the book and the version it is drafted for', () => {
    const misnamed = (id: unknown, version: unknown) =>
      command('DraftRuleBook', { ruleBook: 'RB-X', version: '1.0.0', content: { ...content, id, version } }, rul);
    given().when(misnamed('RB-Y', '1.0.0')).refused('INVALID_PAYLOAD');
    given().when(misnamed('RB-X', '1.0.1')).refused('INVALID_PAYLOAD');
    given().when(misnamed('RB-X', undefined)).refused('INVALID_PAYLOAD');
  });

  it('is JSON that a record can hold', () => {
    for (const whole of [null, [], 'text', { ...content, share: 0.5 }]) {
      given()
        .when(command('DraftRuleBook', { ruleBook: 'RB-X', version: '1.0.0', content: whole }, rul))
        .refused('INVALID_PAYLOAD', { fields: ['content'] });
    }
  });

  it('is either a whole content or changes to an earlier version', () => {
    const drafted = (more: object) => command('DraftRuleBook', { ruleBook: 'RB-X', version: '1.1.0', ...more }, rul);
    const whole = { ...content, version: '1.1.0' };
    for (const more of [
      {},
      { basedOn: '1.0.0' },
      { changes: {} },
      { content: whole, basedOn: '1.0.0' },
      { content: whole, changes: {} },
      { content: whole, basedOn: '1.0.0', changes: {} },
    ]) {
      given()
        .when(draft(), drafted(more))
        .refused('INVALID_PAYLOAD', { fields: ['content', 'basedOn', 'changes'] });
    }
  });

  it('merges changes into the version it is based on and keeps its own name', () => {
    const changes = { id: 'RB-Z', version: '9.9.9', tracks: { STAGE: null, COMMITTEE: { finalDecision: null } } };
    given()
      .when(draft(), draftFrom('1.0.0', '1.1.0', { tracks: { STAGE: null, COMMITTEE: { ladder: 'x' } } }))
      .then({
        type: 'RuleBookDrafted',
        data: { content: { tracks: { COMMITTEE: { rules, finalDecision, ladder: 'x' } } } },
      });
    const { state } = given().when(draft(), draftFrom('1.0.0', '1.1.0', changes));
    expect(versionOf(state, '1.1.0')?.content).toEqual({
      ...content,
      version: '1.1.0',
      tracks: { COMMITTEE: { rules, veto: null, ladder: null, finalDecision: null, cabinet: null } },
    });
  });

  it('needs an earlier version to be based on', () => {
    given()
      .when(draftFrom('1.0.0', '1.1.0', {}))
      .refused('NOT_FOUND', { version: '1.0.0' });
    given()
      .when(draft(), draftFrom('1.0.0', '1.1.0', 'x'))
      .refused('INVALID_PAYLOAD', { fields: ['changes'] });
  });

  it('is made once per version, even if that was discarded', () => {
    given().when(draft(), draft()).refused('ALREADY_EXISTS', { version: '1.0.0' });
    given().when(draft(), discard(), draft()).refused('ALREADY_EXISTS');
  });

  it('can be revised, keeping its name', () => {
    const { state } = given().when(draft(), revise({ pilot: true, version: '2.0.0' }));
    expect(versionOf(state, '1.0.0')?.content).toEqual({ ...content, pilot: true });
    given()
      .when(draft(), revise(['x']))
      .refused('INVALID_PAYLOAD', { fields: ['changes'] });
  });

  it('is not found under another version', () => {
    for (const step of [revise({}), submit(), adopt(), discard()]) {
      given().when(step).refused('NOT_FOUND');
      given()
        .when(draft({ version: '0.9.0' }), step)
        .refused('NOT_FOUND', { version: '1.0.0' });
    }
  });
});

describe('the order of steps', () => {
  const status = (...steps: Parameters<ReturnType<typeof given>['when']>) =>
    versionOf(given().when(...steps).state, '1.0.0')?.status;

  it('leads from draft over submission to adoption, or to discarding', () => {
    expect(status(draft())).toBe('DRAFT');
    expect(status(draft(), submit())).toBe('SUBMITTED');
    expect(status(draft(), submit(), adopt())).toBe('ADOPTED');
    expect(status(draft(), discard())).toBe('DISCARDED');
    expect(status(draft(), submit(), discard())).toBe('DISCARDED');
  });

  it('allows nothing else', () => {
    given()
      .when(draft(), adopt())
      .refused('WRONG_STATE', { state: 'DRAFT', allowed: ['ReviseRuleBook', 'SubmitRuleBook', 'DiscardRuleBook'] });
    for (const step of [revise({}), submit()]) {
      given()
        .when(draft(), submit(), step)
        .refused('WRONG_STATE', { state: 'SUBMITTED', allowed: ['AdoptRuleBook', 'DiscardRuleBook'] });
    }
    for (const step of [revise({}), submit(), adopt(), discard()]) {
      given()
        .when(draft(), submit(), adopt(), step)
        .refused('WRONG_STATE', { state: 'ADOPTED', allowed: ['DraftRuleBook'] });
      given()
        .when(draft(), discard(), step)
        .refused('WRONG_STATE', { state: 'DISCARDED', allowed: ['DraftRuleBook'] });
    }
  });

  it('discards only with a reason, which stays erasable', () => {
    given().when(draft(), discard('1.0.0', ' ')).refused('REASON_REQUIRED');
    expect(rulebook.erasable).toEqual({ RuleBookDiscarded: ['reason'] });
  });

  it('stops at a history that changes what is not there or already adopted', () => {
    const submitted = { type: 'RuleBookSubmitted', data: { ruleBook: 'RB-X', version: '1.0.0' } } as const;
    const drafted = {
      type: 'RuleBookDrafted',
      data: { ruleBook: 'RB-X', version: '1.0.0', content, contentHash: '' },
    } as const;
    const adopted = {
      type: 'RuleBookAdopted',
      data: { ...submitted.data, decision, validFrom: '2027-02-01' },
    } as const;
    expect(() => given(submitted)).toThrow('no beginning');
    expect(() => given(drafted, drafted)).toThrow('1.0.0 a second time');
    expect(() => given(drafted, submitted, adopted, submitted)).toThrow('never recorded');
  });
});

describe('the submission', () => {
  it('refuses what violates the schema', () => {
    given()
      .when(draft(), submit('1.0.0', ['/place is missing']))
      .refused('RULEBOOK_INVALID', { errors: ['/place is missing'] });
  });

  it.each(['GOALS', 'SCOPE', 'STAGE', 'FEDERAL'])('refuses a final decision on track %s', (track) => {
    given()
      .when(draft({ tracks: { [track]: { rules: express, finalDecision } } }), submit())
      .refused('RULEBOOK_INVALID', { errors: [`/tracks/${track}/finalDecision must be null`] });
  });

  it.each(['COMMITTEE', 'FRAME'])('accepts a final decision on track %s', (track) => {
    given()
      .when(draft({ tracks: { [track]: { rules: express, finalDecision } } }), submit())
      .then({ type: 'RuleBookSubmitted' });
  });

  it('refuses a ladder on which the ministers can be skipped', () => {
    const ladder = {
      levels: [
        { level: 'DIRECTORATE', skippable: true },
        { level: 'MINISTER', skippable: true },
      ],
    };
    given()
      .when(draft({ tracks: { COMMITTEE: { rules, finalDecision: null, ladder } } }), submit())
      .refused('RULEBOOK_INVALID', { errors: ['/tracks/COMMITTEE/ladder/levels MINISTER must not be skippable'] });
    const sound = {
      levels: [
        { level: 'DIRECTORATE', skippable: true },
        { level: 'MINISTER', skippable: false },
      ],
    };
    given()
      .when(draft({ tracks: { COMMITTEE: { rules, finalDecision: null, ladder: sound } } }), submit())
      .then({ type: 'RuleBookSubmitted' });
  });

  it('refuses a grant that leaves the Fachkonzeption open', () => {
    given()
      .when(draft({ competenceGrants: [grant, { ...grant, exclusions: [] }] }), submit())
      .refused('RULEBOOK_INVALID', { errors: ['/competenceGrants/1/exclusions must contain FACHKONZEPTION'] });
  });

  it.each(['2027-02-30', '9999-12-31', 7])('refuses the end %s of a pilot', (pilotEnd) => {
    given()
      .when(draft({ pilot: true, pilotEnd }), submit())
      .refused('RULEBOOK_INVALID', { errors: ['/pilotEnd must be a day'] });
  });

  it('refuses even content of the strangest form without failing', () => {
    for (const strange of [null, 7, 'x', [], { COMMITTEE: null, STAGE: 7, GOALS: { ladder: { levels: 'x' } } }]) {
      given()
        .when(
          draft({ tracks: strange, competenceGrants: strange, collegialCabinet: true }),
          submit('1.0.0', ['no rule book']),
        )
        .refused('RULEBOOK_INVALID');
    }
  });

  it('lets silence count in no book of a collegial cabinet', () => {
    given()
      .when(draft({ collegialCabinet: true }), submit())
      .refused('SILENCE_NOT_ALLOWED');
    const tracks = { COMMITTEE: { rules: express, finalDecision: null } };
    given()
      .when(draft({ collegialCabinet: true, tracks }), submit())
      .then({ type: 'RuleBookSubmitted' });
  });
});

describe('the adoption', () => {
  it('is made by somebody who neither drafted nor revised the version', () => {
    const draftedByChair = draft({}, { by: 'CHAIR' });
    given().when(draftedByChair, submit(), adopt()).refused('FOUR_EYES');
    given()
      .when(draft(), revise({ title: 'x' }, '1.0.0', { by: 'CHAIR' }), submit(), adopt())
      .refused('FOUR_EYES');
    given()
      .when(draftedByChair, revise({ title: 'x' }), submit(), adopt())
      .refused('FOUR_EYES');
    given()
      .when(draft(), submit(), adopt())
      .then({ type: 'RuleBookAdopted', data: { validFrom: '2027-02-01', decision } });
  });

  it('needs a legal basis of the book if it enables a final decision', () => {
    given()
      .when(draft({ legalBasis: null }), submit(), adopt())
      .refused('LEGAL_BASIS_MISSING');
    const tracks = { COMMITTEE: { rules: express, finalDecision: null } };
    given()
      .when(draft({ legalBasis: null, tracks }), submit(), adopt())
      .then({ type: 'RuleBookAdopted' });
  });

  it('needs a legal basis of every grant', () => {
    const competenceGrants = [grant, { ...grant, legalBasis: null }];
    given().when(draft({ competenceGrants }), submit(), adopt()).refused('LEGAL_BASIS_MISSING');
  });

  it('is not retroactive: today in Berlin is the earliest day', () => {
    const beforeMidnight = { now: '2027-01-31T22:59:59.999Z' };
    const afterMidnight = { now: '2027-01-31T23:00:00.000Z' };
    given()
      .when(draft(), submit(), adopt({ validFrom: '2027-01-31' }, beforeMidnight))
      .then({ type: 'RuleBookAdopted' });
    given()
      .when(draft(), submit(), adopt({ validFrom: '2027-01-31' }, afterMidnight))
      .refused('RETROACTIVE_RULES');
  });

  it('is checked in the order four eyes, legal basis, day, overlap, evaluation', () => {
    const missing = draft({ legalBasis: null, version: '2.0.0' }, { by: 'CHAIR' });
    const late = { version: '2.0.0', validFrom: '2027-01-01' };
    const first = [draft(pilot), submit(), adopt()] as const;
    given()
      .when(...first, missing, submit('2.0.0'), adopt(late, { facts: others() }))
      .refused('FOUR_EYES');
    const second = draft({ legalBasis: null, version: '2.0.0' });
    given()
      .when(...first, second, submit('2.0.0'), adopt(late, { facts: others() }))
      .refused('LEGAL_BASIS_MISSING');
    const third = draft({ version: '2.0.0' });
    given()
      .when(...first, third, submit('2.0.0'), adopt(late, { facts: others() }))
      .refused('RETROACTIVE_RULES');
    const due = { version: '2.0.0' };
    given()
      .when(...first, third, submit('2.0.0'), adopt(due, { facts: others() }))
      .refused('RULEBOOK_OVERLAP');
    given()
      .when(...first, third, submit('2.0.0'), adopt(due))
      .refused('EVALUATION_MISSING');
  });
});

describe('two rule books', () => {
  const adopting = (other: Parameters<typeof others>[0], change: JsonObject = {}) =>
    given().when(draft(change), submit(), adopt({}, { facts: others(other) }));

  it('never cover the same track of a body at the same time', () => {
    adopting({}).refused('RULEBOOK_OVERLAP', { ruleBook: 'RB-Y', track: 'STAGE' });
    adopting({ from: '2030-01-01' }).refused('RULEBOOK_OVERLAP');
    adopting({ until: '2027-02-02' }).refused('RULEBOOK_OVERLAP');
  });

  it('may share the body, the track or the time', () => {
    adopting({ bodies: ['ITPLR'] }).then({ type: 'RuleBookAdopted' });
    adopting({ tracks: ['GOALS'] }).then({ type: 'RuleBookAdopted' });
    adopting({ until: '2027-02-01' }).then({ type: 'RuleBookAdopted' });
    adopting({ from: '2027-07-01' }, pilot).then({ type: 'RuleBookAdopted' });
    adopting({ from: '2027-06-30' }, pilot).refused('RULEBOOK_OVERLAP');
  });

  it('are told apart by what each covers as its versions follow each other', () => {
    const { state } = given().when(
      draft(),
      submit(),
      adopt(),
      ...next('1.1.0', '2027-04-01', { ...pilot, tracks: { STAGE: { rules: express, finalDecision: null } } }),
      ...next('2.0.0', '2028-01-01', { bodies: [] }),
    );
    const da = { ruleBook: 'RB-X', bodies: ['DA'] };
    expect(coverageOf(state)).toEqual([
      { ...da, version: '1.0.0', tracks: ['COMMITTEE', 'STAGE'], from: '2027-02-01', until: '2027-04-01' },
      { ...da, version: '1.1.0', tracks: ['STAGE'], from: '2027-04-01', until: '2027-07-01' },
      { ...da, version: '1.0.0', tracks: ['COMMITTEE', 'STAGE'], from: '2027-07-01', until: '2028-01-01' },
      { ruleBook: 'RB-X', version: '2.0.0', bodies: [], tracks: ['COMMITTEE', 'STAGE'], from: '2028-01-01' },
    ]);
    expect(coverageOf(undefined)).toEqual([]);
  });

  it('leave a gap after a pilot that nothing precedes', () => {
    const { state } = given().when(draft(pilot), submit(), adopt());
    expect(coverageOf(state)).toMatchObject([{ from: '2027-02-01', until: '2027-07-01' }]);
  });
});

describe('general use after a pilot', () => {
  const general = [draft({ version: '2.0.0' }), submit('2.0.0')] as const;

  it('needs an evaluation', () => {
    given()
      .when(draft(pilot), submit(), adopt(), ...general, adopt({ version: '2.0.0' }))
      .refused('EVALUATION_MISSING');
    given()
      .when(draft(pilot), submit(), adopt(), ...general, adopt({ version: '2.0.0', evaluation: decision }))
      .then({ type: 'RuleBookAdopted', data: { evaluation: decision } });
  });

  it('needs it once', () => {
    const third = [draft({ version: '3.0.0' }), submit('3.0.0'), adopt({ version: '3.0.0' })] as const;
    given()
      .when(draft(pilot), submit(), adopt(), ...next('2.0.0', '2027-03-01'), ...third)
      .then({ type: 'RuleBookAdopted' });
  });

  it('is free of it if no pilot was adopted, or if it is a further pilot', () => {
    given()
      .when(draft(pilot), submit(), discard(), ...general, adopt({ version: '2.0.0' }))
      .then({ type: 'RuleBookAdopted' });
    const again = [draft({ ...pilot, version: '2.0.0' }), submit('2.0.0'), adopt({ version: '2.0.0' })] as const;
    given()
      .when(draft(pilot), submit(), adopt(), ...again)
      .then({ type: 'RuleBookAdopted' });
  });
});

describe('the version in force', () => {
  const first = [draft(), submit(), adopt()] as const;
  const on = (state: Parameters<typeof inForce>[0], day: string) => inForce(state, day)?.version;

  it('is the adopted one with the latest beginning', () => {
    const { state } = given().when(
      ...first,
      ...next('1.1.0', '2027-03-01'),
      draft({ version: '1.2.0' }),
      submit('1.2.0'),
    );
    expect(on(state, '2027-01-31')).toBeUndefined();
    expect(on(state, '2027-02-01')).toBe('1.0.0');
    expect(on(state, '2027-02-28')).toBe('1.0.0');
    expect(on(state, '2027-03-01')).toBe('1.1.0');
    expect(on(undefined, '2027-03-01')).toBeUndefined();
  });

  it('is not the one adopted later that begins earlier', () => {
    const { state } = given().when(...next('1.1.0', '2027-03-01'), ...first);
    expect(on(state, '2027-03-01')).toBe('1.1.0');
  });

  it('is the one adopted later if two begin on the same day, whichever was drafted first', () => {
    const late = [draft(), ...next('1.1.0', '2027-02-01'), submit(), adopt()] as const;
    expect(on(given().when(...late).state, '2027-02-01')).toBe('1.0.0');
    expect(on(given().when(...first, ...next('1.1.0', '2027-02-01')).state, '2027-02-01')).toBe('1.1.0');
  });

  it('is a pilot until its last day, afterwards again the one before', () => {
    const { state } = given().when(...first, ...next('1.1.0', '2027-04-01', pilot));
    expect(on(state, '2027-06-30')).toBe('1.1.0');
    expect(on(state, '2027-07-01')).toBe('1.0.0');
    expect(on(given().when(draft(pilot), submit(), adopt()).state, '2027-07-01')).toBeUndefined();
  });

  it('comes with its content and the revision of its adoption', () => {
    const { state } = given().when(...first);
    expect(inForce(state, '2027-02-01')).toMatchObject({ content, revision: 2, status: 'ADOPTED', from: '2027-02-01' });
  });
});
