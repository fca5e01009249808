/** Recorded captures through the detectors: the use case of `vonggac replay`. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Finding, Kind, Level, Verdict } from '../../core/domain/finding.ts';
import { VonggacError } from '../../core/errors.ts';
import type { Policy } from '../../core/policy.ts';
import type { Seeing } from '../check/look/see-pictures.ts';
import { judgeLinesInThreads, judgeLinesSeen, type LineJudge, type LineLimits } from './line-judge.ts';
import { parseReplayLine, type ReplayLine } from './replay-line.ts';
import { learnedByDefault, type SeriesPlan } from './replay-series.ts';

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

/** Counts over judged captures; learned lines are excluded. */
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

export interface ReplayOptions {
  /** Threads that judge series; by default one per processor, at most four, and one for a few lines. */
  readonly threads?: number;
  /** Time and memory a line may take before it counts as broken; minutes and a gigabyte when omitted. */
  readonly limits?: LineLimits;
}

/** Number of lines that are judged sooner than more threads could start. */
const fewLines = 40;
/** Each takes about 150 MB for pages of a megabyte. */
const mostThreads = 4;

/**
 * Streams the file twice: once to see how each series learns, once to judge.
 *
 * @param seeing reads screenshots; may be null when no line has one
 * @param emit called for each judged capture, in the file's order, with the line it came from
 * @throws VonggacError `bad-input` naming the line
 */
export async function replayFile(
  path: string,
  policy: Policy,
  seeing: Seeing | null,
  emit: (result: ReplayResult, line: ReplayLine) => void,
  options: ReplayOptions = {},
): Promise<ReplaySummary> {
  const startedAt = performance.now();
  const outline = await readOutline(path);
  if (outline.screenshotAt !== null && seeing === null) {
    throw new VonggacError('missing', `${outline.screenshotAt} has a screenshot, and pictures can't be read here.`);
  }
  const folder = dirname(path);
  const {
    limits,
    threads = outline.lines <= fewLines ? 1 : Math.min(outline.series.size, availableParallelism(), mostThreads),
  } = options;
  const start = { policy, folder };
  // Pictures have threads of their own, which are called from this one.
  const isSeen = seeing !== null && outline.screenshotAt !== null;
  const judge = isSeen
    ? judgeLinesSeen(start, seeing, limits)
    : judgeLinesInThreads(start, Math.max(1, threads), limits);
  const summary = emptySummary();
  try {
    await judgeAll(path, outline, judge, (verdict, line) => {
      count(summary, verdict, line);
      const { level, kind, score, findings } = verdict;
      emit({ series: line.series, at: line.at, level, kind, score, findings, label: line.label ?? null }, line);
    });
  } finally {
    await judge.close();
  }
  return { ...summary, seconds: Math.round((performance.now() - startedAt) / 10) / 100 };
}

/** Distributes the lines and emits the verdicts in the file's order. */
async function judgeAll(
  path: string,
  { series }: Outline,
  judge: LineJudge,
  report: (verdict: Verdict, line: ReplayLine) => void,
): Promise<void> {
  const taken = new Map<string, number>();
  const waiting: { readonly line: ReplayLine; readonly verdict: Promise<Verdict | null> }[] = [];
  const reportNext = async (): Promise<void> => {
    const next = waiting.shift();
    const verdict = await next?.verdict;
    if (next !== undefined && verdict != null) report(verdict, next.line);
  };
  for await (const { line, where } of readLines(path)) {
    const known = series.get(line.series);
    const nth = (taken.get(line.series) ?? 0) + 1;
    taken.set(line.series, nth);
    const plan = { learnsFirst: known?.learnsFirst ?? 0 };
    const verdict = judge.take({ line, where, plan, isLast: nth === known?.lines });
    // Reported in order below; until then it must not end the process as an unhandled rejection.
    verdict.catch(() => {});
    waiting.push({ line, verdict });
    if (waiting.length >= judge.waitingCap) await reportNext();
  }
  while (waiting.length > 0) await reportNext();
}

/** Result of the first pass. */
interface Outline {
  readonly series: ReadonlyMap<string, SeriesPlan & { readonly lines: number }>;
  readonly lines: number;
  /** The first line with a screenshot. */
  readonly screenshotAt: string | null;
}

async function readOutline(path: string): Promise<Outline> {
  const seen = new Map<string, { readonly learn: boolean | undefined; isLearning: boolean; lines: number }>();
  let lines = 0;
  let screenshotAt: string | null = null;
  for await (const { line, where } of readLines(path)) {
    lines++;
    if (line.screenshot !== undefined) screenshotAt ??= where;
    const one = seen.get(line.series) ?? { learn: line.learn, isLearning: false, lines: 0 };
    one.lines++;
    one.isLearning ||= line.learn === true;
    seen.set(line.series, one);
  }
  const planned = [...seen].map(([name, { learn, isLearning, lines }]) => {
    const learnsFirst = learn === false || isLearning ? 0 : learnedByDefault;
    return [name, { learnsFirst, lines }] as const;
  });
  return { series: new Map(planned), lines, screenshotAt };
}

async function* readLines(path: string): AsyncGenerator<{ line: ReplayLine; where: string }> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) throw new VonggacError('bad-file', `'${path}' can't be read: name a file of JSON lines.`);
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  let number = 0;
  try {
    for await (const text of linesOf(input.setEncoding('utf8'))) {
      number++;
      if (text.trim() === '') continue;
      const where = `${path}, line ${number}`;
      yield { line: parseReplayLine(text, where), where };
    }
  } finally {
    file.destroy();
  }
}

/** Only a line feed ends a line of JSON Lines; Node's readline also splits at U+2028, which JSON leaves unescaped. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const chunk of input) {
    const [first = '', ...more] = chunk.split('\n');
    parts.push(first);
    for (const next of more) {
      yield parts.join('');
      parts = [next];
    }
  }
  yield parts.join('');
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
