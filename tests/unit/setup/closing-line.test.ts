import { expect, test } from 'vitest';
import type { TestModule } from 'vitest/node';
import { closingLine, countTests } from '../../support/closing-line-reporter.ts';

type State = 'passed' | 'failed' | 'skipped' | 'pending';

/** As much of vitest's module as the count reads. */
function ranModule(states: readonly State[], moduleState: 'passed' | 'failed' = 'passed'): TestModule {
  const allTests = () => states.map((state) => ({ result: () => ({ state }) }));
  return { state: () => moduleState, children: { allTests } } as unknown as TestModule;
}

test('tests are counted by their end over all files', () => {
  const modules = [ranModule(['passed', 'passed', 'skipped']), ranModule(['passed', 'failed'], 'failed')];
  expect(closingLine(countTests(modules, 0))).toBe('3 passed, 1 failed, 1 skipped');
});

test('a file that could not be loaded is a failure although it has no test', () => {
  expect(countTests([ranModule([], 'failed')], 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('an error outside every test and a test that never ended are failures', () => {
  expect(countTests([ranModule(['passed', 'pending'])], 1)).toEqual({ passed: 1, failed: 2, skipped: 0 });
});

test('nothing that ran is nothing that passed', () => {
  expect(closingLine(countTests([], 0))).toBe('0 passed, 0 failed, 0 skipped');
});
