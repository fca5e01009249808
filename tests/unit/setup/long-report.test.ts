import { expect, test } from 'vitest';
import { type LongFile, longReport } from '../../support/long-report-reporter.ts';

const looks: LongFile = {
  file: 'monitor/looks.test.ts',
  at: new Date('2026-11-25T00:15:42Z'),
  where: 'version 0.1.0, Node 24.21.0, 2 processors',
  counts: '1 passed, 1 failed, 0 skipped',
  tests: [
    { name: 'portal 0: looks', state: 'passed', minutes: 4.04, figures: { alarms: 0, 'looks by HTTP': 500 } },
    { name: 'drawn | anew', state: 'failed', minutes: 0.5, figures: {} },
  ],
};
const drawing: LongFile = {
  ...looks,
  file: 'capture/drawing.test.ts',
  counts: '0 passed, 0 failed, 0 skipped',
  tests: [],
};
const always = () => true;

test('the report tells when and where each file ran and how every test ended', () => {
  const lines = longReport('', [looks], always).split('\n');
  expect(lines).toContain('## monitor/looks.test.ts');
  expect(lines).toContain(
    '2026-11-25 00:15 UTC, version 0.1.0, Node 24.21.0, 2 processors: **1 passed, 1 failed, 0 skipped**',
  );
  expect(lines).toContain('| portal 0: looks | alarms: 0; looks by HTTP: 500 | 4.0 | passed |');
  expect(lines).toContain('| drawn \\| anew | – | 0.5 | failed |');
});

test('a file that runs again replaces its own section and leaves the others', () => {
  const before = longReport('', [looks, drawing], always);
  expect(longReport(before, [], always)).toBe(before);
  const after = longReport(before, [{ ...looks, counts: '2 passed, 0 failed, 0 skipped' }], always);
  expect(after).toBe(before.replace('1 passed, 1 failed', '2 passed, 0 failed'));
});

test('a file that is gone is gone from the report', () => {
  const before = longReport('', [looks, drawing], always);
  expect(longReport(before, [], (file) => file !== looks.file)).toBe(longReport('', [drawing], always));
});
