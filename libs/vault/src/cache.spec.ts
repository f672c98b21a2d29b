import { recent } from './cache.js';

it('forgets the entry that was not used for the longest time', () => {
  const cache = recent(2, 1_000);
  cache.set('a', '1');
  cache.set('b', '2');
  expect(cache.get('a')).toBe('1');
  cache.set('c', '3');
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['1', undefined, '3']);
});

it('replaces a value without forgetting another', () => {
  const cache = recent(2, 1_000);
  cache.set('a', '1');
  cache.set('b', '2');
  cache.set('b', '3');
  expect([cache.get('a'), cache.get('b')]).toEqual(['1', '3']);
});

it('forgets an entry when its time is over, however often it was used', () => {
  let now = 0;
  const cache = recent(2, 1_000, () => now);
  cache.set('a', '1');
  now = 999;
  expect(cache.get('a')).toBe('1');
  now = 1_000;
  expect(cache.get('a')).toBeUndefined();
  cache.set('a', '2');
  expect(cache.get('a')).toBe('2');
});
