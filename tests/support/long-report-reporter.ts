/** Writes docs/long-test.md after a full run of tests/long: when, where, each test with its figures and result. */
import { globSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import packageJson from '../../package.json' with { type: 'json' };
import { closingLine, countTests } from './closing-line-reporter.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** A long test's measurements by name, as in the report. */
    figures?: Readonly<Record<string, number | string>>;
  }
}

export interface LongRun {
  readonly at: Date;
  readonly minutes: number;
  readonly where: string;
  /** `N passed, N failed, N skipped` */
  readonly counts: string;
  readonly tests: readonly LongTest[];
}

interface LongTest {
  readonly name: string;
  readonly state: string;
  readonly minutes: number;
  readonly figures: Readonly<Record<string, number | string>>;
}

const root = join(import.meta.dirname, '../..');

export function longReport({ at, minutes, where, counts, tests }: LongRun): string {
  const rows = tests.map(({ name, state, minutes, figures }) => {
    const measured = Object.entries(figures).map(([figure, value]) => `${figure}: ${value}`);
    return `| ${[name, measured.join('; ') || '–', minutes.toFixed(1), state].map(inCell).join(' | ')} |`;
  });
  return [
    '# Long tests',
    '',
    'Written by `npm run test:long` after a full run of `tests/long`. Each test file says what it looks for.',
    '',
    `Latest run: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${minutes.toFixed(0)} minutes, ${where}: **${counts}**.`,
    '',
    '| test | measured | minutes | end |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}

/** A partial run says nothing about the rest and leaves the report alone. */
export class LongReportReporter implements Reporter {
  #startedAt = 0;

  onTestRunStart(): void {
    this.#startedAt = Date.now();
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const ran = new Set(modules.map(({ moduleId }) => relative(root, moduleId)));
    if (globSync('tests/long/**/*.test.{ts,tsx}', { cwd: root }).some((file) => !ran.has(file))) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()].map(longTestOf));
    const run = {
      at: new Date(),
      minutes: (Date.now() - this.#startedAt) / 60_000,
      where: `version ${packageJson.version}, Node ${process.versions.node}, ${availableParallelism()} processors`,
      counts: closingLine(countTests(modules, errors.length)),
      tests,
    };
    writeFileSync(join(root, 'docs/long-test.md'), longReport(run));
  }
}

function longTestOf(test: TestCase): LongTest {
  return {
    name: test.fullName,
    state: test.result().state,
    minutes: (test.diagnostic()?.duration ?? 0) / 60_000,
    figures: test.meta().figures ?? {},
  };
}
