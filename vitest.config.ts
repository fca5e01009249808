import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tests/support/closing-line-reporter.ts';
import { LongReportReporter } from './tests/support/long-report-reporter.ts';

// The folder says what a test may touch (docs/architecture.md); `long` runs only by `npm run test:long`.
const project = (name: string, testTimeout: number, extra = {}) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], testTimeout, hookTimeout: 60_000, retry: 0, ...extra },
});

export default defineConfig({
  test: {
    pool: 'forks',
    // Twice the cores of a small machine: most of the long tests wait for a browser or a clock.
    maxWorkers: 4,
    maxConcurrency: 3,
    reporters: ['default', new ClosingLineReporter(), new LongReportReporter()],
    projects: [
      // A busy machine is three times slower than a quiet one.
      // Files that share a worker load the product once, not a hundred times: no module of ours keeps state of a test.
      project('unit', 30_000, { isolate: false }),
      project('golden', 60_000, { isolate: false }),
      // Looks that confirm last ten seconds of real time each.
      project('integration', 180_000, { isolate: false }),
      // Each starts daemons with browsers of their own, and measures how long they take to end.
      project('e2e', 240_000, { maxWorkers: 2 }),
      // What stays the same while the house is rebuilt: `npm run guard`, and `-- -u` where a difference is wanted.
      project('guard', 600_000),
      project('long', 3_600_000, { fileParallelism: false }),
    ],
  },
});
