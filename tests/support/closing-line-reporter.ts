/** Ends a test run with one plain line, `N passed, N failed, N skipped`, which CI reads. */
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * A file that could not be loaded, an error outside every test and a test that never came to its end count as
 * failures: a run in which little was tested must not look good.
 */
export function countTests(modules: readonly TestModule[], unhandledErrors: number): Counts {
  let [passed, failed, skipped] = [0, unhandledErrors, 0];
  for (const module of modules) {
    const before = failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'skipped') skipped += 1;
      else failed += 1;
    }
    if (module.state() === 'failed' && failed === before) failed += 1;
  }
  return { passed, failed, skipped };
}

export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Prints the line, or adds it to the file in `CLOSING_LINES`: `bin/verify` sums those of several runs. */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], _reason: TestRunEndReason): void {
    const line = `${closingLine(countTests(modules, errors.length))}\n`;
    const file = process.env.CLOSING_LINES;
    if (file) appendFileSync(file, line);
    else process.once('exit', () => process.stdout.write(line));
  }
}
