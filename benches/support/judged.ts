/** One judged capture of the corpus, as figures are counted over it. */
import type { Level } from '../../src/core/domain/finding.ts';
import type { ReplayResult } from '../../src/monitor/replay/replay-file.ts';
import type { ReplayLine } from '../../src/monitor/replay/replay-line.ts';
import { type Fold, foldOf } from './components.ts';
import { attackFile, sourceOf } from './corpus.ts';
import { isMovingSeries } from './naive-changes.ts';

export interface Judged {
  readonly set: string;
  readonly series: string;
  readonly at: number;
  readonly truth: 'quiet' | 'alarm';
  readonly level: Level;
  /** How it was made: `injected:hidden_links`; empty for quiet ones. */
  readonly attack: string;
  readonly file: string;
  readonly source: string;
  /** The host of its address. */
  readonly host: string;
  readonly fold: Fold;
  /** On a page that moves by itself: on a still one any changed byte gives an attack away. */
  readonly isMoving: boolean;
}

export function judgedOf(set: string, result: ReplayResult, line: ReplayLine): Judged {
  const { level, at, series, label } = result;
  const attack = line.attack ?? '';
  return {
    set,
    series,
    at: Date.parse(at),
    truth: label ?? 'quiet',
    level,
    attack,
    file: attackFile(line),
    source: sourceOf({ attacker: line.attacker, source: line.source }),
    host: URL.parse(line.url)?.hostname ?? '',
    fold: foldOf(line),
    isMoving: isMovingSeries(series),
  };
}

/** A false alarm, a suspect where nothing was, or an attack that is no alarm; null when the verdict is right. */
export function mistakeOf(set: string, result: ReplayResult, line: ReplayLine): string | null {
  const { level, kind, score, findings, label } = result;
  const isRight = label === 'quiet' ? level === 'clean' || level === 'unknown' : level === 'alarm';
  if (isRight) return null;
  const reasons = findings.map((finding) => `${finding.detector} ${finding.score.toFixed(1)}: ${finding.reason.en}`);
  return `${set} ${label} ${line.attack ?? ''} → ${level} ${kind ?? ''} ${score}  ${line.html}  ${reasons.join(' | ')}`;
}
