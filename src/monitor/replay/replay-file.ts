/** Recorded captures through the detectors: the use case of `vonggac replay`. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { VonggacError } from '../../core/errors.ts';
import type { Finding, Kind, Level, Verdict } from '../../core/model.ts';
import type { Policy } from '../../core/policy.ts';
import type { Pictures } from '../../core/ports.ts';
import { captureOf, parseReplayLine, type ReplayLine } from './replay-line.ts';
import { learnedByDefault, ReplaySeries, type SeriesPlan } from './replay-series.ts';

/** One judged capture. `at` is as the line gives it. */
export interface ReplayResult {
  readonly series: string;
  readonly at: string;
  readonly level: Level;
  readonly kind: Kind | null;
  readonly score: number;
  readonly findings: readonly Finding[];
  readonly label: 'quiet' | 'alarm' | null;
}

/** How the lines of one kind of attack were judged. */
interface AttackCount {
  captures: number;
  alarm: number;
  suspect: number;
  unknown: number;
  clean: number;
}

/** Counts over judged captures; learned lines are not in them. */
export interface ReplaySummary {
  captures: number;
  quiet: number;
  alarm: number;
  falseAlarms: number;
  suspectsOnQuiet: number;
  suspectsOnAlarm: number;
  missed: number;
  unknownOnQuiet: number;
  unknownOnAlarm: number;
  byAttack: Record<string, AttackCount>;
  seconds: number;
}

/**
 * Streams the file twice: once to see how each series learns, once to judge.
 *
 * @param pictures reads screenshots; may be null when no line has one
 * @param emit called for each judged capture, in the file's order, with the line it came from
 * @throws VonggacError `bad-input` naming the line
 */
export async function replayFile(
  path: string,
  policy: Policy,
  pictures: Pictures | null,
  emit: (result: ReplayResult, line: ReplayLine) => void,
): Promise<ReplaySummary> {
  const startedAt = performance.now();
  const plans = await readPlans(path);
  const summary = emptySummary();
  const series = new Map<string, ReplaySeries>();
  for await (const { line, where } of readLines(path)) {
    if (line.screenshot !== undefined && pictures === null) {
      throw new VonggacError('missing', `${where} has a screenshot, and pictures can't be read here.`);
    }
    const one = series.get(line.series) ?? new ReplaySeries(plans.get(line.series) ?? { learnsFirst: 0 }, policy);
    series.set(line.series, one);
    const capture = await captureOf(line, dirname(path), where);
    const verdict = await one.take(line, capture, pictures);
    if (verdict === null) continue;
    count(summary, verdict, line);
    const { level, kind, score, findings } = verdict;
    emit({ series: line.series, at: line.at, level, kind, score, findings, label: line.label ?? null }, line);
  }
  return { ...summary, seconds: Math.round((performance.now() - startedAt) / 10) / 100 };
}

async function readPlans(path: string): Promise<Map<string, SeriesPlan>> {
  const first = new Map<string, boolean | undefined>();
  const learning = new Set<string>();
  for await (const { line } of readLines(path)) {
    if (!first.has(line.series)) first.set(line.series, line.learn);
    if (line.learn === true) learning.add(line.series);
  }
  const plans = new Map<string, SeriesPlan>();
  for (const [name, learn] of first) {
    plans.set(name, { learnsFirst: learn === false || learning.has(name) ? 0 : learnedByDefault });
  }
  return plans;
}

async function* readLines(path: string): AsyncGenerator<{ line: ReplayLine; where: string }> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) throw new VonggacError('bad-input', `'${path}' can't be read: name a file of JSON lines.`);
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  let number = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (text.trim() === '') continue;
      const where = `${path}, line ${number}`;
      yield { line: parseReplayLine(text, where), where };
    }
  } finally {
    file.destroy();
  }
}

function emptySummary(): ReplaySummary {
  return {
    captures: 0,
    quiet: 0,
    alarm: 0,
    falseAlarms: 0,
    suspectsOnQuiet: 0,
    suspectsOnAlarm: 0,
    missed: 0,
    unknownOnQuiet: 0,
    unknownOnAlarm: 0,
    byAttack: {},
    seconds: 0,
  };
}

function count(summary: ReplaySummary, { level }: Verdict, line: ReplayLine): void {
  summary.captures++;
  if (line.label === 'quiet') {
    summary.quiet++;
    if (level === 'alarm') summary.falseAlarms++;
    if (level === 'suspect') summary.suspectsOnQuiet++;
    if (level === 'unknown') summary.unknownOnQuiet++;
  }
  if (line.label !== 'alarm') return;
  summary.alarm++;
  if (level === 'suspect') summary.suspectsOnAlarm++;
  if (level === 'clean') summary.missed++;
  if (level === 'unknown') summary.unknownOnAlarm++;
  if (line.attack === undefined) return;
  const attack = summary.byAttack[line.attack] ?? { captures: 0, alarm: 0, suspect: 0, unknown: 0, clean: 0 };
  attack.captures++;
  attack[level]++;
  summary.byAttack[line.attack] = attack;
}
