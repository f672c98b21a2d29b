import type { Field } from '../http/api.js';
import { names } from './names.js';

const uuid: Field = { format: 'uuid' };
const fields = new Map<string, Field>([
  ['matter', uuid],
  ['round', uuid],
  ['splitFrom', uuid],
  ['by', uuid],
  ['basis', {}],
  ['seats', { items: {} }],
  ['linkedTo', { items: uuid }],
  ['target', { fields: new Map([['round', uuid]]) }],
  [
    'parts',
    {
      items: {
        fields: new Map([
          ['matter', uuid],
          ['title', {}],
        ]),
      },
    },
  ],
  ['right', {}],
]);

describe('a readable name', () => {
  it('stands for one UUID per kind', () => {
    const { toIds } = names();
    const first = toIds({ matter: 'x', round: 'x' }, fields);
    expect(first['matter']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first['matter']).not.toBe(first['round']);
    expect(toIds({ matter: 'x' }, fields)['matter']).toBe(first['matter']);
  });

  it('is the same object under every field that holds its id', () => {
    const { toIds, id } = names();
    const m1 = id('matter', 'm1');
    expect(toIds({ splitFrom: 'm1', by: 'm1', parts: [{ matter: 'm1', title: 'm1' }] }, fields)).toEqual({
      splitFrom: m1,
      by: m1,
      parts: [{ matter: m1, title: 'm1' }],
    });
    expect(toIds({ linkedTo: ['s1'] }, fields)).toEqual({ linkedTo: [id('spending', 's1')] });
    expect(toIds({ target: { round: 'r1' } }, fields)).toEqual({ target: { round: id('round', 'r1') } });
  });

  it('is left alone where the field is no UUID, and so is a UUID', () => {
    const { toIds } = names();
    const free = { basis: 'OBJECTION', seats: ['m1'], right: { matter: 'm1' }, unknown: 'm1' };
    expect(toIds(free, fields)).toEqual(free);
    const given = { matter: '7d8a3c52-1f0e-4b8a-9c55-2f6f0e6a1b77' };
    expect(toIds(given, fields)).toEqual(given);
    expect(toIds({ matter: 7, round: null }, fields)).toEqual({ matter: 7, round: null });
  });

  it('comes back in answers, wherever its UUID stands', () => {
    const { id, toNames } = names();
    const m1 = id('matter', 'm1');
    expect(toNames({ decisions: [m1], round: { id: id('round', 'r1') }, text: 'Fassung 1', no: 1 })).toEqual({
      decisions: ['m1'],
      round: { id: 'r1' },
      text: 'Fassung 1',
      no: 1,
    });
  });
});
