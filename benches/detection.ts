/**
 * Detection measured on recorded pages, with the same replay that users have:
 * `npm run bench:detection [-- SET…] [--out-of-fold] [--closing] [--list]`.
 *
 * `--out-of-fold` judges each line with models that never saw its component (`support/components.ts`); without it all are
 * judged by the shipped models. The closed fold is left out, and judged alone by `--closing`. Prints tables in Markdown; the
 * exit code is 1 when a figure falls short of its mark. `--list` names every false alarm and miss with its reasons.
 */
import { existsSync } from 'node:fs';
import { loadPolicy } from '../src/config/policy.ts';
import { configSchema } from '../src/config/schema/schema.ts';
import { replayFile } from '../src/monitor/replay/replay-file.ts';
import { closedFold, corpusSets, type Fold, foldOf, linesFor, openFolds, openLines } from './support/components.ts';
import { corpusDir, readWholeSet, withFileOf } from './support/corpus.ts';
import { headOfMarks, measure } from './support/detection-marks.ts';
import { type Judged, judgedOf, mistakeOf } from './support/judged.ts';
import { changedText, type NaiveLook, naiveLooks } from './support/naive-changes.ts';
import { policiesOutOfFold } from './support/out-of-fold.ts';
import { interval, poissonInterval } from './wilson.ts';

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isListing = process.argv.includes('--list');
const isOutOfFold = process.argv.includes('--out-of-fold');
const isClosing = process.argv.includes('--closing');
const monthMs = 30.44 * 86_400_000;

if (!existsSync(corpusDir)) {
  console.log(`There is no corpus at ${corpusDir}: set VONGGAC_CORPUS to its folder.`);
  process.exit(69);
}

const shipped = loadPolicy(configSchema.parse({}));
const folds = isClosing ? [closedFold] : openFolds;
const policies = isOutOfFold ? await policiesOutOfFold(shipped, folds) : [{ folds, policy: shipped }];
const judged: Judged[] = [];
let seconds = 0;
for (const set of wanted.length > 0 ? wanted : corpusSets) {
  for (const { folds, policy } of policies) await judgeSet(set, folds, policy);
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
printTable('injected and partial, by kind', ({ set, truth, attack }) =>
  set === 'attacks' && truth === 'alarm' && !attack.startsWith('replaced') ? attack : null,
);
printTable('attacks by source', ({ set, truth, source }) => (truth === 'alarm' ? `${set} ${source}` : null));
printRates();
if (wanted.length === 0 && !isClosing) await printNaive();
console.log(`\n${judged.length} captures judged, policy ${shipped.version}, received markup only, ${told()}`);
process.exitCode = isGood ? 0 : 1;

async function judgeSet(set: string, folds: readonly Fold[], policy: typeof shipped): Promise<void> {
  console.error(`${set} ${folds.join(' ')} …`);
  const lines = linesFor(readWholeSet(set), (line) => folds.includes(foldOf(line)));
  if (lines.length === 0) return;
  const summary = await withFileOf(lines, (path) =>
    replayFile(path, policy, null, (result, line) => {
      const one = judgedOf(set, result, line);
      // Ordinary pages of other folds are learned below attacks of this one.
      if (!folds.includes(one.fold)) return;
      judged.push(one);
      const mistake = isListing ? mistakeOf(set, result, line) : null;
      if (mistake !== null) console.log(mistake);
    }),
  );
  seconds += summary.seconds;
}

function told(): string {
  const models = isOutOfFold ? `each with models of other components (${policies.length} policies)` : 'shipped models';
  const part = isClosing ? 'The closed fold alone.' : 'The closed fold is left out (`--closing`).';
  return `${models}, ${seconds.toFixed(0)} s.\n${part}`;
}

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
  for (const set of ['hourly', 'drift', 'attacks']) looks.push(...(await naiveLooks(set, openLines(set), changedText)));
  const shareOf = (of: readonly NaiveLook[]): string =>
    interval(of.filter(({ changed }) => changed > 0).length, of.length);
  const [attacks, benign] = [true, false].map((wants) => shareOf(looks.filter(({ isAttack }) => isAttack === wants)));
  console.log(`\nAny change of visible text, as simple watchers tell it: ${attacks} of attacks,`);
  console.log(`and ${benign} of benign steps.`);
}
