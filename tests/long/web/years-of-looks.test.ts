/** The dashboard over 20 million looks and a year of hourly sums answers as fast as over a day of them. */
import { expect, test } from 'vitest';
import { isReached, lineOf } from '../../../benches/figure.ts';
import { pages } from '../../../benches/pages.ts';

/** What 800 pages that are looked at every five minutes leave in the 90 days that looks are kept. */
const size = { sites: 200, pagesOfSite: 4, looksOfPage: 25_000, daysOfLooks: 90, daysOfSums: 365, incidents: 5_000 };

test('pages over 20 million looks and a year of hourly sums', async ({ task }) => {
  const figures = await pages({ size, rounds: 40 }).measure();
  task.meta.figures = Object.fromEntries(figures.map(({ name, value }) => [name, Math.round(value)]));
  expect(figures.filter((figure) => !isReached(figure)).map(lineOf)).toEqual([]);
});
