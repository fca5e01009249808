/** One judged capture of the corpus, as figures are counted over it. */
import type { Level } from '../../src/core/model.ts';
import type { ReplayResult } from '../../src/monitor/replay/replay-file.ts';
import type { ReplayLine } from '../../src/monitor/replay/replay-line.ts';
import { attackFile, sourceOf } from './corpus.ts';

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
  /** On a page that moves by itself: on a still one any changed byte gives an attack away. */
  readonly isMoving: boolean;
  /** A swapped title in which a phrase of the list was found. */
  readonly isSigned: boolean;
}

export function judgedOf(set: string, result: ReplayResult, line: ReplayLine): Judged {
  const { level, at, series, label, findings } = result;
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
    isMoving: !/^(?:still|pair)-/.test(series),
    isSigned: attack === 'title-only' && findings.some((one) => one.detector === 'signature-phrase'),
  };
}
