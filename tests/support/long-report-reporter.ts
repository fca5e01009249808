/** Keeps docs/long-test.md: of each file of tests/long when and where it ran last, each test with figures and end. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import packageJson from '../../package.json' with { type: 'json' };
import { closingLine, countTests } from './closing-line-reporter.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** A long test's measurements by name, as in the report. */
    figures?: Readonly<Record<string, number | string>>;
  }
}

export interface LongFile {
  /** Below `tests/long`. */
  readonly file: string;
  readonly at: Date;
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
const folder = join(root, 'tests/long');
const report = join(root, 'docs/long-test.md');
const head = [
  '# Long tests',
  '',
  'Written by `npm run test:long [-- FILE]`: every file with its latest run. The file itself says what it looks for.',
  '',
].join('\n');

/** @param before the report so far: files that did not run keep their sections, those that are gone lose them */
export function longReport(before: string, ran: readonly LongFile[], exists: (file: string) => boolean): string {
  const sections = new Map(
    before
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [/^## (.*)$/m.exec(text)?.[1] ?? '', `${text.trimEnd()}\n`]),
  );
  for (const file of ran) sections.set(file.file, sectionOf(file));
  const kept = [...sections].filter(([file]) => exists(file)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [head, ...kept.map(([, text]) => text)].join('\n');
}

function sectionOf({ file, at, where, counts, tests }: LongFile): string {
  const rows = tests.map(({ name, state, minutes, figures }) => {
    const measured = Object.entries(figures).map(([figure, value]) => `${figure}: ${value}`);
    return `| ${[name, measured.join('; ') || '–', minutes.toFixed(1), state].map(inCell).join(' | ')} |`;
  });
  return [
    `## ${file}`,
    '',
    `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${where}: **${counts}**`,
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

export class LongReportReporter implements Reporter {
  #isPartOfFiles = false;

  onInit({ config }: Vitest): void {
    this.#isPartOfFiles = config.testNamePattern !== undefined;
  }

  /** Tests that were picked by name say nothing about the rest of their file, and leave the report alone. */
  onTestRunEnd(modules: readonly TestModule[]): void {
    const long = modules.filter(({ moduleId }) => moduleId.startsWith(`${folder}/`));
    if (this.#isPartOfFiles || long.length === 0) return;
    const before = existsSync(report) ? readFileSync(report, 'utf8') : '';
    const where = `version ${packageJson.version}, Node ${process.versions.node}, ${availableParallelism()} processors`;
    const ran = long.map((module) => ({
      file: relative(folder, module.moduleId),
      at: new Date(),
      where,
      counts: closingLine(countTests([module], module.errors().length)),
      tests: [...module.children.allTests()].map(longTestOf),
    }));
    writeFileSync(
      report,
      longReport(before, ran, (file) => existsSync(join(folder, file))),
    );
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
