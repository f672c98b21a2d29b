import { expanded, filled, type Fragments, fragmentsFor } from './fragments.js';

const by = 'SEC/A';
const fragments: Fragments = {
  draft: {
    required: ['matter', 'seats'],
    defaults: { lead: 'BMDS', day: '2027-01-11' },
    steps: [
      {
        at: '${day}T09:00:00+01:00',
        by: '${lead}/REF',
        do: 'DraftMatter',
        with: { matter: '${matter}', seats: '${seats}', note: 'von ${lead} am ${day}' },
      },
    ],
  },
  outer: { required: [], defaults: {}, steps: [{ use: 'draft', with: { matter: 'm2', seats: ['AA'] } }] },
  endless: { required: [], defaults: {}, steps: [{ use: 'endless' }] },
  broken: { required: [], defaults: {}, steps: [{ by, do: 'DraftMatter', surprise: true } as never] },
  forgetful: { required: [], defaults: {}, steps: [{ by, do: '${what}' }] },
};

describe('a fragment', () => {
  it('replaces its parameters, a text that is only one by the whole value', () => {
    const [first] = expanded([{ use: 'draft', with: { matter: 'm1', seats: ['AA', 'BMI'] } }], fragments);
    expect(first).toEqual({
      own: false,
      step: {
        at: '2027-01-11T09:00:00+01:00',
        by: 'BMDS/REF',
        do: 'DraftMatter',
        with: { matter: 'm1', seats: ['AA', 'BMI'], note: 'von BMDS am 2027-01-11' },
      },
    });
  });

  it('may use fragments, but not itself', () => {
    expect(expanded([{ use: 'outer' }], fragments)).toMatchObject([{ own: false, step: { with: { matter: 'm2' } } }]);
    expect(() => expanded([{ use: 'endless' }], fragments)).toThrow('uses itself');
  });

  it('says what it lacks', () => {
    expect(() => expanded([{ use: 'draft', with: { matter: 'm1' } }], fragments)).toThrow('draft needs seats');
    expect(() => expanded([{ use: 'nothing' }], fragments)).toThrow('there is no fragment nothing');
    expect(() => expanded([{ use: 'toString' }], fragments)).toThrow('there is no fragment toString');
    expect(() => expanded([{ use: 'forgetful' }], fragments)).toThrow('the parameter what is not given');
  });

  it('yields steps that are steps', () => {
    expect(() => expanded([{ use: 'broken' }], fragments)).toThrow('surprise');
  });

  it('leaves steps of the case itself as they are', () => {
    const step = { by, do: 'CloseRound' };
    expect(expanded([step], fragments)).toEqual([{ step, own: true }]);
  });

  it('is looked up beside the case first, then where named, then among those that are shipped', () => {
    expect(fragmentsFor('test/cases/01-consensus-by-silence.yaml', '/nowhere.yaml')).toHaveProperty('matter-open');
    expect(() => fragmentsFor('/tmp/case.yaml', '/nowhere.yaml')).toThrow('nowhere');
    expect(fragmentsFor('/nowhere/case.yaml', undefined)).toHaveProperty('matter-open');
  });
});

describe('filling', () => {
  it('keeps everything that is no text', () => {
    expect(filled({ n: 1, yes: true, none: null, list: ['${x}', 2] }, { x: { deep: 1 } })).toEqual({
      n: 1,
      yes: true,
      none: null,
      list: [{ deep: 1 }, 2],
    });
  });
});
