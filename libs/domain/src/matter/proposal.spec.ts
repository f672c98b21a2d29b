import {
  agreed,
  amend,
  atDeadline,
  cast,
  dissent,
  draft,
  DRAFT,
  escalated,
  facts,
  inRound,
  open,
  opened,
  openRound,
  step,
  submit,
} from '../../test/course.js';
import { specification } from '../testing.js';
import { matter } from './decider.js';
import { waitingOf } from './waiting.js';
import { deadlinesOf } from './timers.js';

const { after, given } = specification(matter);
const byLead = { by: 'BMDS/REF' };
const byOther = { by: 'BMI/REF' };

describe('a draft', () => {
  it('records what was proposed as version 1, with the hash of its text', () => {
    given()
      .when(draft())
      .then({ type: 'MatterDrafted', data: { ...DRAFT, version: 1, textHash: '[Fassung 1]' } });
  });
  it('is made once', () => {
    after(draft()).when(draft()).refused('ALREADY_EXISTS');
  });
  it('has a grade up to VS-NfD', () => {
    for (const classification of ['OFFEN', 'INTERN', 'VS_NFD'])
      given().when(draft({ classification })).then({ type: 'MatterDrafted' });
    given()
      .when(draft({ classification: 'GEHEIM' }))
      .refused('CLASSIFICATION_NOT_PERMITTED');
  });
  it('names a lead that is registered', () => {
    given()
      .when(step('DraftMatter', DRAFT, { by: 'BMDS/REF', facts: { unknown: ['BMXY'] } }))
      .refused('INVALID_PAYLOAD', { unknown: ['BMXY'] });
  });
  it('is led by a Land on the federal track only', () => {
    given()
      .when(step('DraftMatter', { ...DRAFT, lead: 'NW' }, { by: 'NW/LAND' }))
      .refused('FORBIDDEN');
  });
  it('is where a matter begins', () => {
    given().when(submit()).refused('NOT_FOUND');
  });
});

describe('the revision of a draft', () => {
  const revise = (data: object, by = byLead) => step('ReviseMatter', data, by);
  it('makes the next version of a new text, and none of what is said beside it', () => {
    after(draft())
      .when(revise({ text: 'anders' }))
      .then({ type: 'MatterRevised', data: { version: 2, textHash: '[anders]' } });
    after(draft())
      .when(revise({ areas: ['LABOUR'] }))
      .then({ type: 'MatterRevised', data: { version: 1, textHash: '[Fassung 1]' } });
  });
  it('is made by the lead, or the secretariat for it', () => {
    after(draft())
      .when(revise({ text: 'anders' }, byOther))
      .refused('NOT_LEAD', { lead: 'BMDS' });
    after(draft())
      .when(revise({ text: 'anders' }, { by: 'SEC/A' }))
      .then({ type: 'MatterRevised' });
  });
  it('changes something', () => {
    after(draft())
      .when(revise({ text: 'Fassung 1', areas: ['IT_PLATFORM'], changeNote: 'nichts' }))
      .refused('NO_CHANGE');
  });
  it('ends with the submission', () => {
    after(draft(), submit())
      .when(revise({ text: 'anders' }))
      .refused('WRONG_STATE', { state: 'SUBMITTED' });
  });
});

describe('the submission', () => {
  it('is made by the lead', () => {
    after(draft())
      .when(step('SubmitMatter', {}, byOther))
      .refused('NOT_LEAD');
  });
  it('needs text, areas and both impacts', () => {
    const { text: _t, areas: _a, technicalImpact: _i, organisationalImpact: _o, ...bare } = DRAFT;
    given()
      .when(step('DraftMatter', bare, byLead), submit())
      .refused('PROPOSAL_INCOMPLETE', { fields: ['text', 'areas', 'technicalImpact', 'organisationalImpact'] });
    after(draft({ technicalImpact: ' ' }))
      .when(submit())
      .refused('PROPOSAL_INCOMPLETE', { fields: ['technicalImpact'] });
  });
});

describe('the opening of the procedure', () => {
  const submitted = [draft(), submit()];
  it('pins the rule book and starts the hearing', () => {
    after(...submitted)
      .when(open())
      .then({
        type: 'ProcedureOpened',
        data: {
          ruleBook: { id: 'RB-POLOPS', version: '1.0.0' },
          body: 'DA',
          track: 'COMMITTEE',
          hearingDue: '2027-04-12T22:00:00.000Z',
        },
      });
  });
  it('needs a rule book in force', () => {
    const { ruleBook: _, ...none } = facts;
    after(...submitted)
      .when({ ...open(), facts: none })
      .refused('NO_RULEBOOK_IN_FORCE');
  });
  it('needs a body that is chartered for the track', () => {
    after(...submitted)
      .when(open({}, { facts: { tracks: ['STAGE'] } }))
      .refused('TRACK_BODY_MISMATCH');
  });
  it('brings in every responsible ministry, or says why not (R2)', () => {
    const areas = { facts: { responsible: ['BMDS', 'BMAS', 'BMG'] } };
    const participants = { EINVERNEHMEN: ['BMDS'], KENNTNIS: ['BMG'] };
    after(...submitted)
      .when(open({ participants }, areas))
      .refused('PARTICIPATION_INCOMPLETE', { codes: ['BMAS'] });
    const omitted = (reason: string) => open({ participants, omissions: [{ code: 'BMAS', reason }] }, areas);
    after(...submitted)
      .when(omitted('nicht berührt'))
      .then({ type: 'ProcedureOpened' });
    after(...submitted)
      .when(omitted(' '))
      .refused('REASON_REQUIRED');
  });
  it('calls a matter urgent with a reason only', () => {
    after(...submitted)
      .when(open({ urgency: 'EILBEDUERFTIG' }))
      .refused('REASON_REQUIRED');
    after(...submitted)
      .when(open({ urgency: 'EILBEDUERFTIG', urgentReason: 'Frist der EU' }))
      .then({ type: 'ProcedureOpened' });
  });
  it('follows the submission', () => {
    after(draft())
      .when(open())
      .refused('WRONG_STATE', { state: 'DRAFT', allowed: expect.arrayContaining(['SubmitMatter']) });
  });
});

