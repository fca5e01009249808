import { expect, test } from 'vitest';
import { longReport } from '../../support/long-report-reporter.ts';

const run = {
  at: new Date('2026-11-25T00:15:42Z'),
  minutes: 14.6,
  where: 'version 0.1.0, Node 24.21.0, 2 processors',
  counts: '1 passed, 1 failed, 0 skipped',
  tests: [
    { name: 'portal 0: looks', state: 'passed', minutes: 4.04, figures: { alarms: 0, 'looks by HTTP': 500 } },
    { name: 'drawn | anew', state: 'failed', minutes: 0.5, figures: {} },
  ],
};

test('the report tells when and where it ran and how every test ended', () => {
  const lines = longReport(run).split('\n');
  expect(lines).toContain(
    'Latest run: 2026-11-25 00:15 UTC, 15 minutes, version 0.1.0, Node 24.21.0, 2 processors: **1 passed, 1 failed, 0 skipped**.',
  );
  expect(lines).toContain('| portal 0: looks | alarms: 0; looks by HTTP: 500 | 4.0 | passed |');
  expect(lines).toContain('| drawn \\| anew | – | 0.5 | failed |');
});
