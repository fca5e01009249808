/** Ends a test run with one plain line, `N passed, N failed, N skipped`, which CI parses. */
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * A file that failed to load, an error outside every test and an unfinished test count as failures: a run that tested
 * little must not look good.
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

const fileTime = (module: TestModule): string =>
  `${Math.round(module.diagnostic().duration)} ${module.relativeModuleId}\n`;

export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * Prints the line, or appends it to the file in `CLOSING_LINES`: `bin/verify` sums several runs. Each test file's
 * duration in milliseconds is appended to the file in `FILE_TIMES`.
 */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], _reason: TestRunEndReason): void {
    const line = `${closingLine(countTests(modules, errors.length))}\n`;
    const times = process.env.FILE_TIMES;
    if (times) appendFileSync(times, modules.map(fileTime).join(''));
    const file = process.env.CLOSING_LINES;
    if (file) appendFileSync(file, line);
    else process.once('exit', () => process.stdout.write(line));
  }
}
