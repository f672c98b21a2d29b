import { waitOf } from './receipts.js';

describe('the preference to wait', () => {
  it.each([
    ['wait=5', 5],
    ['respond-async, wait=7', 7],
    ['wait=5; foo="bar", handling=strict', 5],
    ['WAIT = 3', 3],
    ['wait="4"', 4],
    ['wait=600', 10],
    ['wait=0', 0],
    ['wait=-1', 0],
    ['wait=1.5', 0],
    ['wait', 0],
    ['await=5', 0],
    ['', 0],
    [undefined, 0],
  ])('%j is %i seconds', (prefer, seconds) => expect(waitOf(prefer)).toBe(seconds));
});
