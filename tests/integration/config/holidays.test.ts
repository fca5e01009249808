/** The holidays come from a process of their own, and are the same as computed here. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { computeHolidays, readHolidays } from '../../../src/config/holidays.ts';

it('gives what the process computes, as this process would compute it', () => {
  const holidays = readHolidays([2027]);
  expect(holidays).toEqual(computeHolidays([2027]));
  expect(holidays).toContainEqual({ id: 'tet', firstDay: '2027-02-05', days: 5 });
});

it('knows seven holidays of every year until 2040', () => {
  const years = Array.from({ length: 15 }, (_, index) => 2026 + index);
  const ofYear = Map.groupBy(computeHolidays(years), ({ firstDay }) => Number(firstDay.slice(0, 4)));
  for (const year of years) expect([year, new Set(ofYear.get(year)?.map(({ id }) => id)).size]).toEqual([year, 7]);
});

it('leaves nothing of the library in this process', () => {
  const script = `import { readHolidays } from ${JSON.stringify(new URL('../../../src/config/holidays.ts', import.meta.url).href)};
    import { createRequire } from 'node:module';
    readHolidays([2027]);
    const loaded = Object.keys(createRequire(import.meta.url).cache ?? {}).filter((file) => file.includes('date-holidays'));
    process.stdout.write(JSON.stringify(loaded));`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).toBe('[]');
});
