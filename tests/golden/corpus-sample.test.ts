/**
 * A fixed small sample of recorded pages, where the corpus stands beside the project: whole series for what learns,
 * single lines at first sight. The floors lie below what is measured on all of it (docs/measurements.md), so that they fail
 * for a broken detector and not for a changed weight.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import { replayFile } from '../../src/monitor/replay/replay-file.ts';
import { confusionTable, emptyConfusion } from './confusion.ts';

const corpus = join(import.meta.dirname, '../../../shared/corpus/sets');
const policy = loadPolicy(configSchema.parse({}));

interface Line {
  series: string;
  html: string;
  label: 'quiet' | 'alarm';
  learn?: boolean;
  attack?: string;
}

function linesOf(set: string): Line[] {
  const text = readFileSync(join(corpus, `${set}.jsonl`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** Every n-th line of each truth. */
function every(lines: readonly Line[], step: number): Line[] {
  const counts = { quiet: 0, alarm: 0 };
  return lines.filter((line) => counts[line.label]++ % step === 0);
}

async function judge(name: string, lines: readonly Line[]) {
  const path = join(mkdtempSync(join(tmpdir(), 'vonggac-sample-')), 'sample.jsonl');
  const from = dirname(join(corpus, 'x'));
  writeFileSync(path, lines.map((line) => JSON.stringify({ ...line, html: resolve(from, line.html) })).join('\n'));
  const confusion = emptyConfusion();
  const summary = await replayFile(path, policy, null, ({ label, level }) => {
    if (label !== null) confusion[label][level]++;
  });
  console.log(confusionTable(`Recorded pages: ${name}`, confusion));
  return summary;
}

if (!existsSync(corpus)) console.log(`Skipped: there are no recorded pages at ${corpus}.`);

describe.skipIf(!existsSync(corpus))('a sample of recorded pages', () => {
  test('at first sight', async () => {
    const summary = await judge('first sight', every(linesOf('first-sight'), 12));
    expect(summary.falseAlarms + summary.suspectsOnQuiet).toBeLessThanOrEqual(1);
    expect(summary.missed).toBeLessThanOrEqual(summary.alarm / 2);
  });

  test('a moving page and real attacks on it', async () => {
    const all = linesOf('attacks');
    const moving = all.filter((line) => line.series === 'gov-us-hi-health' || line.series === 'gov-us-id-health');
    const attacks = moving
      .filter((line) => line.label === 'alarm' && line.attack?.startsWith('replaced:'))
      .slice(0, 10);
    const benign = moving.filter((line) => line.label === 'quiet').slice(0, 18);
    const summary = await judge('moving pages', [...benign, ...attacks]);
    expect(summary.falseAlarms).toBe(0);
    // Both were rebuilt piece by piece in those weeks; half of all benign suspects of the recordings are theirs.
    expect(summary.suspectsOnQuiet).toBeLessThanOrEqual(4);
    expect(summary.alarm).toBeGreaterThan(0);
    expect(summary.missed + summary.suspectsOnAlarm + summary.unknownOnAlarm).toBe(0);
  });
});
