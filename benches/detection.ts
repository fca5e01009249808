/**
 * Detection measured on recorded pages, with the same replay that users have: `node benches/detection.ts [SET]...
 * [--list]`. The corpus is looked for in ../shared/corpus or $VONGGAC_CORPUS. `--list` names every false alarm and miss.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicy } from '../src/config/policy.ts';
import { configSchema } from '../src/config/schema.ts';
import type { Level } from '../src/core/model.ts';
import { type ReplayResult, replayFile } from '../src/monitor/replay/replay-file.ts';
import type { ReplayLine } from '../src/monitor/replay/replay-line.ts';
import { interval } from './wilson.ts';

type Counts = Record<Level, number>;

const corpus = process.env.VONGGAC_CORPUS ?? join(import.meta.dirname, '../../shared/corpus');
const allSets = ['first-sight', 'infected', 'hourly', 'drift', 'redesign', 'attacks'];
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isListing = process.argv.includes('--list');
const policy = loadPolicy(configSchema.parse({}));

if (!existsSync(corpus)) {
  console.log(`There is no corpus at ${corpus}: set VONGGAC_CORPUS to its folder.`);
  process.exit(69);
}

/** The row that a judged line belongs to. */
function rowOf(set: string, line: ReplayLine): string {
  const attack = line.attack ?? '';
  const group = set === 'first-sight' || set === 'infected' ? attack : (attack.split(':')[0] ?? '');
  const base = set !== 'attacks' ? '' : line.series.startsWith('still-') ? ' (still)' : ' (moving)';
  return `${set} ${line.label ?? 'unlabelled'} ${group}${base}`.replace(/ {2,}/g, ' ').trim();
}

function sourceOf(line: ReplayLine): string {
  return String(line.attacker ?? line.source ?? '');
}

function tell(set: string, { level, kind, score, findings, label }: ReplayResult, line: ReplayLine): void {
  const isGood = label === 'quiet' ? level === 'clean' || level === 'unknown' : level === 'alarm';
  if (isGood) return;
  const reasons = findings.map((finding) => `${finding.detector} ${finding.score.toFixed(1)}: ${finding.reason.en}`);
  console.log(
    `${set} ${label} ${line.attack ?? ''} → ${level} ${kind ?? ''} ${score}  ${line.html}  ${reasons.join(' | ')}`,
  );
}

function note(table: Map<string, Counts>, row: string, level: Level): void {
  const counts = table.get(row) ?? { clean: 0, unknown: 0, suspect: 0, alarm: 0 };
  counts[level]++;
  table.set(row, counts);
}

function print(title: string, table: ReadonlyMap<string, Counts>): void {
  console.log(`\n| ${title} | n | alarm | suspect | unknown | clean | alarm share, 95 % interval |`);
  console.log('|---|---|---|---|---|---|---|');
  for (const [row, { alarm, suspect, unknown, clean }] of [...table].sort((a, b) => a[0].localeCompare(b[0]))) {
    const total = alarm + suspect + unknown + clean;
    console.log(`| ${row} | ${total} | ${alarm} | ${suspect} | ${unknown} | ${clean} | ${interval(alarm, total)} |`);
  }
}

const rows = new Map<string, Counts>();
const sources = new Map<string, Counts>();
let seconds = 0;
for (const set of wanted.length > 0 ? wanted : allSets) {
  const summary = await replayFile(join(corpus, 'sets', `${set}.jsonl`), policy, null, (result, line) => {
    note(rows, rowOf(set, line), result.level);
    if (line.label === 'alarm') note(sources, `${set} ${sourceOf(line)}`, result.level);
    if (isListing) tell(set, result, line);
  });
  seconds += summary.seconds;
}
print('set, truth, attack', rows);
print('attacks by source', sources);
console.log(`\nPolicy ${policy.version}, HTML only, ${seconds.toFixed(0)} s.`);