const DAY = '2027-04-12T11:00:00+02:00';

describe('an amendment', () => {
  it('is made by the lead and changes the text', () => {
    after(...opened())
      .when(step('AmendMatter', { text: 'Fassung 2', basis: 'OTHER' }, byOther))
      .refused('NOT_LEAD');
    after(...opened())
      .when(amend('Fassung 1', DAY))
      .refused('NO_CHANGE');
  });
  it('ends a running round, and all votes fall (R4)', () => {
    const run = after(...inRound()).when(amend('Fassung 2', '2027-04-01T09:00:00+02:00'));
    run.then(
      { type: 'MatterAmended', data: { version: 2, fromVersion: 1, textHash: '[Fassung 2]' } },
      { type: 'RoundSuperseded', data: { round: 'r1', cause: 'AMENDED' } },
    );
    expect(run.state).toMatchObject({ phase: 'OPEN', current: 2 });
  });
  it('ends a dissent that is not yet on the ladder', () => {
    const { state } = after(...dissent()).when(amend('Fassung 2', DAY));
    expect(state).toMatchObject({ phase: 'OPEN', current: 2 });
    expect(state.dissent).toBeUndefined();
  });
  it('leaves an open ladder as it is', () => {
    const { state } = after(...escalated()).when(amend('Fassung 2', DAY));
    expect(state).toMatchObject({
      phase: 'ESCALATED',
      current: 2,
      dissent: { version: 1, objections: ['BMF', 'BMI'] },
    });
  });
  it('has no place once the matter is agreed', () => {
    after(...agreed())
      .when(amend('Fassung 2', DAY))
      .refused('WRONG_STATE', { state: 'AGREED' });
  });
});

describe('the end before a decision', () => {
  const parts = ['m1a', 'm1b'].map((part) => ({ matter: part, title: part, text: part, areas: ['IT_PLATFORM'] }));
  const split = (data: object = {}, by = byLead) => step('SplitMatter', { parts, reason: 'Trennung', ...data }, by);
  const withdraw = (reason: string, by = byLead) => step('WithdrawMatter', { reason }, by);

  it('comes by splitting into at least two new matters', () => {
    const run = after(...dissent()).when(split());
    run.then({ type: 'MatterSplit', data: { parts } });
    expect(run.state).toMatchObject({ phase: 'SPLIT', parts: ['m1a', 'm1b'] });
    after(...dissent())
      .when(split({ parts: parts.slice(1) }))
      .refused('INVALID_PAYLOAD', { fields: ['parts'] });
    after(...dissent())
      .when(split({ parts: [parts[0], parts[0]] }))
      .refused('INVALID_PAYLOAD');
    after(...dissent())
      .when(split({ parts: [parts[0], { ...parts[1], matter: 'm1' }] }))
      .refused('INVALID_PAYLOAD');
  });
  it('comes by withdrawal of the lead, with a reason', () => {
    after(...inRound())
      .when(withdraw('überholt'))
      .then({ type: 'MatterWithdrawn' });
    after(...inRound())
      .when(withdraw(''))
      .refused('REASON_REQUIRED');
    after(...inRound())
      .when(withdraw('überholt', byOther))
      .refused('NOT_LEAD');
    after(...inRound())
      .when(split({}, byOther))
      .refused('NOT_LEAD');
    after(...inRound(), withdraw('überholt'))
      .when(openRound())
      .refused('WRONG_STATE', { state: 'WITHDRAWN' });
  });
  it('ends the running round, too: no vote is taken, awaited or closed by its timer', () => {
    for (const end of [withdraw('überholt'), split()]) {
      const { state } = after(...inRound()).when(end);
      expect([waitingOf(state), deadlinesOf(state)]).toEqual([[], []]);
      after(...inRound(), end)
        .when(cast('BMG', 'CONSENT'))
        .refused('ROUND_CLOSED');
      after(...inRound(), end)
        .when(atDeadline())
        .refused('WRONG_STATE');
    }
  });
});

describe('the classification', () => {
  const change = (to: string, reason = 'Anlass entfallen') => step('ChangeClassification', { to, reason });
  it('changes in every phase, to a grade that is accepted, with a reason', () => {
    after(...agreed())
      .when(change('OFFEN'))
      .then({ type: 'ClassificationChanged', data: { from: 'INTERN', to: 'OFFEN' } });
    after(...agreed())
      .when(change('STRENG_GEHEIM'))
      .refused('CLASSIFICATION_NOT_PERMITTED');
    after(...agreed())
      .when(change('OFFEN', ' '))
      .refused('REASON_REQUIRED');
  });
});
