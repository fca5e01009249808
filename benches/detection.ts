/**
 * Detection measured on recorded pages, with the same replay that users have: `npm run bench:detection [-- SET…] [--list]`.
 * Prints tables in Markdown; the exit code is 1 when a figure falls short of its mark. `--list` names every false alarm and
 * miss with its reasons.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicy } from '../src/config/policy.ts';
import { configSchema } from '../src/config/schema.ts';
import { replayFile } from '../src/monitor/replay/replay-file.ts';
import { corpusDir, readSet } from './support/corpus.ts';
import { headOfMarks, measure } from './support/detection-marks.ts';
import { type Judged, judgedOf, mistakeOf } from './support/judged.ts';
import { changedText, type NaiveLook, naiveLooks } from './support/naive-changes.ts';
import { interval, poissonInterval } from './wilson.ts';

const allSets = ['first-sight', 'infected', 'hourly', 'drift', 'redesign', 'attacks'];
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isListing = process.argv.includes('--list');
const monthMs = 30.44 * 86_400_000;

if (!existsSync(corpusDir)) {
  console.log(`There is no corpus at ${corpusDir}: set VONGGAC_CORPUS to its folder.`);
  process.exit(69);
}

const policy = loadPolicy(configSchema.parse({}));
const judged: Judged[] = [];
let seconds = 0;
for (const set of wanted.length > 0 ? wanted : allSets) {
  console.error(`${set} …`);
  const summary = await replayFile(join(corpusDir, 'sets', `${set}.jsonl`), policy, null, (result, line) => {
    judged.push(judgedOf(set, result, line));
    const mistake = isListing ? mistakeOf(set, result, line) : null;
    if (mistake !== null) console.log(mistake);
  });
  seconds += summary.seconds;
}
const isGood = printMarks();
printTable('set, truth, attack', ({ set, truth, attack, isMoving }) =>
  [
    set,
    truth,
    set === 'attacks' ? attack.split(':')[0] : attack,
    set === 'attacks' ? (isMoving ? '(moving)' : '(still)') : '',
  ]
    .join(' ')
    .trim(),
);
printTable('attacks by source', ({ set, truth, source }) => (truth === 'alarm' ? `${set} ${source}` : null));
printRates();
if (wanted.length === 0) await printNaive();
console.log(
  `\n${judged.length} captures judged, policy ${policy.version}, received markup only, ${seconds.toFixed(0)} s.`,
);
process.exitCode = isGood ? 0 : 1;

/** @returns whether every figure that was measured reached its mark */
function printMarks(): boolean {
  const measured = measure(judged);
  console.log(`\n${[headOfMarks, ...measured.map(({ row }) => row)].join('\n')}`);
  return measured.every(({ isReached }) => isReached);
}

function printTable(title: string, rowOf: (one: Judged) => string | null): void {
  console.log(`\n| ${title} | n | alarm | suspect | unknown | clean | alarm share, 95 % interval |`);
  console.log('|---|---|---|---|---|---|---|');
  const rows = Map.groupBy(judged, (one) => rowOf(one) ?? '');
  for (const [row, of] of [...rows].sort((a, b) => a[0].localeCompare(b[0]))) {
    if (row === '') continue;
    const count = (level: string): number => of.filter((one) => one.level === level).length;
    const cells = [of.length, count('alarm'), count('suspect'), count('unknown'), count('clean')];
    console.log(`| ${row} | ${cells.join(' | ')} | ${interval(count('alarm'), of.length)} |`);
  }
}

/** What operators feel: one change of one page is one false incident or suspect, since it is accepted once. */
function printRates(): void {
  const series = Map.groupBy(
    judged.filter(({ set }) => set === 'hourly' || set === 'drift'),
    (one) => one.series,
  );
  let months = 0;
  for (const of of series.values()) {
    const times = of.map(({ at }) => at);
    months += (Math.max(...times) - Math.min(...times)) / monthMs;
  }
  if (months === 0) return;
  const count = (level: string): number => [...series.values()].flat().filter((one) => one.level === level).length;
  console.log(
    `\nOver ${months.toFixed(1)} page-months of benign steps: false alarms ${poissonInterval(count('alarm'), months)}`,
  );
  console.log(`and false suspects ${poissonInterval(count('suspect'), months)} a page-month (before confirmation).`);
}

/** What a tool without learning would have told on the same steps. */
async function printNaive(): Promise<void> {
  const looks: NaiveLook[] = [];
  for (const set of ['hourly', 'drift', 'attacks']) looks.push(...(await naiveLooks(set, readSet(set), changedText)));
  const shareOf = (of: readonly NaiveLook[]): string =>
    interval(of.filter(({ changed }) => changed > 0).length, of.length);
  const [attacks, benign] = [true, false].map((wants) => shareOf(looks.filter(({ isAttack }) => isAttack === wants)));
  console.log(`\nAny change of visible text, as simple watchers tell it: ${attacks} of attacks,`);
  console.log(`and ${benign} of benign steps.`);
}
