import { addDays, dayOf } from '#domain';
import fc from 'fast-check';
import { demonstrationSteps, firstDay, workdayFrom } from './demonstration.js';

const days = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2026-01-01', n));

describe('the demonstration', () => {
  it('counts working days, a weekend as the Friday before it', () => {
    const on = workdayFrom('2026-11-22');
    expect([on(0), on(-1), on(1), on(-5), on(5)]).toEqual([
      '2026-11-20',
      '2026-11-19',
      '2026-11-23',
      '2026-11-13',
      '2026-11-27',
    ]);
  });

  it('lies between its first day and yesterday, in the order of time, whenever it is shown', () => {
    fc.assert(
      fc.property(days, (today) => {
        const instants = demonstrationSteps(today).map(({ at }) => at);
        const sorted = instants.every((at, index) => index === 0 || (instants[index - 1] ?? '') <= at);
        return sorted && dayOf(instants[0] ?? '') > firstDay(today) && dayOf(instants.at(-1) ?? '') < today;
      }),
      { numRuns: 20 },
    );
  });

  it('shows nine matters and three agreements, with the same ids at every start', () => {
    const drafts = () =>
      demonstrationSteps('2026-11-22').flatMap(({ do: type, with: payload }) =>
        type === 'DraftMatter' || type === 'DraftAgreement' ? [payload['matter'] ?? payload['agreement']] : [],
      );
    expect(new Set(drafts()).size).toBe(12);
    expect(drafts()).toEqual(drafts());
  });
});
